import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { shortfall } from '../shortfall.ts';
import type { Statement } from '../statement.ts';
import { composeFact } from './fact.ts';
import { findBySide } from './find-side.ts';
import { topicOf } from './say-side.ts';
import { likelyPlaces, namesPlans } from './several.ts';
import { withoutLeftOver } from './side-question.ts';
import { everyPlace } from './sides.ts';

/** Asks how plans deal with a topic, not for one fact. */
const ASKS_HOW =
  /(?:规划|各地|各家)[^，。？]{0,8}(?:怎么|如何|咋|有(?:什么|哪些|啥))|有(?:什么|哪些|啥)(?:安排|打算|举措|部署|做法|考虑|政策|动作)|(?:打算|准备|计划)(?:怎么|如何|咋)|(?:怎么|如何|咋)(?:安排|建|推进|布局|培养|发展|做|搞|抓|用|打造|部署|支持)/u;

/**
 * What the plans of each place say on a topic that a question opens without naming a place: a line for each that speaks of
 * it. Undefined when the question asks for one fact, or names a place or a plan, or no plan speaks of its topic.
 */
export async function composeTopicByPlace(
  question: Question,
  found: Found,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { kind, item } = question.intent;
  if (
    namesPlans(question) ||
    item !== undefined ||
    kind === 'figure' ||
    kind === 'summary' ||
    !ASKS_HOW.test(question.text)
  )
    return undefined;
  const bare: Question = { ...question, terms: withoutLeftOver(question.terms) };
  const topic = await topicOf(bare, context);
  if (topic === undefined || topic.surface.length < 2) return undefined;
  const findings = await findBySide(likelyPlaces(everyPlace(question, context), found), context);
  const speaking = findings.filter(
    ({ statement, found: own }) =>
      statement &&
      matchTerm(topic, matchText(`${statement.text} ${own.best?.unit.passage.section.at(-1) ?? ''}`)) === 1,
  );
  if (speaking.length < 2) return undefined;
  return speaking.flatMap(({ place, statement }): readonly Statement[] =>
    statement ? [{ ...statement, text: `- **${shortPlace(place)}**：${statement.text}` }] : [],
  );
}

/** A sentence of another place says as much of it when it has this share of the words, and fits this well beside the best. */
const SAYS_IT = 0.85;
const AS_WELL = 0.6;
/** Longest quoted run of each line, in characters: a fact is asked for. */
const FACT_LINE = 70;

/**
 * One fact that no place is named for and that the plans of several places state as fully: a short line for each. Undefined
 * when one place alone states it, or a number is asked for.
 */
export function composeFactByPlace(
  question: Question,
  { evidence, best, shortfall: missing }: Found,
  { plans }: AnswerContext,
): readonly Statement[] | undefined {
  const { kind, item } = question.intent;
  const single = item === undefined && (kind === 'open' || kind === 'name' || kind === 'yes-no');
  if (namesPlans(question) || !single || !best || missing || best.coverage < SAYS_IT) return undefined;
  const byPlace = new Map<string, ScoredUnit>();
  for (const { units } of evidence) {
    const [unit] = units;
    const place = unit && plans.find(({ id }) => id === unit.unit.passage.planId)?.region;
    const says =
      unit &&
      unit.coverage >= SAYS_IT &&
      unit.score >= best.score * AS_WELL &&
      shortfall(unit, question, plans) === undefined;
    if (place !== undefined && says && !byPlace.has(place)) byPlace.set(place, unit);
  }
  if (byPlace.size < 2) return undefined;
  return [...byPlace].map(([place, unit]) => {
    const fact = composeFact(unit, question, { limit: FACT_LINE });
    return { ...fact, text: `- **${shortPlace(place)}**：${fact.text}` };
  });
}
