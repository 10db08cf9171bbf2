import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { findBySide } from './find-side.ts';
import { likelyPlaces, namesPlans } from './several.ts';
import { everyPlace } from './sides.ts';

/** Asks to bring together what is said of something: what is gathered is a line for each place, not the points of one text. */
const GATHERING =
  /(?:请|帮我|帮忙|给我|麻烦)?(?:汇总|归拢|归总|归纳|梳理|整理|概括|总结|介绍|捋|理|串|拢)(?:一?[下番]|一[捋理串拢]|归纳|梳理|出来|起来|到一起)?/gu;

/** Least weight of a word that says what is asked about, as a share of the heaviest. */
const TELLING = 0.6;

/**
 * What is to be summed up and names neither a place nor a plan: a line for each place that speaks of it. Undefined when it
 * names one, or fewer than two places speak of it.
 */
export async function composeGathered(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  if (question.intent.kind !== 'summary' || namesPlans(question)) return undefined;
  const asked = context.read(question.text.replace(GATHERING, ' '));
  const weights = await termWeights(context.store, asked);
  const heaviest = Math.max(...weights);
  const telling = asked.terms.filter(
    ({ surface }, at) => surface.length > 1 && (weights[at] ?? 0) >= heaviest * TELLING,
  );
  const places = likelyPlaces(everyPlace(asked, context), await lookUp(asked, context));
  const speaking = (await findBySide(places, context)).filter(
    ({ statement, found }) =>
      statement &&
      telling.some(
        (term) =>
          matchTerm(term, matchText(`${statement.text} ${found.best?.unit.passage.section.at(-1) ?? ''}`)) === 1,
      ),
  );
  if (speaking.length < 2) return undefined;
  return speaking.flatMap(({ place, statement }): readonly Statement[] =>
    statement ? [{ ...statement, text: `- **${shortPlace(place)}**：${statement.text}` }] : [],
  );
}
