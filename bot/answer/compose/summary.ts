import { bareText } from '../../../corpus/characters.ts';
import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { windowAround } from '../window.ts';
import { listSections } from './list.ts';
import { childrenOf, nameOf, sharedRuns } from './sections.ts';
import { asksShortcomings, findShortcomings } from './shortcomings.ts';
import { sidesOf } from './sides.ts';
import { alsoOnTopic } from './summary-elsewhere.ts';
import { sumUp } from './summary-points.ts';
import { readWish, type SummaryWish } from './summary-wish.ts';
import { topicSections, type TopicSection } from './topic-section.ts';

/** Sentences of a summary that no section is on the topic of, and how long each may be, in characters. */
const SENTENCES = 12;
const SENTENCE_LIMIT = 200;
/** A section that fits as well is summed up. */
const ON_TOPIC = 0.62;
/** The same for one that has the sentence which the search puts first. */
const HOLDS_BEST = 0.4;
/** A section of another plan that fits nearly as well is summed up too, in the room that is left. */
const AS_WELL = 0.85;
const SECOND_LIMIT = 700;
/** What a plan finds wanting, in characters. */
const WANTING_LIMIT = 700;

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
  if (wanting) return [wanting];
  const quoted = await quotedSections(asked, context);
  if (quoted.length > 0) {
    const points = await sumUpAll(quoted, wish, context);
    if (points.length >= 2) return points;
  }
  const found = await lookUp(asked, context, asked.planIds);
  if (found.shortfall === 'other-place') return undefined;
  const topics = await topicSections(found, context);
  const best = topics.find(
    ({ section, score }) => score >= ON_TOPIC || (score >= HOLDS_BEST && holdsBest(section, found)),
  );
  if (best) {
    const points = await ofTopic(best, topics, { question: asked, wish, context });
    if (points.length > 0) return points;
  }
  return found.best && found.shortfall !== 'nothing' ? sentencesOf(found) : undefined;
}

/** Whether the sentence that the search puts first stands under a heading. */
function holdsBest({ planId, path }: Section, { best }: Found): boolean {
  const passage = best?.unit.passage;
  return passage?.planId === planId && path.every((name, at) => passage.section[at] === name);
}

interface Request {
  readonly question: Question;
  readonly wish: SummaryWish;
  readonly context: AnswerContext;
}

/** The section on the topic, what another plan says in one that fits nearly as well, and what is said of it elsewhere. */
async function ofTopic(
  best: TopicSection,
  rest: readonly TopicSection[],
  { question, wish, context }: Request,
): Promise<readonly Statement[]> {
  if (wish.isNamesOnly && best.children.length >= 2) return listSections(best.children, context);
  const own = await sumUp(best.section, wish, context);
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

/** Says of which plan a point is that is not of the one summed up. */
function ofPlan(point: Statement, { planId }: Section, { plans }: AnswerContext): Statement {
  const title = plans.find(({ id }) => id === planId)?.title ?? '';
  return { ...point, text: `${point.text.replace(/。$/u, '')}（《${title}》）` };
}

/** “有哪些短板”: what the plan itself finds wanting. */
async function whatIsWanting(question: Question, context: AnswerContext): Promise<Statement | undefined> {
  if (!asksShortcomings(question.text)) return undefined;
  const planIds = question.planIds ?? context.plans.map(({ id }) => id);
  const side = { label: '', place: '', planIds, question, asking: question.text, own: question.content };
  return findShortcomings(side, WANTING_LIMIT, context);
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

/** The section whose heading the question quotes, or all of them where several have the name. */
async function quotedSections(question: Question, context: AnswerContext): Promise<readonly Section[]> {
  const quoted = [...question.text.matchAll(/“([^”]{4,40})”/gu)].map((match) => bareText(match[1] ?? ''));
  if (quoted.length === 0) return [];
  for (const planId of question.planIds ?? context.plans.map((plan) => plan.id)) {
    const having = (await context.store.sections(planId)).filter((section) =>
      quoted.some((name) => bareText(section.path.at(-1) ?? '').includes(name)),
    );
    if (having.length > 0) return together(having, question);
  }
  return [];
}

/** Of the sections with a name, those under one heading that have most of the question's other words: 容量, 质量, 吸力. */
function together(having: readonly Section[], question: Question): readonly Section[] {
  const families = new Map<string, Section[]>();
  for (const section of having) {
    const parent = section.path.slice(0, -1).join('\n');
    families.set(parent, [...(families.get(parent) ?? []), section]);
  }
  const worth = (family: readonly Section[]): number => {
    const said = matchText(family.map(({ path }) => path.at(-1) ?? '').join(' '));
    const depth = family[0]?.path.length ?? 0;
    return question.terms.filter((term) => matchTerm(term, said) > 0.4).length - depth * 0.1;
  };
  const [best = []] = [...families.values()].sort((a, b) => worth(b) - worth(a));
  return best.slice(0, 6);
}

/** The points of several sections, each under its name. */
async function sumUpAll(
  sections: readonly Section[],
  wish: SummaryWish,
  context: AnswerContext,
): Promise<readonly Statement[]> {
  const [only, ...others] = sections;
  if (only && others.length === 0 && wish.isNamesOnly) {
    const children = childrenOf(only, await context.store.sections(only.planId));
    if (children.length >= 2) return listSections(children, context);
  }
  const statements: Statement[] = [];
  for (const section of sections) {
    const points = await sumUp(section, { ...wish, limit: wish.limit / sections.length }, context);
    statements.push(...(sections.length > 1 ? withName(nameOf(section), points) : points));
  }
  return statements;
}

function withName(name: string, [first, ...rest]: readonly Statement[]): readonly Statement[] {
  if (!first) return [];
  const text = first.text.includes(name) ? first.text : first.text.replace(/^- /u, `- **${name}**：`);
  return [{ ...first, text }, ...rest];
}
