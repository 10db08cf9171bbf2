import type { IndicatorRecord, Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { askedIndicators, recordsOf, wholeName, yearsOf } from './records-of.ts';
import { stateRecord } from './state-record.ts';

/** Longest quoted run of one of the statements that differ, in characters. */
const LINE_LIMIT = 80;
/** Figures further apart than this, as a ratio, are of another scope rather than another statement of the same. */
export const APART = 2.5;
/** Figures nearer than this share of the larger are the same, rounded. */
const ROUNDED = 0.02;

/** One of the statements that differ, with the plan it stands in. */
export interface Differing {
  readonly planId: string;
  readonly statement: Statement;
}

/** Records of the asked indicator, year and kind whose values differ. */
export async function differingRecords(
  question: Question,
  planIds: readonly string[],
  wonders: boolean,
  context: AnswerContext,
): Promise<readonly Differing[] | undefined> {
  const all = await context.store.records({ planIds });
  const fits = recordsOf(question, all).map(({ record }) => record);
  const [first] = fits;
  if (!first) return undefined;
  const others = [
    ...fits.filter((record) => isSameThing(first, record)),
    ...(wonders ? all.filter((record) => isWider(first, record)) : []),
  ].filter((record) => record.passageId !== first.passageId && differ(first, record));
  const chosen = [first, ...others].filter(
    (record, index, list) => list.findIndex((other) => !differ(record, other)) === index,
  );
  if (chosen.length < 2) return undefined;
  const passages = await context.store.passages(chosen.map(({ passageId }) => passageId));
  const meant = chosen.filter((record) => {
    const passage = passages.find(({ id }) => id === record.passageId);
    return passage !== undefined && saysAll(question, record, passage);
  });
  const lines = meant.slice(0, 3).flatMap((record): Differing[] => {
    const passage = passages.find(({ id }) => id === record.passageId);
    const statement = passage && stateRecord(record, passage, question, LINE_LIMIT);
    return statement ? [{ planId: record.planId, statement }] : [];
  });
  return lines.length < 2 ? undefined : lines;
}

/** What the question says beside the name of the indicator (“其中自己牵头的”, “涉农”) stands with the figure too. */
function saysAll(question: Question, record: IndicatorRecord, passage: Passage): boolean {
  const asked = askedIndicators(question)[0]?.written ?? '';
  const text = matchText(`${passage.text} ${record.indicator} ${record.canonical ?? ''} ${passage.section.join(' ')}`);
  return question.terms.every(
    (term) =>
      asked.includes(term.surface) ||
      /^[\d.]+$/u.test(term.surface) ||
      VAGUE.test(term.surface) ||
      matchTerm(term, text) > 0.4,
  );
}

/** Words of wondering, and verbs that plans put otherwise. */
const VAGUE =
  /^(?:获得|为主|引进|培育|引育|集聚|组织|实施|安排|一共|好像|两个|几个|个省|各份|一样|以前|那几年|数字|时期|目标|末期|期间|标准)$/u;

/** The same indicator with the same qualifiers, for the same year, as a target or as a result. */
function isSameThing(left: IndicatorRecord, right: IndicatorRecord): boolean {
  if (left.kind !== right.kind || !sameYears(left, right)) return false;
  if (left.canonical !== undefined && left.canonical === right.canonical) return true;
  return left.canonical === right.canonical && bareName(left) === bareName(right);
}

/** For someone who wonders at two figures: an indicator that has the other's name in its own (吸纳和输出技术合同交易额). */
function isWider(left: IndicatorRecord, right: IndicatorRecord): boolean {
  const [a, b] = [wholeName(left) ?? left.canonical, wholeName(right) ?? right.canonical];
  return a !== undefined && a === b && left.kind === right.kind && sameYears(left, right);
}

function bareName({ indicator }: IndicatorRecord): string {
  return indicator.replace(/其中|累计|新增|建设|培育|实施|组织|各类|数量|总数|[的，]/gu, '');
}

function sameYears(left: IndicatorRecord, right: IndicatorRecord): boolean {
  if (left.time === right.time) return true;
  const [a, b] = [yearsOf(left.time), yearsOf(right.time)];
  if (!a || !b) return (a ?? b) !== undefined && left.time !== '每年' && right.time !== '每年';
  return a.to === b.to;
}

/** Other values, or a value beside a wording; not a rounding, and not of another order. */
function differ(left: IndicatorRecord, right: IndicatorRecord): boolean {
  if (left === right) return false;
  const [a, b] = [valueOf(left), valueOf(right)];
  if (a === undefined || b === undefined)
    return (a === undefined) !== (b === undefined) && (hasWords(left) || hasWords(right));
  const [low, high] = a < b ? [a, b] : [b, a];
  return (high - low) / high > ROUNDED && high / low <= APART;
}

function hasWords(record: IndicatorRecord): boolean {
  return record.value === undefined && /平均水平|以上|高于|达到/u.test(record.raw) && !/\d/u.test(record.raw);
}

function valueOf({ value, unit }: IndicatorRecord): number | undefined {
  return value === undefined ? undefined : value * (unit.startsWith('万') ? 1e4 : 1);
}
