import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { findShaped, shapeOf, stateShaped } from './answer-shape.ts';
import { keptToTopic } from './kept-to-topic.ts';
import { missesIndicator } from './misses-indicator.ts';
import { FIGURE_LIMIT, sayFound, topicOf } from './say-side.ts';
import { asksShortcomings, findShortcomings } from './shortcomings.ts';
import { lookUpSide } from './side-look-up.ts';
import { findRecords } from './side-records.ts';
import type { Side } from './sides.ts';

/** Longest quoted run in a line of a comparison, in characters: room for all lines, and the most for one. */
const LINES_LIMIT = 600;
const LINE_LIMIT = 260;

/** What one place's or plan's texts say on the question. */
export interface PlaceFinding {
  readonly place: string;
  readonly found: Found;
  /** The records that state it, when it is an indicator. */
  readonly records: readonly IndicatorRecord[];
  /** The line without its heading; undefined when the plans are silent. */
  readonly statement: Statement | undefined;
  /** The plans speak of it and do not give the figure that is asked for. */
  readonly withoutValue?: boolean;
}

/** Looks up what is asked of each side, one after another. */
export async function findBySide(sides: readonly Side[], context: AnswerContext): Promise<readonly PlaceFinding[]> {
  const findings: PlaceFinding[] = [];
  const limit = Math.min(LINE_LIMIT, Math.floor(LINES_LIMIT / Math.max(1, sides.length)));
  for (const side of sides) findings.push(await findSide(side, limit, context));
  return keptToTopic(sides, await withOneKind(sides, findings, limit, context), limit, context);
}

/** What one plan has reached is not to be set against what another aims at, where it says what it has reached, or aims at, too. */
async function withOneKind(
  sides: readonly Side[],
  findings: readonly PlaceFinding[],
  limit: number,
  context: AnswerContext,
): Promise<readonly PlaceFinding[]> {
  let same = findings;
  for (const aspect of ['result', 'target'] as const) {
    const kinds = new Set(same.flatMap(({ records }) => records.slice(0, 1).map(isReached)));
    if (kinds.size < 2) return same;
    const next: PlaceFinding[] = [];
    for (const [index, side] of sides.entries()) {
      const finding = same[index];
      const [record] = finding?.records ?? [];
      const open = side.question.intent.aspect === 'either' && side.question.times.length === 0;
      const other = record !== undefined && isReached(record) !== (aspect === 'result');
      const intent = { ...side.question.intent, aspect };
      const again =
        open && other ? await findSide({ ...side, question: { ...side.question, intent } }, limit, context) : undefined;
      const found = again?.records.length ? again : finding;
      if (found) next.push(found);
    }
    same = next;
  }
  return same;
}

function isReached({ kind }: IndicatorRecord): boolean {
  return kind === 'achieved';
}

async function findSide(side: Side, limit: number, context: AnswerContext): Promise<PlaceFinding> {
  const place = side.label;
  if (side.planIds.length === 0) {
    const found: Found = { question: side.question, evidence: [], best: undefined, shortfall: 'other-place' };
    return { place, found, records: [], statement: undefined };
  }
  const found = await lookUpSide(side, context);
  const stated = await findRecords(side, context);
  if (stated) {
    const { unit, clause } = stated;
    // Known to answer, whatever the search thinks of it.
    const matched = new Set(side.question.terms.keys());
    const best = found.best && unit && { ...found.best, unit, clause, matched, coverage: 1, support: 1 };
    return {
      place,
      found: best ? { ...found, best, shortfall: undefined } : found,
      records: stated.records,
      statement: stated.statement,
    };
  }
  if (asksShortcomings(side.asking)) {
    const statement = await findShortcomings(side, limit, context);
    return { place, found: { ...found, shortfall: statement ? undefined : 'off-topic' }, records: [], statement };
  }
  const shape = found.question.intent.kind === 'figure' ? undefined : shapeOf(side.asking);
  const shaped = shape && findShaped(found, shape, context);
  if (shaped) {
    const best = { ...shaped.scored, clause: shaped.clause };
    return {
      place,
      found: { ...found, best, shortfall: undefined },
      records: [],
      statement: stateShaped(best, shaped.clause, FIGURE_LIMIT),
    };
  }
  const answers = found.best && !found.shortfall && !missesIndicator(found.best, side.question);
  const spoken = answers ? found : await lookUpTopic(side, found, context);
  if (!spoken?.best)
    return {
      place,
      found: { ...found, shortfall: found.shortfall ?? 'off-topic' },
      records: [],
      statement: undefined,
    };
  const said = await sayFound(spoken, spoken.best, limit, context);
  const statement = withSilence(said, side);
  return { place, found: spoken, records: [], statement, ...(statement === said ? {} : { withoutValue: true }) };
}

/** Least share of the terms that a sentence on the topic has: the topic itself and little else, where people ask in many words. */
const ON_TOPIC = 0.2;

/** What a plan says of the thing asked about, where it does not say what is asked of it; undefined when it is silent. */
async function lookUpTopic(side: Side, found: Found, context: AnswerContext): Promise<Found | undefined> {
  const { question } = side;
  const topic = await topicOf(question, context);
  if (topic === undefined || topic.surface.length < 2) return undefined;
  const open: Question = { ...question, times: [], intent: { ...question.intent, kind: 'open', units: [] } };
  const again = found.shortfall === 'off-topic' ? found : await lookUp(open, context, side.planIds);
  const candidates = again.evidence
    .flatMap(({ units }) => units.slice(0, 2))
    .filter(({ unit }) => side.planIds.includes(unit.passage.planId) && unit.passage.kind !== 'row')
    .filter((scored) => !missesIndicator(scored, question));
  const best = candidates.find(({ unit }) => {
    const text = matchText(`${unit.text} ${unit.passage.section.at(-1) ?? ''}`);
    const share = question.terms.filter((term) => matchTerm(term, text) > 0.4).length / question.terms.length;
    return share >= ON_TOPIC && matchTerm(topic, matchText(unit.text)) === 1;
  });
  return best && { ...again, question: open, best, shortfall: undefined };
}

/** Says what a line leaves open of what is asked: a figure, or a number of years. */
function withSilence(statement: Statement, { asking, question }: Side): Statement {
  const years = /年限|几年|多少年|多久|期限/u.test(asking);
  const wanted =
    years || question.intent.kind === 'figure' || /数量(?:目标|指标)|有没有(?:具体)?(?:数|指标)/u.test(asking);
  const plain = statement.text.replace(/(?:19|20)\d{2}年?|“?十[一二三四五六]?五”?/gu, '');
  const said = years
    ? /[\d一二三五十]年/u.test(plain)
    : /\d|[一二三四五六七八九十两百][大个项条级类家所名座支]/u.test(plain);
  if (!wanted || said) return statement;
  return { ...statement, text: `${statement.text.replace(/[。；，]$/u, '')}（未写明${years ? '年限' : '具体数值'}）` };
}
