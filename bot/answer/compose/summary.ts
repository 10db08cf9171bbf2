import { bareText } from '../../../corpus/characters.ts';
import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { windowAround } from '../window.ts';
import { childrenOf, headingMatch, nameOf } from './sections.ts';

/** Points of a summary, and how long each may be, in characters. */
const POINTS = 12;
const POINT_LIMIT = 200;
/** A heading this well matched is the section that is to be summed up. */
const SECTION_MATCH = 0.6;

/** Asks for what can be counted. */
const WANTS_FIGURES = /量化|数字|数据|硬指标|具体指标|指标数|带数|多少/u;

/** A short summary: the sections that the question names, point by point; else the one that fits best, or the sentences. */
export async function composeSummary(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const asked = withTitle(question, context);
  const named = await namedSections(asked, context);
  const points = await sumUpAll(named, asked, context);
  if (points.length >= 2) return points;
  const found = await lookUp(asked, context, asked.planIds);
  if (!found.best || found.shortfall === 'other-place' || found.shortfall === 'nothing') return undefined;
  const { planId, section } = found.best.unit.passage;
  const around = (await context.store.sections(planId)).find(({ path }) => path.join('\n') === section.join('\n'));
  const own = around ? await sumUpAll([around], asked, context) : [];
  const ofFound = sentencesOf(found);
  const counted = WANTS_FIGURES.test(question.text) && own.length > 0 && own.every(({ text }) => /\d/u.test(text));
  return counted || own.length >= ofFound.length ? own : ofFound;
}

/** “某省社会发展科创的目标”: the plan whose title has those words, where 规划 is left out. */
function withTitle(question: Question, context: AnswerContext): Question {
  if (question.titledPlans || (question.planIds?.length ?? 2) < 2) return question;
  const titled = context.read(question.text.replace(/(?<=\p{Script=Han}{4})(?:的|这|里|中|，|,)/u, '规划$&'));
  return titled.titledPlans?.length === 1
    ? { ...question, planIds: titled.titledPlans, titledPlans: titled.titledPlans, terms: titled.terms }
    : question;
}

/** The sentences that fit best, in the order of the plans. */
function sentencesOf(found: Found): readonly Statement[] {
  const top = found.evidence[0]?.score ?? 0;
  return found.evidence
    .slice(0, 14)
    .filter((evidence) => evidence.score >= top * 0.5)
    .flatMap((evidence) => evidence.units.filter((scored) => scored.unit.text.length > 14).slice(0, 3))
    .sort((a, b) => b.score - a.score)
    .slice(0, POINTS)
    .sort(
      (a, b) =>
        a.unit.passage.planId.localeCompare(b.unit.passage.planId) ||
        a.unit.passage.order - b.unit.passage.order ||
        a.unit.span.start - b.unit.span.start,
    )
    .map((scored): Statement => ({
      text: `- ${windowAround(scored.unit, [scored.clause], POINT_LIMIT, { wants: () => true }).text}`,
      passages: [scored.unit.passage],
    }));
}

/** The section whose heading the question quotes, all of them where several have the name, or the one it matches best. */
async function namedSections(question: Question, context: AnswerContext): Promise<readonly Section[]> {
  const planIds = question.planIds ?? context.plans.map((plan) => plan.id);
  const quoted = [...question.text.matchAll(/“([^”]{4,40})”/gu)].map((match) => bareText(match[1] ?? ''));
  for (const planId of quoted.length > 0 ? planIds : []) {
    const having = (await context.store.sections(planId)).filter((section) =>
      quoted.some((name) => bareText(section.path.at(-1) ?? '').includes(name)),
    );
    if (having.length > 0) return together(having, question);
  }
  const weights = await termWeights(context.store, question);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let best: { section: Section; match: number } | undefined;
  for (const planId of planIds) {
    for (const section of await context.store.sections(planId)) {
      const match = headingMatch(question, weights, total, section, []);
      if (!best || match > best.match) best = { section, match };
    }
  }
  return best && best.match >= SECTION_MATCH ? [best.section] : [];
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

/** The points of several sections, those with figures where that is what is asked for. */
async function sumUpAll(
  sections: readonly Section[],
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  for (const section of sections) {
    const points = await sumUp(section, context, WANTS_FIGURES.test(question.text));
    statements.push(...(sections.length > 1 ? withName(nameOf(section), points) : points));
  }
  const counted = WANTS_FIGURES.test(question.text) ? statements.filter(({ text }) => /\d/u.test(text)) : [];
  return (counted.length > 0 ? counted : statements).slice(0, POINTS);
}

function withName(name: string, [first, ...rest]: readonly Statement[]): readonly Statement[] {
  if (!first) return [];
  const text = first.text.includes(name) ? first.text : first.text.replace(/^- /u, `- **${name}**：`);
  return [{ ...first, text }, ...rest];
}

/** The section's sub-headings with their first sentence that says something, or its own sentences. */
async function sumUp(section: Section, context: AnswerContext, figures: boolean): Promise<readonly Statement[]> {
  const children = childrenOf(section, await context.store.sections(section.planId));
  const point = (name: string, text: string): string =>
    `- ${name === '' || text.startsWith(name) ? '' : `**${name}**：`}${text}`;
  if (children.length >= 2) {
    const statements: Statement[] = [];
    for (const child of children.slice(0, POINTS)) {
      const passages = await context.store.sectionPassages(child.planId, child.path);
      const name = nameOf(child);
      const units = passages
        .flatMap((passage) => readUnits(passage))
        .filter((unit) => unit.text.replace(/[。：]/gu, '').length > name.length + 8);
      for (const unit of units.slice(0, Math.max(1, Math.floor(POINTS / children.length))))
        statements.push({
          text: point(unit === units[0] ? name : '', shortened(unit, figures)),
          passages: [unit.passage],
        });
    }
    return statements;
  }
  const passages = await context.store.sectionPassages(section.planId, section.path);
  return passages
    .flatMap((passage) => readUnits(passage))
    .filter((unit) => unit.text.length > 14)
    .slice(0, POINTS)
    .map((unit): Statement => ({
      text: point('', shortened(unit, figures)),
      passages: [unit.passage],
    }));
}

/** A sentence, or as much of it as fits around what is asked for: from its first figure to its last, or from its head. */
function shortened(unit: Unit, figures: boolean): string {
  const stated = figures
    ? unit.clauses.flatMap(({ start, end }, index) =>
        unit.figures.some((figure) => figure.start >= start && figure.start < end) ? [index] : [],
      )
    : [];
  const core = stated.length > 0 ? stated : [0];
  return windowAround(unit, core, POINT_LIMIT, { wants: () => true }).text;
}
