import type { Question } from '../../../retrieval/query/question.ts';
import { askingClauses } from '../asking-clauses.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { composeComputed } from './compute.ts';
import { withoutFigures } from './given-figures.ts';
import { AGAINST, SAYS_WHICH } from './operand-words.ts';
import { askedOperation } from './operation.ts';

/**
 * What several clauses of a question each ask to have worked out (“甲超额多少个？乙又差目标几家”): a line each. A later clause
 * takes over the place, the time and, where it names nothing, the subject of the one before. Undefined when there is only
 * one, when a clause asks for the same figures in another way (“多多少户，是几倍”), or when one cannot be worked out.
 */
export async function composeEachAsking(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const clauses = askingClauses(question.text);
  const [first = '', ...later] = clauses;
  if (later.length === 0 || !askedOperation(first)) return undefined;
  const texts = [first];
  for (const clause of later) {
    const next = inFull(clause, texts.at(-1) ?? '', question, context);
    if (next === undefined) return undefined;
    texts.push(next);
  }
  const statements: Statement[] = [];
  for (const text of texts) {
    const read = context.read(text);
    const [statement] = (await composeComputed({ ...read, planIds: read.planIds ?? question.planIds }, context)) ?? [];
    if (!statement || !/据原文(?:计算|倒推)/u.test(statement.text)) return undefined;
    statements.push({ ...statement, text: `- ${statement.text}` });
  }
  return new Set(statements.map(({ text }) => text)).size === statements.length ? statements : undefined;
}

/** Words of asking that a reading may take for something named. */
const ASKS = /^(?:又|还|占|百分之|几成|再|多多|多少|几倍|几个|目标|[多少高低大小])+/u;

/** A later clause with what it leaves to the one before; undefined where it asks for nothing else, or for nothing to be worked out. */
function inFull(clause: string, before: string, question: Question, context: AnswerContext): string | undefined {
  const { terms, times, places } = context.read(withoutFigures(clause));
  const named = terms.some(
    ({ surface, factor = 1 }) => factor === 1 && !SAYS_WHICH.test(surface) && !ASKS.test(surface),
  );
  const scene = sceneFor(clause, question, context);
  // “……增加多少？乙呢”: the same of another thing.
  const other = /^(?:那么?)?(?<name>[^，。？]{2,16}?)呢$/u.exec(clause)?.groups?.['name'];
  if (other !== undefined && named && times.length === 0) {
    const [subject, asked] = cutSubject(before, context);
    return subject === '' ? undefined : `${sceneFor(other, { ...question, times: [] }, context)}${other}${asked}`;
  }
  if (!askedOperation(clause)) return undefined;
  if (named) return `${scene}${clause}`;
  const [place] = places.filter(({ inName }) => !inName);
  // “合肥的又是宿州的几倍”
  if (place)
    return `${clause.slice(0, place.end)}的${nounOf(before, context)}${clause.slice(place.end).replace(/^的/u, '')}`;
  return times.length === 0 ? undefined : `${scene}${cutSubject(before, context)[0]}${clause}`;
}

/** What a clause speaks of, and the rest: its words up to a time or to what it is set against. */
function cutSubject(clause: string, context: AnswerContext): readonly [string, string] {
  const at = clause.search(new RegExp(AGAINST, 'u'));
  const time = context.read(clause).times[0]?.start ?? -1;
  const end = Math.min(...[at, time].filter((place) => place > 0));
  return Number.isFinite(end) ? [clause.slice(0, end).replace(/[，,。？?]$/u, ''), clause.slice(end)] : ['', clause];
}

/** The first thing that a clause names, without its place. */
function nounOf(clause: string, context: AnswerContext): string {
  return context.read(cutSubject(clause, context)[0]).content.trim().split(/\s+/u)[0] ?? '';
}

/** The place and the time of the whole question, where a clause has none of its own. */
function sceneFor(clause: string, { text, places, times }: Question, context: AnswerContext): string {
  const own = context.read(clause);
  const [place] = places.filter(({ inName }) => !inName);
  const [time] = times;
  const where = place && own.places.length === 0 ? `${text.slice(place.start, place.end)}的` : '';
  return `${where}${time && own.times.length === 0 ? text.slice(time.start, time.end) : ''}`;
}
