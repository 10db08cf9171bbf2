import type { PlanLevel } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Chosen } from './choose-points.ts';
import { nameOfHeading } from './candidates.ts';
import type { DraftRequest } from './request.ts';

/** Chosen points under one sub-heading. */
export interface OutlinedParagraph {
  readonly name: string;
  readonly chosen: readonly Chosen[];
}

/** A section of the draft before its sentences are verified and numbered. */
export interface OutlinedSection {
  readonly heading: string;
  readonly paragraphs: readonly OutlinedParagraph[];
}

const LEVELS: readonly PlanLevel[] = ['国家', '省', '市', '县', '未知'];
/** Of sentences that were found by their own words. */
const ELSEWHERE = '其他相关部署';
const GOALS = '主要目标';

/** Plans in the order of drafts: 国家, 省, 市, 县; of one level as given; drafts after what is in force. */
export function inOrderOfLevel(plans: readonly PlanSummary[]): readonly PlanSummary[] {
  const regions = [...new Set(plans.map(({ region }) => region))];
  const rank = (plan: PlanSummary): number =>
    LEVELS.indexOf(plan.level) * 10_000 + regions.indexOf(plan.region) * 10 + (plan.status === 'draft' ? 1 : 0);
  return [...plans].sort((a, b) => rank(a) - rank(b));
}

/** The name of the section that a plan's points go under. */
export function groupOfPlan(plan: PlanSummary, grouping: DraftRequest['grouping']): string {
  if (grouping === 'theme') return '';
  return grouping === 'place' && plan.region !== '' ? plan.region : `《${plan.title}》`;
}

/**
 * Sets chosen points under headings: by theme those of the plans themselves, by place or plan one a place or plan.
 * @param mostSections more sections by theme than this are set under those above them
 */
export function outlineOf(
  chosen: readonly Chosen[],
  request: DraftRequest,
  plans: readonly PlanSummary[],
  mostSections: number,
): readonly OutlinedSection[] {
  if (request.grouping === 'theme') return byTheme(chosen, mostSections);
  const groups = [...new Set(inOrderOfLevel(plans).map((plan) => groupOfPlan(plan, request.grouping)))];
  return groups.map((heading) => ({
    heading,
    paragraphs: paragraphsOf(
      chosen.filter(({ candidate }) => groupOfPlan(candidate.plan, request.grouping) === heading),
      (one) => nameOfHeading(one.candidate.passage.section.at(-1) ?? ''),
    ),
  }));
}

function byTheme(chosen: readonly Chosen[], most: number): readonly OutlinedSection[] {
  const deep = sectionsAt(chosen, 0);
  const sections = deep.length > most ? sectionsAt(chosen, 1) : deep;
  return [...sections].sort((a, b) => rankOf(a.heading) - rankOf(b.heading));
}

/** Aims first, what was found elsewhere last. */
function rankOf(heading: string): number {
  return heading === GOALS ? 0 : heading === ELSEWHERE ? 2 : 1;
}

/** @param outer how many levels further out than the first one that tells sections apart */
function sectionsAt(chosen: readonly Chosen[], outer: number): readonly OutlinedSection[] {
  const levels = new Map(
    [...new Set(chosen.map(({ candidate }) => candidate.plan.id))].map((planId) => [
      planId,
      Math.max(0, firstDistinctLevel(chosen.filter(({ candidate }) => candidate.plan.id === planId)) - outer),
    ]),
  );
  const headingOf = ({ candidate }: Chosen): string => {
    if (candidate.role === 'goal') return GOALS;
    if (!candidate.inTheme) return ELSEWHERE;
    const path = candidate.passage.section;
    return nameOfHeading(path[Math.min(levels.get(candidate.plan.id) ?? 0, path.length - 1)] ?? '') || GENERAL;
  };
  const headings = [...new Set(chosen.map(headingOf))];
  return headings.map((heading) => ({
    heading,
    paragraphs: paragraphsOf(
      chosen.filter((one) => headingOf(one) === heading),
      (one) => {
        const name = nameOfHeading(one.candidate.passage.section.at(-1) ?? '');
        return name === heading || (heading === GOALS && /目标$/u.test(name)) ? '' : name;
      },
    ),
  }));
}

/** Of text that stands before the first heading of a plan. */
const GENERAL = '总体情况';

/** The level of headings at which the tasks chosen of a plan first part. */
function firstDistinctLevel(chosen: readonly Chosen[]): number {
  const tasks = chosen.filter(({ candidate }) => candidate.inTheme && candidate.role !== 'goal');
  const paths = (tasks.length > 0 ? tasks : chosen).map(({ candidate }) => candidate.passage.section);
  const shortest = Math.min(...paths.map((path) => path.length));
  for (let level = 0; level < shortest; level += 1)
    if (new Set(paths.map((path) => path[level])).size > 1) return level;
  return shortest;
}

/** Neighbouring points with one name are a paragraph; those of a draft say so where others are in force. */
function paragraphsOf(chosen: readonly Chosen[], nameOf: (one: Chosen) => string): readonly OutlinedParagraph[] {
  const isMixed = chosen.some(({ candidate }) => candidate.plan.status !== 'draft');
  const paragraphs = new Map<string, { name: string; chosen: Chosen[] }>();
  for (const one of chosen) {
    const bare = nameOf(one);
    const name = isMixed && one.candidate.plan.status === 'draft' && bare !== '' ? `${bare}（征求意见稿）` : bare;
    const key = `${one.candidate.plan.id}\n${name}`;
    const known = paragraphs.get(key);
    if (known) known.chosen.push(one);
    else paragraphs.set(key, { name, chosen: [one] });
  }
  return [...paragraphs.values()];
}
