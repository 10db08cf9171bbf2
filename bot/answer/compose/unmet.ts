import type { Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { nameAndUnit, parseRow, withUnit } from '../row.ts';
import { round } from './arithmetic.ts';

const ASKS_UNMET =
  /(?:哪|什么|有没有|是否)[^，。？]{0,14}(?:没有?|未|不)能?(?:按期|如期)?(?:完成|达到|达标|达成|实现|够到)|(?:没有?|未)能?(?:完成|达到|达标|达成|实现)[^，。？]{0,12}(?:是哪|有哪|哪|什么)/u;
const ASKS_EXCEEDED = /超额?(?:完成)?[^，。？]{0,6}最多|超出[^，。？]{0,6}最多/u;

interface Comparison {
  readonly passage: Passage;
  readonly name: string;
  readonly unit: string;
  readonly aimed: { readonly written: string; readonly value: number };
  readonly reached: { readonly written: string; readonly value: number };
}

/** Which rows of a table of targets and results fell short (哪个指标没完成), or went furthest beyond, and by how much. */
export async function composeUnmet(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const exceeded = ASKS_EXCEEDED.test(question.text);
  if (!exceeded && !ASKS_UNMET.test(question.text)) return undefined;
  const rows = await comparisons(question, context);
  if (rows.length < 2) return undefined;
  const short = rows.filter(({ aimed, reached }) => reached.value < aimed.value);
  const furthest = [...rows].sort((a, b) => b.reached.value / b.aimed.value - a.reached.value / a.aimed.value)[0];
  if (exceeded) return furthest ? [gap(furthest)] : undefined;
  if (short.length > 0) return short.map(gap);
  const [first] = rows;
  return [
    {
      text: `表中列出规划目标和完成情况的指标均达到目标。`,
      passages: first ? [first.passage] : [],
    },
  ];
}

function gap({ passage, name, unit, aimed, reached }: Comparison): Statement {
  const [high, low] = aimed.value >= reached.value ? [aimed, reached] : [reached, aimed];
  const difference = round(high.value - low.value);
  const counter = unit === '%' ? '个百分点' : unit;
  const verb = reached.value < aimed.value ? '差' : '超出';
  return {
    text: `**${name}**：目标为${withUnit(aimed.written, unit)}，完成${withUnit(reached.written, unit)}，**${verb}${difference}${counter}**（据原文计算：${bare(high.written)} − ${bare(low.written)} = ${difference}）`,
    passages: [passage],
    computed: [difference, bare(high.written), bare(low.written)],
  };
}

const bare = (written: string): string => /[\d.]+/u.exec(written)?.[0] ?? written;

/** Rows with a target and a result for the same year; growth rates only when they are asked about. */
async function comparisons(question: Question, context: AnswerContext): Promise<readonly Comparison[]> {
  const growth = /增速|增长率|增幅/u.test(question.text);
  const tables = await context.store.tables(question.planIds ? { planIds: question.planIds } : {});
  const found: Comparison[] = [];
  for (const table of tables) {
    const passages = await context.store.sectionPassages(table.planId, table.section);
    for (const passage of passages) {
      if (passage.table?.id !== table.id) continue;
      const row = parseRow(passage);
      const values = (row?.values ?? []).filter(({ header }) => /增速|增长|增幅/u.test(header) === growth);
      const aimed = values.find(({ header }) => /目标|计划/u.test(header));
      const reached = values.find(({ header }) => /完成|实际/u.test(header));
      if (!row || !aimed || !reached) continue;
      const [one, two] = [Number(bare(aimed.value)), Number(bare(reached.value))];
      if (!Number.isFinite(one) || !Number.isFinite(two)) continue;
      const unit = growth ? '%' : nameAndUnit(row.name).unit;
      found.push({
        passage,
        name: row.name.replace(/[（(][^（()）]{1,6}[)）]/gu, ''),
        unit,
        aimed: { written: aimed.value, value: one },
        reached: { written: reached.value, value: two },
      });
    }
  }
  return found;
}
