import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { windowAround } from '../window.ts';
import { quotedSections } from './quoted-sections.ts';
import { isWithin, sharedRuns } from './sections.ts';
import { asksShortcomings, listShortcomings } from './shortcomings.ts';
import { sidesOf } from './sides.ts';
import { sumUpAll } from './summary-points.ts';
import { sumUpTopic } from './summary-topic.ts';
import { readWish } from './summary-wish.ts';
import { topicSections } from './topic-section.ts';

/** Sentences of a summary that no section is on the topic of, and how long each may be, in characters. */
const SENTENCES = 12;
const SENTENCE_LIMIT = 200;
/** A section that fits as well is summed up. */
const ON_TOPIC = 0.62;
/** The same for one that has the sentence which the search puts first. */
const HOLDS_BEST = 0.4;
/** The same for one that is of the kind asked for (成绩, 保障措施), where no topic is named. */
const OF_KIND = 0.3;
/** A topic of which no section has so much is in no plan. */
const MENTIONED = 0.35;
/** What a plan finds wanting, in characters. */
const WANTING_LIMIT = 1000;

/** A short summary: the sections that the question names, point by point; else the one on its topic, or the sentences that fit best. */
export async function composeSummary(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  // “各地……汇总”: a line for each place.
  if (question.places.length === 0 && sidesOf(question, context).length >= 2) return undefined;
  const asked = withTitle(question, context);
  const wish = readWish(asked.text);
  const wanting = await whatIsWanting(asked, context);
  if (wanting.length > 0) return wanting;
  const quoted = await quotedSections(asked, context);
  if (quoted.length > 0) {
    const points = await sumUpAll(quoted, wish, context);
    if (points.length >= 2) return points;
  }
  const found = await lookUp(asked, context, asked.planIds);
  if (found.shortfall === 'other-place') return undefined;
  const topics = await topicSections(found, context);
  const [first] = topics;
  const best =
    first && first.cover === 1 && first.score >= OF_KIND
      ? first
      : topics.find(({ section, score }) => score >= ON_TOPIC || (score >= HOLDS_BEST && holdsBest(section, found)));
  // No plan asked about speaks of it.
  if (!best && topics.every(({ cover }) => cover < MENTIONED)) return undefined;
  if (best) {
    const points = await sumUpTopic(best, topics, { question: asked, wish, context });
    if (points.length > 0) return points;
  }
  return found.best && found.shortfall !== 'nothing' ? sentencesOf(found) : undefined;
}

/** Whether the sentence that the search puts first stands under a heading. */
function holdsBest({ planId, path }: Section, { best }: Found): boolean {
  const passage = best?.unit.passage;
  return passage?.planId === planId && isWithin(passage.section, path);
}

/** “有哪些短板”: what the plan itself finds wanting. */
async function whatIsWanting(question: Question, context: AnswerContext): Promise<readonly Statement[]> {
  if (!asksShortcomings(question.text)) return [];
  const planIds = question.planIds ?? context.plans.map(({ id }) => id);
  const side = { label: '', place: '', planIds, question, asking: question.text, own: question.content };
  return listShortcomings(side, WANTING_LIMIT, context);
}

/** “某省社会发展科创的目标”: the plan whose title has those words, where 规划 is left out. */
function withTitle(question: Question, context: AnswerContext): Question {
  if (question.titledPlans || (question.planIds?.length ?? 2) < 2) return question;
  const titled = context.read(question.text.replace(/(?<=\p{Script=Han}{4})(?:的|这|里|中(?!心)|，|,)/u, '规划$&'));
  const title = context.plans.find(({ id }) => id === titled.titledPlans?.[0])?.title ?? '';
  return titled.titledPlans?.length === 1 && namesSubject(question.text, title)
    ? { ...question, planIds: titled.titledPlans, titledPlans: titled.titledPlans, terms: titled.terms }
    : question;
}

/** Whether a text has four and more characters of what a title names beside its place, 科技创新 and the period. */
function namesSubject(text: string, title: string): boolean {
  const subject = title.replace(/^.*?[省市县]|科技创新|“?十.?五”?|发展|规划/gu, ' ');
  return subject.split(/\s+/u).some((name) => name.length >= 4 && sharedRuns(name.slice(0, 4), text) === 4);
}

/** The sentences that fit best, in the order of the plans. */
function sentencesOf(found: Found): readonly Statement[] {
  const top = found.evidence[0]?.score ?? 0;
  return found.evidence
    .slice(0, 14)
    .filter((evidence) => evidence.score >= top * 0.5)
    .flatMap((evidence) => evidence.units.filter((scored) => scored.unit.text.length > 14).slice(0, 3))
    .sort((a, b) => b.score - a.score)
    .slice(0, SENTENCES)
    .sort(
      (a, b) =>
        a.unit.passage.planId.localeCompare(b.unit.passage.planId) ||
        a.unit.passage.order - b.unit.passage.order ||
        a.unit.span.start - b.unit.span.start,
    )
    .map((scored): Statement => ({
      text: `- ${windowAround(scored.unit, [scored.clause], SENTENCE_LIMIT, { wants: () => true }).text}`,
      passages: [scored.unit.passage],
    }));
}
