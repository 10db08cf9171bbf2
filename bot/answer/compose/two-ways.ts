import { shortPlace } from '../../../corpus/places.ts';
import { parseHanNumeral } from '../../../corpus/figures.ts';
import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import { differingRecords, type Differing } from './differing-records.ts';
import { sayBoth } from './disagree.ts';
import { emphasise } from './fact.ts';
import { askedIndicators, wholeName, yearsOf } from './records-of.ts';
import { stateRecord } from './state-record.ts';

/** Longest quoted run of one of the two, in characters. */
const LINE_LIMIT = 90;
/** Least share of the question's words that a sentence with one of two figures has. */
const SPEAKS = 0.4;

/** …and of which the name of a record has this share. */
const NAMED = 0.6;

/** What the text says and what its table says are set against one another. */
const TEXT_AND_TABLE = /正文[^。？]{0,14}(?:表|专栏)|(?:表|专栏)[^。？]{0,14}(?:正文|前文|文字)/u;
/** Words of such a question that say where something is written, or that it does not fit. */
const WHERE_WRITTEN =
  /(?:目标|指标|专栏)?(?:正文|前文|文字|指标表|目标表|专栏表?|表格?)(?:里|中|上|部分)?(?:写|说|定|列)?(?:的|着)?|好像|貌似|是不是|对不对得上|对(?:不|得)上|(?:说|写)得|不太?一样|打架|怎么(?:写|说)|各是什么|[跟和与同](?=[，。？]|$)|\d[\d.]*%?/gu;

/**
 * Both of two wordings or two figures that a question sets against one another (“是甲布局还是乙布局”, “有人说两百多有人说五百多”,
 * “正文和指标表对不上”), each where it stands. Undefined where the plans do not have both.
 */
export async function composeTwoWays(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const regions = new Set(question.places.map(({ place }) => place));
  if (regions.size > 1) return undefined;
  const planIds = question.planIds ?? context.plans.map(({ id }) => id);
  if (TEXT_AND_TABLE.test(question.text) && question.planIds !== undefined) {
    const differing = await textAndTable(question, planIds, context);
    if (differing) return sayBoth(differing, context.plans);
  }
  const names = quotedAlternatives(question.text);
  const ranges = names.length > 0 ? [] : claimedRanges(question.text);
  if (names.length + ranges.length < 2) return undefined;
  const { evidence } = await lookUp(question, context, planIds);
  const units = evidence
    .flatMap((each) => each.units)
    .filter(({ unit }) => planIds.includes(unit.passage.planId))
    .sort((a, b) => b.score - a.score);
  const differing =
    names.length > 0
      ? names.map((name) => sentenceWith(name, names, units))
      : await Promise.all(ranges.map((range) => figureWithin(range, question, planIds, units, context)));
  const found = differing.filter((each) => each !== undefined);
  if (found.length < 2 || new Set(found.map(({ statement }) => statement.text)).size < found.length) return undefined;
  const onePlan = new Set(found.map(({ planId }) => planId)).size === 1;
  return [
    { text: onePlan ? '同一份规划前后说法不一致：' : '两份规划的说法不一致：', passages: [] },
    ...found.map(({ planId, statement }): Statement => {
      const plan = context.plans.find(({ id }) => id === planId);
      const title = plan?.title ?? '';
      const place = title.includes(shortPlace(plan?.region ?? '')) ? '' : (plan?.region ?? '');
      const section = statement.passages[0]?.section.at(-1)?.slice(0, 24) ?? '';
      const where = !onePlan ? `${place}《${title}》` : section;
      return { ...statement, text: `- ${where}：${statement.text}` };
    }),
  ];
}

async function textAndTable(
  question: Question,
  planIds: readonly string[],
  context: AnswerContext,
): Promise<readonly Differing[] | undefined> {
  const bare = context.read(question.text.replace(WHERE_WRITTEN, ' '));
  const asked: Question = { ...bare, intent: { ...bare.intent, kind: 'figure', aspect: question.intent.aspect } };
  return askedIndicators(asked).length === 0 ? undefined : await differingRecords(asked, planIds, true, context);
}

/** “甲”还是“乙”: names in quotes of which one or the other is meant. */
function quotedAlternatives(text: string): readonly string[] {
  const match = /“([^”]{2,24})”[^。？“”]{0,6}(?:还是|或者?是?|和|跟|与|、)[^。？“”]{0,6}“([^”]{2,24})”/u.exec(text);
  const wonders = /还是|到底|哪个|统一|一致|一样|不同|对不上|出入/u.test(text);
  return match?.[1] !== undefined && match[2] !== undefined && wonders ? [match[1], match[2]] : [];
}

interface Range {
  readonly from: number;
  readonly to: number;
}

const VAGUE_FIGURE = /(?<digit>[一二两三四五六七八九]|\d{1,4})(?<scale>[十百千万])?多(?!少|久|大|长|高)/gu;

/** “有人说两百多有人说五百多”, “40项还是41项”: figures of which one or the other is meant. */
function claimedRanges(text: string): readonly Range[] {
  const exact = /(\d[\d.]*)(?:[^\d，。？]{0,4})还是(?:说|是)?(\d[\d.]*)/u.exec(text);
  if (exact) return [exact[1], exact[2]].map((digits) => ({ from: Number(digits), to: Number(digits) }));
  if (!/有(?:的|人|地方)|还是|到底|究竟|一会儿/u.test(text)) return [];
  return [...text.matchAll(VAGUE_FIGURE)].map(({ groups }): Range => {
    const written = groups?.['digit'] ?? '';
    const digit = parseHanNumeral(written) ?? Number(written);
    const { scale } = groups ?? {};
    // 200多 is of hundreds.
    if (scale === undefined) return { from: digit, to: digit + 10 ** (/0*$/u.exec(written)?.[0].length ?? 0) };
    const unit = scale === '万' ? 10_000 : (parseHanNumeral(scale) ?? 1);
    return { from: digit * unit, to: (digit + 1) * unit };
  });
}

/** The best sentence that has a name, and not the other inside a longer one. */
function sentenceWith(name: string, names: readonly string[], units: readonly ScoredUnit[]): Differing | undefined {
  const longer = names.filter((other) => other !== name && other.includes(name));
  const scored = units.find(
    ({ unit }) => unit.text.includes(name) && !longer.some((other) => unit.text.includes(other)),
  );
  if (!scored) return undefined;
  const { unit } = scored;
  const at = unit.text.indexOf(name);
  const clause = Math.max(
    0,
    unit.clauses.findIndex(({ start, end }) => at >= start && at < end),
  );
  const { text } = windowAround(unit, [clause], LINE_LIMIT);
  return { planId: unit.passage.planId, statement: { text, passages: [unit.passage] } };
}

/** A record of what is asked, or else a sentence on it, whose figure lies within a range. */
async function figureWithin(
  { from, to }: Range,
  question: Question,
  planIds: readonly string[],
  units: readonly ScoredUnit[],
  context: AnswerContext,
): Promise<Differing | undefined> {
  const within = (value: number | undefined): boolean =>
    value !== undefined && (from === to ? value === from : value >= from && value < to);
  const [asked] = askedIndicators(question);
  const isAsked = (record: IndicatorRecord): boolean => {
    if (!within(record.value) || record.kind === 'growth') return false;
    const years = yearsOf(record.time);
    if (question.times.length > 0 && !question.times.some((span) => span.to === years?.to)) return false;
    if (asked !== undefined && (record.canonical === asked.name || wholeName(record) === asked.name)) return true;
    const name = matchText(`${record.indicator} ${record.canonical ?? ''}`);
    const terms = question.terms.filter(({ surface }) => !/\d|[十百千万]?多/u.test(surface));
    const had = terms.filter((term) => matchTerm(term, name) === 1).length;
    return had >= Math.max(1, terms.length * NAMED);
  };
  const record = (await context.store.records({ planIds })).find(isAsked);
  const [passage] = record ? await context.store.passages([record.passageId]) : [];
  const statement = record && passage && stateRecord(record, passage, question, LINE_LIMIT);
  if (record && statement) return { planId: record.planId, statement };
  const scored = units.find(
    ({ unit, coverage }) =>
      coverage >= SPEAKS && unit.passage.kind !== 'row' && unit.figures.some(({ value }) => within(value)),
  );
  const figure = scored?.unit.figures.find(({ value, isYear }) => !isYear && within(value));
  if (!scored || !figure) return undefined;
  const clause = Math.max(
    0,
    scored.unit.clauses.findIndex(({ start, end }) => figure.start >= start && figure.start < end),
  );
  const { text } = windowAround(scored.unit, [clause], LINE_LIMIT);
  const { passage: of } = scored.unit;
  return { planId: of.planId, statement: { text: emphasise(text, figure), passages: [of] } };
}
