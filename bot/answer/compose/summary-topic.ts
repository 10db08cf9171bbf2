import { readMark } from '../../../corpus/headings.ts';
import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { listSections } from './list.ts';
import { isWithin, nameOf, sharedRuns } from './sections.ts';
import { alsoOnTopic } from './summary-elsewhere.ts';
import { sumUp, sumUpAll } from './summary-points.ts';
import type { SummaryWish } from './summary-wish.ts';
import type { TopicSection } from './topic-section.ts';

/** A section of another plan that fits nearly as well is summed up too, in the room that is left. */
const AS_WELL = 0.85;
const SECOND_LIMIT = 700;
/** A section that has the rest of the topic in its heading counts from here. */
const BESIDE = 0.4;
/** So many sub-headings of one section that fit so nearly alike are summed up together. */
const FAMILY = 3;
const ALIKE = 0.93;

/** A request to sum up, as it was read. */
export interface Request {
  readonly question: Question;
  readonly wish: SummaryWish;
  readonly context: AnswerContext;
}

/** The section on the topic, what another plan says in one that fits nearly as well, and what is said of it elsewhere. */
export async function sumUpTopic(
  best: TopicSection,
  rest: readonly TopicSection[],
  { question, wish, context }: Request,
): Promise<readonly Statement[]> {
  if (wish.isNamesOnly && best.children.length >= 2) return listSections(best.children, context);
  const sections = await context.store.sections(best.section.planId);
  const family = familyOf(best, rest);
  if (family.length >= FAMILY) return sumUpAll(inOrder(family, sections), wish, context);
  const beside = besideIt(best, rest);
  if (beside) {
    return sumUpAll(inOrder([best, beside], sections), wish, context);
  }
  const box = boxBehind(best, sections);
  const own = [
    ...(await sumUp(best.section, wish, context)),
    ...(box ? await sumUp(box, { ...wish, limit: Math.min(wish.limit, SECOND_LIMIT) }, context) : []),
  ];
  const other = rest.find(
    ({ section, score }) =>
      section.planId !== best.section.planId &&
      score >= best.score * AS_WELL &&
      context.plans.some(({ id, status }) => id === section.planId && status !== 'draft'),
  );
  const also = await alsoOnTopic(best.section, question, context);
  if (!other) return [...own, ...also];
  const second = await sumUp(other.section, { ...wish, limit: Math.min(wish.limit, SECOND_LIMIT) }, context);
  return [...own, ...also, ...second.map((point) => ofPlan(point, other.section, context))];
}

/** Sub-headings of one section that fit about as well are meant all together: 容量, 质量, 吸力. */
function familyOf(best: TopicSection, topics: readonly TopicSection[]): readonly TopicSection[] {
  const parentOf = ({ section: { planId, path } }: TopicSection): string => [planId, ...path.slice(0, -1)].join('\n');
  return best.section.path.length < 2
    ? []
    : topics.filter((topic) => parentOf(topic) === parentOf(best) && topic.score >= best.score * ALIKE).slice(0, 6);
}

/** “人才引进和投融资”: the section of the same plan whose heading has the words that the best one lacks. */
function besideIt(
  { section: { planId, path }, lacking }: TopicSection,
  topics: readonly TopicSection[],
): TopicSection | undefined {
  if (lacking.length === 0) return undefined;
  return topics.find(({ section, score }) => {
    const heading = matchText(section.path.at(-1) ?? '');
    const nested = isWithin(section.path, path) || isWithin(path, section.path);
    return (
      section.planId === planId && !nested && score >= BESIDE && lacking.every((term) => matchTerm(term, heading) === 1)
    );
  });
}

/** The box that stands right behind a section without sub-headings and has its subject in its name. */
function boxBehind({ section, children }: TopicSection, sections: readonly Section[]): Section | undefined {
  if (children.length > 0) return undefined;
  const at = sections.findIndex(({ path }) => path.join('\n') === section.path.join('\n'));
  const next = sections[at + 1];
  const isBox = next && readMark(next.path.at(-1) ?? '')?.style === 'box' && next.path.length === section.path.length;
  return isBox && sharedRuns(nameOf(section), next.path.at(-1) ?? '') >= 4 ? next : undefined;
}

function inOrder(topics: readonly TopicSection[], sections: readonly Section[]): readonly Section[] {
  return sections.filter(({ path }) => topics.some(({ section }) => section.path.join('\n') === path.join('\n')));
}

/** Says of which plan a point is that is not of the one summed up. */
function ofPlan(point: Statement, { planId }: Section, { plans }: AnswerContext): Statement {
  const title = plans.find(({ id }) => id === planId)?.title ?? '';
  return { ...point, text: `${point.text.replace(/。$/u, '')}（《${title}》）` };
}
