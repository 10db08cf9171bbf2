import { bareFigure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../draft.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { parseRow, withUnit } from '../row.ts';
import { comparedPlaces, findByPlace } from './compare.ts';
import { pickFigure, rankFigures } from './fact.ts';

/** What is to be worked out from two figures. */
export type Operation = 'difference' | 'ratio' | 'share' | 'sum';

/** Reads from the words of a question what is to be computed; undefined when nothing is. */
export function operationOf(text: string): Operation | undefined {
  if (/(?:几|多少)倍|翻了?几/u.test(text)) return 'ratio';
  if (
    /占[^，。？]{0,14}(?:百分之几|百分之多少|几成|多大比重|多少比例)|的比重(?:大概|约|大约)?(?:是)?多少|百分之几$/u.test(
      text,
    )
  )
    return 'share';
  if (/加起来|加一起|合起来|合计|总和|之和/u.test(text)) return 'sum';
  if (
    /相差|差(?:了|距)?(?:是)?(?:多少|几|多大)|净增|(?:提高|增加|提升|上升|增长|多出|多投|多|高|高出|少|低|还差|还要再?增加|再增加)了?(?:多少|几)(?!倍)|还差|还?剩|差[^，。？]{1,12}多少/u.test(
      text,
    )
  )
    return 'difference';
  return undefined;
}

interface Operand {
  readonly value: number;
  /** Written with its unit: 3.8%左右. */
  readonly shown: string;
  readonly number: string;
  readonly unit: string;
  /** 万 or 亿 as written behind the number. */
  readonly scale: string;
  readonly label: string;
  readonly found: Found;
}

/** A plan that states the difference or the share itself needs no arithmetic. */
const STATES: Readonly<Record<Operation, RegExp | undefined>> = {
  difference: /(?:增加|提高|提升|净增|多|高出?|增长|增幅|下降|减少)了?(?:约|近|超过?)?\d/u,
  share: /占|比重|比例|强度/u,
  ratio: /倍/u,
  sum: /合计|共计/u,
};

/** Whether the best sentence gives the result of the operation in words of its own. */
export async function isStated(question: Question, operation: Operation, context: AnswerContext): Promise<boolean> {
  if (comparedPlaces(question, context).length >= 2) return false;
  const found = await lookUp(question, context);
  const { best } = found;
  if (!best || found.shortfall || best.coverage < 0.8) return false;
  const clause = best.unit.clauses[best.clause];
  const text =
    best.unit.passage.kind === 'row' ? best.unit.text : best.unit.text.slice(clause?.start ?? 0, clause?.end);
  return (STATES[operation]?.test(text) ?? false) && (best.unit.passage.kind !== 'row' || operation === 'share');
}

/** Works out what the question asks from two cited figures, shown as computed; undefined when they are not both there. */
export async function compute(
  question: Question,
  operation: Operation,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const operands = await operandsOf(question, context);
  const [first, second] = operands;
  if (!first || !second || !sameUnit(first.unit, second.unit)) return undefined;
  const result = calculate(operation, first, second);
  if (!result) return undefined;
  const passages = [
    ...new Map(
      operands
        .flatMap(({ found }) => (found.best ? [found.best.unit.passage] : []))
        .map((passage) => [passage.id, passage]),
    ).values(),
  ];
  const parts = `${first.label}${first.shown}，${second.label}${second.shown}`;
  return [
    {
      text: `**${result.shown}**（据原文计算：${result.formula}）。${parts}`,
      passages,
      computed: [...result.numbers, first.number, second.number, ...years(first.label), ...years(second.label)],
    },
  ];
}

async function operandsOf(question: Question, context: AnswerContext): Promise<readonly Operand[]> {
  const places = comparedPlaces(question, context);
  // 相差几个百分点 asks for shares; 几倍 says nothing of the counter.
  const units = question.intent.units.some((unit) => unit.includes('百分点'))
    ? ['%']
    : question.intent.units.filter((unit) => !/倍|番|百分点|%/u.test(unit));
  const plain: Question = { ...question, intent: { ...question.intent, kind: 'figure', units } };
  if (places.length === 2) {
    const findings = await findByPlace(plain, places, context);
    return findings.flatMap(({ place, found }) => operand(found, place, question.times.at(-1)?.to) ?? []);
  }
  const asked = [
    ...new Set(
      question.times.flatMap((time) =>
        time.aspect === 'during' && /\d{4}/u.test(question.text.slice(time.start, time.end))
          ? [time.from, time.to]
          : [time.to],
      ),
    ),
  ];
  const eve = /十三五末|底数|现状|基数/u.test(question.text) ? 2020 : undefined;
  const target = /目标/u.test(question.text) ? 2025 : undefined;
  const wanted = [...new Set([...asked, ...(eve ? [eve] : []), ...(target ? [target] : [])])].sort((a, b) => a - b);
  if (wanted.length < 2) return withinSentence(plain, context);
  const operands: Operand[] = [];
  for (const year of [wanted[0], wanted.at(-1)]) {
    if (year === undefined) continue;
    const at = question.times.find((time) => time.to === year) ?? {
      from: year,
      to: year,
      aspect: 'end' as const,
      start: 0,
      end: 0,
    };
    const found = await lookUp({ ...plain, times: [{ ...at, from: year, aspect: 'end' }] }, context, question.planIds);
    const read = operand(found, `${year}年为`, year);
    if (read) operands.push(read);
  }
  const [first, second] = operands;
  const same =
    first &&
    second &&
    first.number === second.number &&
    first.found.best?.unit.passage.id === second.found.best?.unit.passage.id;
  return same || operands.length < 2 ? byParts(plain, context) : operands;
}

/** “农业高企目标占全省高企目标的”: each side of the word between is a question of its own. */
async function byParts(question: Question, context: AnswerContext): Promise<readonly Operand[]> {
  const parts = question.text
    .split(/占|比|和|与|跟|离|是(?=[^，。]{4})/u)
    .map((part) => context.read(part))
    .filter((part) => part.terms.length > 0);
  if (parts.length < 2) return [];
  const operands: Operand[] = [];
  for (const part of parts.slice(0, 2)) {
    const found = await lookUp(
      {
        ...question,
        terms: part.terms,
        content: part.content,
        times: part.times.length > 0 ? part.times : question.times,
      },
      context,
      question.planIds,
    );
    const read = found.shortfall
      ? undefined
      : operand(found, `${part.content.replace(/\s+/gu, '')}为`, part.times.at(-1)?.to ?? question.times.at(-1)?.to);
    if (read) operands.push(read);
  }
  const [first, second] = operands;
  return first && second && first.number === second.number ? [] : operands;
}

/** Two figures of one unit in the sentence that fits best (“1400名，其中省级800名”). */
async function withinSentence(question: Question, context: AnswerContext): Promise<readonly Operand[]> {
  const found = await lookUp(question, context, question.planIds);
  const { best } = found;
  if (!best || best.unit.passage.kind === 'row' || found.shortfall === 'off-topic' || found.shortfall === 'other-place')
    return [];
  // “省级创建高新区比国家高新区多几家”: the words on either side each pick their figure.
  const parts = question.text
    .split(/比|和|与|跟|加上|减去|去掉|除去|其中|是(?=[^，。]{4})|占/u)
    .map((part) => context.read(part))
    .filter((part) => part.terms.length > 0);
  const ranked = rankFigures(best, { ...question, terms: parts[0]?.terms ?? question.terms });
  const first = ranked[0];
  const others = parts[1] ? rankFigures(best, { ...question, terms: parts[1].terms }) : ranked;
  const second =
    others.find((figure) => figure !== first && figure.unit === first?.unit) ??
    ranked.find((figure) => figure !== first && figure.unit === first?.unit);
  if (!first || !second) return byParts(question, context);
  return [first, second].flatMap((figure) => toOperand(figure.digits, figure.text, figure.unit, '', found) ?? []);
}

function operand(found: Found, label: string, year: number | undefined): Operand | undefined {
  const { best } = found;
  if (!best || found.shortfall === 'off-topic' || found.shortfall === 'other-place') return undefined;
  if (best.unit.passage.kind === 'row') {
    const row = parseRow(best.unit.passage);
    const column =
      row?.values.find(
        (value) => year !== undefined && value.header.includes(String(year)) && !/增/u.test(value.header),
      ) ??
      row?.values.find((value) => (year ?? 2025) > 2020 && /目标/u.test(value.header)) ??
      (row?.values.length === 1 ? row.values[0] : undefined);
    if (!row || !column) return undefined;
    const unit = /[（(]([^（()）]{1,6})[)）]$/u.exec(row.name)?.[1] ?? '';
    return toOperand(column.value, withUnit(column.value, unit), unit, label, found);
  }
  const figure = pickFigure(best, found.question);
  return figure ? toOperand(figure.digits, figure.text, figure.unit, label, found) : undefined;
}

function toOperand(written: string, shown: string, unit: string, label: string, found: Found): Operand | undefined {
  const match = /(\d[\d.]*)(万亿|万|亿)?/u.exec(bareFigure(written));
  if (!match?.[1]) return undefined;
  const scale = { 万: 1e4, 亿: 1e8, 万亿: 1e12 }[match[2] ?? ''] ?? (/^万/u.test(unit) ? 1e4 : 1);
  return {
    value: Number(match[1]) * scale,
    shown,
    number: match[1],
    scale: match[2] ?? (scale === 1e4 ? '万' : ''),
    unit: unit.replace(/^万(?=[家户名个件人])/u, ''),
    label,
    found,
  };
}

function years(label: string): readonly string[] {
  return label.match(/\d{4}/gu) ?? [];
}

function sameUnit(left: string, right: string): boolean {
  const bare = (unit: string): string => unit.replace(/^[户个所座]$/u, '家').replace(/^[人位]$/u, '名');
  return left === '' || right === '' || bare(left) === bare(right);
}

function calculate(
  operation: Operation,
  first: Operand,
  second: Operand,
): { shown: string; formula: string; numbers: readonly string[] } | undefined {
  const [low, high] = first.value <= second.value ? [first, second] : [second, first];
  // Figures written in the same scale (26.6亿, 56亿) are worked out in it.
  const same = low.scale === high.scale;
  const unit = high.unit === '%' ? '个百分点' : `${same ? high.scale : ''}${high.unit}`;
  const say = (operand: Operand): string => `${operand.number}${same ? '' : operand.scale}`;
  if (operation === 'difference') {
    const difference = round(same ? Number(high.number) - Number(low.number) : high.value - low.value);
    return {
      shown: `${difference}${unit}`,
      formula: `${say(high)} − ${say(low)} = ${difference}`,
      numbers: [difference],
    };
  }
  if (operation === 'sum') {
    const sum = round(same ? Number(high.number) + Number(low.number) : high.value + low.value);
    return { shown: `${sum}${unit}`, formula: `${say(first)} + ${say(second)} = ${sum}`, numbers: [sum] };
  }
  if (low.value === 0) return undefined;
  if (operation === 'share') {
    const share = round((low.value / high.value) * 100);
    return { shown: `约${share}%`, formula: `${say(low)} ÷ ${say(high)} = ${share}%`, numbers: [share] };
  }
  const ratio = round(high.value / low.value);
  return { shown: `约${ratio}倍`, formula: `${say(high)} ÷ ${say(low)} = ${ratio}`, numbers: [ratio] };
}

/** At most two decimals, none when whole. */
function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
