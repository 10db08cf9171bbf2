import type { Passage } from '../../../corpus/types.ts';
import { splitSentences } from '../../../corpus/sentences.ts';
import { readMark } from '../../../corpus/headings.ts';
import { bareText } from '../../../corpus/characters.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { AnswerContext } from '../look-up.ts';
import { segmentsOf, type Segment } from './clauses.ts';
import { bestCoverage, type DraftRequest } from './request.ts';
import { roleOf, weightOf, type SectionRole } from './section-roles.ts';

/** A sentence that may go into a draft. */
export interface Candidate {
  readonly plan: PlanSummary;
  readonly passage: Passage;
  /** Position among all candidates of its plan. */
  readonly order: number;
  /** The sentence as it stands, without its heading. */
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly role: SectionRole;
  /** What its section weighs in the draft; above 0. */
  readonly weight: number;
  /** Share of the theme that the sentence itself says. */
  readonly coverage: number;
  /** Its section is one that the topic names; else the sentence was found by its own words. */
  readonly inTheme: boolean;
  /** How far its headings say the theme, 0 to 1; 1 where the whole plan is on it. */
  readonly fit: number;
}

/** A heading that says this share of a theme is a section on it. */
const SECTION_FIT = 0.62;
/** A title that says this share of a theme makes the whole plan one on it. */
const TITLE_FIT = 0.8;
/** A sentence outside such sections must say this share itself. */
const SENTENCE_FIT = 0.75;
/** Plans looked at where the topic names none. */
const MOST_PLANS = 8;
/** What a sentence outside the sections on the theme counts, against 1. */
const ELSEWHERE = 0.7;

/** What a draft is compiled from. */
export interface Material {
  /** Sentences that bear on the request, plan by plan, in the order of the plans' texts. */
  readonly candidates: readonly Candidate[];
  /** Plans that were read, those that say nothing included. */
  readonly plans: readonly PlanSummary[];
  /** Whether a passage stands in a section on the topic. */
  readonly isOnTheme: (passage: Passage) => boolean;
}

/** Reads the plans that a request is about. */
export async function gatherMaterial(request: DraftRequest, context: AnswerContext): Promise<Material> {
  const read = await plansToRead(request, context);
  const whole = new Set(read.filter((plan) => isAbout(plan, request)).map(({ id }) => id));
  // Where a place has a plan of its own on the theme, its other plans stand back.
  const plans = read.filter(
    (plan) => whole.has(plan.id) || !read.some((other) => other.region === plan.region && whole.has(other.id)),
  );
  const isOnTheme = themeReader(request, whole);
  const candidates: Candidate[] = [];
  for (const plan of plans) candidates.push(...(await candidatesOf(plan, whole, isOnTheme, request, context)));
  return { candidates, plans, isOnTheme };
}

/** Sections are read once, however many passages they have. */
function themeReader(request: DraftRequest, whole: ReadonlySet<string>): Material['isOnTheme'] {
  const fits = new Map<string, boolean>();
  return ({ planId, section }) => {
    if (request.quoted.length > 0) return section.some((heading) => namesQuoted(heading, request.quoted));
    if (whole.has(planId)) return true;
    const key = section.join('\n');
    const fit = fits.get(key) ?? fitOf(section, request) >= SECTION_FIT;
    fits.set(key, fit);
    return fit;
  };
}

async function plansToRead(request: DraftRequest, context: AnswerContext): Promise<readonly PlanSummary[]> {
  const plans = context.plans.filter((plan) => request.planIds.includes(plan.id));
  if (request.namesPlans || plans.length <= MOST_PLANS || request.themes.length === 0) return plans;
  const words = [...new Set(request.themes.flatMap(({ terms }) => terms.flatMap((term) => term.words)))];
  const found = await context.store.searchWords(words, { planIds: request.planIds }, 60);
  const passages = await context.store.passages(found.map(({ passageId }) => passageId));
  const scores = new Map<string, number>();
  for (const passage of passages) {
    const score = found.find(({ passageId }) => passageId === passage.id)?.score ?? 0;
    scores.set(passage.planId, (scores.get(passage.planId) ?? 0) + score);
  }
  const best = new Set(
    [...scores]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_PLANS)
      .map(([id]) => id),
  );
  return plans.filter((plan) => best.has(plan.id));
}

/** No theme: the topic is the plan itself. */
function isAbout(plan: PlanSummary, { themes }: DraftRequest): boolean {
  if (themes.length === 0) return true;
  const title = plan.title.replace(plan.region, '').replace(/“?十[三四五]五”?|规划|发展/gu, ' ');
  return bestCoverage(themes, title) >= TITLE_FIT;
}

async function candidatesOf(
  plan: PlanSummary,
  wholePlans: ReadonlySet<string>,
  isOnTheme: Material['isOnTheme'],
  request: DraftRequest,
  context: AnswerContext,
): Promise<readonly Candidate[]> {
  const passages = await context.store.passageRange(plan.id, 0, Number.MAX_SAFE_INTEGER);
  const candidates: Candidate[] = [];
  for (const passage of passages) {
    if (passage.kind === 'row') continue;
    const role = roleOf(passage.section);
    const inTheme = isOnTheme(passage);
    const isWhole = wholePlans.has(plan.id);
    const fit = isWhole || request.quoted.length > 0 ? 1 : fitOf(passage.section, request);
    const isNamed = inTheme && (request.quoted.length > 0 || fitOf(passage.section, request) >= SECTION_FIT);
    const weight = weightOf(role, request.aspects, isNamed);
    if (weight === 0) continue;
    const leaf = nameOfHeading(passage.section.at(-1) ?? '');
    for (const { start, end } of splitSentences(passage.text)) {
      const text = cleanSentence(passage.text.slice(start, end), leaf);
      if (text === '' || isIdle(text, leaf)) continue;
      const coverage = bestCoverage(request.themes, text);
      if (!inTheme && (coverage < SENTENCE_FIT || request.quoted.length > 0)) continue;
      // Of a sentence that lists the aims of a whole plan, those of the theme.
      const segments = segmentsOf(text).filter(
        (segment) => inTheme || role !== 'goal' || bestCoverage(request.themes, segment.text) >= SENTENCE_FIT,
      );
      candidates.push({
        plan,
        passage,
        order: candidates.length,
        text,
        segments,
        role,
        weight: weight * (inTheme ? 1 : ELSEWHERE),
        coverage,
        inTheme,
        fit,
      });
    }
  }
  return candidates;
}

/** How far the headings of a section say one of the themes; the section's own or an outer heading must say most of it. */
function fitOf(path: readonly string[], { themes }: DraftRequest): number {
  const headings = path.map((heading) => bestCoverage(themes, heading));
  const all = bestCoverage(themes, path.join(' '));
  const most = Math.max(0, ...headings);
  return Math.max(most, most >= 0.4 ? all * 0.9 : 0);
}

function namesQuoted(heading: string, quoted: readonly string[]): boolean {
  const bare = bareText(heading);
  return quoted.some((name) => bare.endsWith(bareText(name)));
}

/** A heading without its number, and without a full stop at its end. */
export function nameOfHeading(heading: string): string {
  return heading
    .slice(readMark(heading)?.length ?? 0)
    .replace(/^[：:\s]+|[。：:\s]+$/gu, '')
    .trim();
}

/** Without the heading that opens it, bullets and idle space. */
function cleanSentence(sentence: string, leaf: string): string {
  let text = sentence.trim().replace(/^(?:——|[-•●▪])\s*/u, '');
  const unnumbered = text.slice(readMark(text)?.length ?? 0).trim();
  if (leaf !== '' && unnumbered.startsWith(leaf)) text = unnumbered;
  if (leaf !== '' && (text.startsWith(`${leaf}：`) || text.startsWith(`${leaf}。`))) text = text.slice(leaf.length + 1);
  return text.trim();
}

/** A sentence that only repeats its heading, announces what follows, or says what a chapter is about. */
function isIdle(text: string, leaf: string): boolean {
  const bare = text.slice(readMark(text)?.length ?? 0).replace(/[。：:；]+$/u, '');
  if (bare.length < 7) return true;
  if (leaf !== '' && (leaf.includes(bare) || bare === leaf)) return true;
  if (/[：:]$/u.test(text.trim())) return true;
  return /^(?:本章|本节|本专栏|本表|备注|注：|表\d)/u.test(text) || /(?:如下|如下表|见下表|见专栏)[。：]?$/u.test(text);
}
