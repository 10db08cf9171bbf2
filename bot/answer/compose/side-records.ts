import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Unit } from '../../../retrieval/rank/units.ts';
import { askedIndicators, recordsOf, type RecordFit } from './records-of.ts';
import { stateRecord, unitOf } from './state-record.ts';
import type { Side } from './sides.ts';

/** Longest quoted run in a line of a comparison, in characters. */
const LINE_LIMIT = 80;

/** The records that answer a side, and the line they make. */
export interface StatedRecords {
  readonly records: readonly IndicatorRecord[];
  readonly statement: Statement;
  /** The sentence or row of the first one, and the clause of its figure. */
  readonly unit: Unit | undefined;
  readonly clause: number;
}

/** The records of a side that state what it is asked, one for each indicator asked for, as one line. */
export async function findRecords(side: Side, context: AnswerContext): Promise<StatedRecords | undefined> {
  const { question } = side;
  if (!asksFigure(question) || asksHow(side)) return undefined;
  const all = await context.store.records({ planIds: side.planIds });
  const asked = askedIndicators(question);
  const chosen: IndicatorRecord[] = [];
  for (const indicator of asked.length > 0 ? asked : [undefined]) {
    for (const wanted of aspectsOf(question)) {
      const best = await rowFirst(recordsOf(wanted, all, indicator, side.own), context);
      if (best && !chosen.some((record) => record.passageId === best.passageId && record.raw === best.raw))
        chosen.push(best);
    }
  }
  for (const content of chosen.length > 0 ? [] : alternativesOf(question)) {
    const [named] = askedIndicators({ ...question, content });
    const best = await rowFirst(recordsOf({ ...question, content }, all, named), context);
    if (best && chosen.length === 0) chosen.push(best);
  }
  // A plan that sets no total may set how many are to be added: its words say so.
  for (const { name } of chosen.length > 0 ? [] : asked) {
    const added = all.filter((record) => record.canonical === `新增${name}` && record.kind !== 'growth');
    chosen.push(...added.slice(0, 1));
  }
  const passages = await context.store.passages(chosen.map((record) => record.passageId));
  const statements = chosen.flatMap((record) => {
    const passage = passages.find(({ id }) => id === record.passageId);
    const aspect = record.kind === 'achieved' ? 'result' : 'target';
    const meant = aspectsOf(question).find(({ intent }) => intent.aspect === aspect) ?? question;
    return (passage && stateRecord(record, passage, meant, LINE_LIMIT)) ?? [];
  });
  if (statements.length === 0) return undefined;
  const [first] = chosen;
  const passage = passages.find(({ id }) => id === first?.passageId);
  const found = first && passage ? unitOf(first, passage) : undefined;
  const clause = found?.figure
    ? found.unit.clauses.findIndex(
        ({ start, end }) => (found.figure?.start ?? 0) >= start && (found.figure?.start ?? 0) < end,
      )
    : 0;
  return {
    records: chosen,
    statement: {
      text: [...new Set(statements.map(({ text }) => text.replace(/[。；，]$/u, '')))].join('；'),
      passages: [...new Map(statements.flatMap((each) => each.passages).map((each) => [each.id, each])).values()],
    },
    unit: found?.unit,
    clause: Math.max(0, clause),
  };
}

/** “国家级创新平台/基地”, “…平台（基地）”: the content with the second word in place of the end of the first. */
function alternativesOf({ text, content }: Question): readonly string[] {
  const match = /(\p{Script=Han}{3,12})(?:[/／]|(?=[（(]))[（(]?(\p{Script=Han}{2,6})/u.exec(text);
  const [, first = '', second = ''] = match ?? [];
  const plain = content.replace(/[\s/]+/gu, '');
  const named =
    Array.from(first, (_, at) => at)
      .map((at) => first.slice(at))
      .find((tail) => plain.includes(tail + second)) ?? '';
  if (named.length <= second.length) return [];
  return [named, named.slice(0, -second.length) + second, second].map((name) => plain.replace(named + second, name));
}

/** “现在有多少家，目标又是多少”: asked for both, one after the other. */
function aspectsOf(question: Question): readonly Question[] {
  const both = /现在|目前|现有|现状|底数/u.test(question.text) && /目标|计划|规划到/u.test(question.text);
  if (!both || question.times.length > 0) return [question];
  return (['result', 'target'] as const).map((aspect) => ({ ...question, intent: { ...question.intent, aspect } }));
}

/** Records that fit this much less than the best are as good when they stand in a table, which names their year. */
const AS_GOOD = 0.06;

async function rowFirst(fits: readonly RecordFit[], context: AnswerContext): Promise<IndicatorRecord | undefined> {
  const near = fits.filter(({ score }) => score >= (fits[0]?.score ?? 0) - AS_GOOD).map(({ record }) => record);
  const passages = await context.store.passages(near.map((record) => record.passageId));
  const rows = new Set(passages.filter(({ kind }) => kind === 'row').map(({ id }) => id));
  return near.find((record) => rows.has(record.passageId)) ?? near[0];
}

/** “孵化器分别怎么建”: what is to be done is asked for, and a value says nothing of that. */
function asksHow({ asking, question }: Side): boolean {
  const { kind, units } = question.intent;
  return (
    kind === 'open' && units.length === 0 && HOW_DONE.test(asking) && !/多少|几|目标|指标|数[值量据]/u.test(asking)
  );
}

const HOW_DONE =
  /(?:怎么|怎样|如何|咋)(?:去|来)?(?:建|培育|培养|发展|推进|推动|支持|扶持|鼓励|管理|布局|打造|引进|引育|促进|加强|壮大|抓|搞|干)|(?:举措|措施|做法|办法|抓手|路径)/u;

/** A value is asked for, or how it is put: not a name. */
export function asksFigure(question: Question): boolean {
  const { kind } = question.intent;
  if (kind === 'figure' || kind === 'open' || kind === 'yes-no') return true;
  return (kind === 'name' || kind === 'list') && !/谁|哪|叫|名称|名单|机构|领域/u.test(question.text);
}
