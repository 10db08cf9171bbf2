import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { calculate } from './arithmetic.ts';
import type { PlaceFinding } from './find-side.ts';
import { operandOfRecord, sameUnit, type Operand } from './operand.ts';

/** Asks which of several is more or less. */
const RANKS =
  /谁|哪(?:个|家|边|省|市|地|座)[^，。？]{0,20}(?:更|最|高|多|低|少|大|小)|更[高多低少大小]|最[高多低少大小]|高低|排序|排名|排个|差距|领先|落后|比一?比|比较|对比/u;
const LEAST = /(?:最|更)(?:低|少|小)|落后/u;

/** A place with the value of its record. */
export interface Ranked {
  readonly place: string;
  readonly operand: Operand;
}

/** The places in the order of their values, the largest first; empty where values cannot be set against one another. */
export async function rankByValue(
  findings: readonly PlaceFinding[],
  context: AnswerContext,
): Promise<readonly Ranked[]> {
  const ranked: Ranked[] = [];
  for (const { place, records } of findings) {
    const [record] = records;
    const [passage] = record ? await context.store.passages([record.passageId]) : [];
    const operand = record && passage ? operandOfRecord(record, shortPlace(place), passage) : undefined;
    if (operand && !operand.upper) ranked.push({ place, operand });
  }
  const first = findings.flatMap(({ records }) => records.slice(0, 1));
  const alike = (of: (record: (typeof first)[number]) => string): boolean => new Set(first.map(of)).size <= 1;
  const units = ranked.every(({ operand }) => sameUnit(operand.unit, ranked[0]?.operand.unit ?? ''));
  const kinds = alike(({ kind }) => kind) && alike(({ time }) => (time === '每年' ? '每年' : ''));
  if (!units || !kinds) return [];
  return ranked.sort((a, b) => b.operand.value - a.operand.value);
}

/** “甲市更高，高出1个百分点”: what the lines of a comparison come to, where that is asked and the values can be compared. */
export async function verdictOn(
  question: Question,
  findings: readonly PlaceFinding[],
  context: AnswerContext,
): Promise<readonly Statement[]> {
  if (!RANKS.test(question.text)) return [];
  const ranked = await rankByValue(findings, context);
  const [high, second] = ranked;
  const low = ranked.at(-1);
  if (!high || !second || !low) return [];
  const passages = [...new Map(ranked.map(({ operand }) => [operand.passage.id, operand.passage])).values()];
  if (high.operand.value === low.operand.value)
    return [
      { text: `**相同**：${ranked.map(({ place, operand }) => `${place}${operand.shown}`).join('；')}`, passages },
    ];
  const word = high.operand.unit === '%' ? ['高', '低'] : ['多', '少'];
  if (ranked.length === 2) {
    const gap = calculate('difference', [high.operand, low.operand]);
    if (!gap) return [];
    return [
      {
        text: `**${high.place}更${word[0] ?? ''}**，相差${gap.shown}（据原文计算：${gap.formula}）。${high.place}为${high.operand.shown}；${low.place}为${low.operand.shown}`.replace(
          /为(?=力争|超)/gu,
          '',
        ),
        passages,
        computed: [...gap.numbers, high.operand.number, low.operand.number],
      },
    ];
  }
  const extreme = LEAST.test(question.text) ? low : high;
  const least = extreme === low;
  return [
    {
      text: `**${extreme.place}最${(least ? word[1] : word[0]) ?? ''}**：${ranked.map(({ place, operand }) => `${place}${operand.shown}`).join('；')}`,
      passages,
      computed: ranked.map(({ operand }) => operand.number),
    },
  ];
}
