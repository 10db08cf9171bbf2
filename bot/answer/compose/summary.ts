import { bareText } from '../../../corpus/characters.ts';
import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { Statement } from '../draft.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { windowAround } from '../window.ts';
import { childrenOf, headingMatch, nameOf } from './sections.ts';

/** Points of a summary, and how long each may be, in characters. */
const POINTS = 12;
const POINT_LIMIT = 150;
/** A heading this well matched is the section that is to be summed up. */
const SECTION_MATCH = 0.6;

/** A short summary: the section that the question names, point by point; else the sentences that fit best, in order. */
export async function composeSummary(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const section = await namedSection(question, context);
  if (section) {
    const points = await sumUp(section, context);
    if (points.length >= 2) return points;
  }
  const found = await lookUp(question, context, question.planIds);
  if (!found.best || found.shortfall === 'other-place' || found.shortfall === 'nothing') return undefined;
  const top = found.evidence[0]?.score ?? 0;
  const units = found.evidence
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
    );
  return units.map((scored): Statement => ({
    text: `- ${windowAround(scored.unit, [scored.clause], POINT_LIMIT, { wants: () => true }).text}`,
    passages: [scored.unit.passage],
  }));
}

async function namedSection(question: Question, context: AnswerContext): Promise<Section | undefined> {
  const planIds = question.planIds ?? context.plans.map((plan) => plan.id);
  const quoted = [...question.text.matchAll(/“([^”]{4,40})”/gu)].map((match) => bareText(match[1] ?? ''));
  for (const planId of quoted.length > 0 ? planIds : []) {
    const named = (await context.store.sections(planId)).find((section) =>
      quoted.some((name) => bareText(section.path.at(-1) ?? '').endsWith(name)),
    );
    if (named) return named;
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
  return best && best.match >= SECTION_MATCH ? best.section : undefined;
}

/** The section's sub-headings with their first sentence that says something, or its own sentences. */
async function sumUp(section: Section, context: AnswerContext): Promise<readonly Statement[]> {
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
      for (const unit of units.slice(0, children.length > 6 ? 1 : 3))
        statements.push({
          text: point(unit === units[0] ? name : '', windowAround(unit, [0], POINT_LIMIT, { wants: () => true }).text),
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
      text: point('', windowAround(unit, [0], POINT_LIMIT, { wants: () => true }).text),
      passages: [unit.passage],
    }));
}
