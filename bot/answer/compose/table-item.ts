import type { Table } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { parseRow, readRowValues } from '../row.ts';
import { boxOf, sharedRuns } from './sections.ts';

const NAMES_TABLE = /指标|表(?!明|示|达|彰|型|现|面|演)|专栏/u;

/** “主要目标第5项指标”: a row of the table whose caption the question names. */
export async function composeTableItem(
  found: Found,
  item: number,
  context: AnswerContext,
): Promise<Statement | undefined> {
  const table = await tableOf(found.question, context);
  if (!table) return undefined;
  const at = item < 0 ? table.rows.length + item : item - 1;
  const passages = await context.store.sectionPassages(table.planId, table.section);
  const passage = passages.find((candidate) => candidate.table?.id === table.id && candidate.table.row === at);
  const text = passage ? readRowValues(passage, found.question) : undefined;
  return passage && text
    ? { text: `第${at + 1}项：${text}`, passages: [passage], computed: [String(at + 1)] }
    : undefined;
}

/** “主要指标有哪几项”: the names of the rows of the table that the question names. */
export async function composeTableList(
  found: Found,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  if (
    !/(?:哪些|哪几|几|多少|什么)[^，。？]{0,4}(?:指标|行)|(?:指标|表)[^，。？]{0,6}(?:哪些|哪几|几项|几个|多少)/u.test(
      found.question.text,
    )
  )
    return undefined;
  const table = await tableOf(found.question, context);
  if (!table) return undefined;
  const rows = (await context.store.sectionPassages(table.planId, table.section)).filter(
    (passage) => passage.table?.id === table.id,
  );
  const named = rows.flatMap((passage) => {
    const name = parseRow(passage)?.name;
    return name === undefined ? [] : [{ name: name.replace(/[（(][^（()）]{1,6}[)）]/gu, ''), passage }];
  });
  if (named.length < 2) return undefined;
  return [
    { text: `共${named.length}项：`, passages: [], computed: [String(named.length)] },
    ...named.map(({ name, passage }, index) => ({
      text: `${index + 1}. ${name}`,
      passages: [passage],
      computed: [String(index + 1)],
    })),
  ];
}

/** The table whose caption the question names; of one plan's tables the only one, when it just says 指标. */
async function tableOf(question: Question, context: AnswerContext): Promise<Table | undefined> {
  if (!NAMES_TABLE.test(question.text)) return undefined;
  const box = boxOf(question.text);
  const tables = (await context.store.tables(question.planIds ? { planIds: question.planIds } : {})).filter(
    ({ caption }) => box === undefined || boxOf(caption) === box,
  );
  const { terms } = question;
  const ranked = tables
    .map((table) => {
      const caption = matchText(table.caption);
      const hits = terms.filter((term) => matchTerm(term, caption) > 0.4).length;
      return { table, hits, literal: sharedRuns(table.caption.replace(/[^\p{Script=Han}]/gu, ''), question.text) };
    })
    .sort((a, b) => b.hits - a.hits || b.literal - a.literal);
  const best = ranked[0];
  if (!best) return undefined;
  const wanted = terms.filter(
    (term) => !/^[\d一二三四五六七八九十]+$|^(?:指标|表|最后|一?[项条个].?|表?第.*|专栏.*)$/u.test(term.surface),
  );
  if (best.hits >= Math.max(1, wanted.length * 0.4)) return best.table;
  return wanted.length === 0 && (tables.length === 1 || best.literal >= 4) ? best.table : undefined;
}
