import { parseOrdinal, readMark } from '../../../corpus/headings.ts';
import type { Passage, Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { AnswerContext } from '../look-up.ts';
import { askedCount, askedNoun } from './asked.ts';

/** A section whose sub-headings may be what a question lists, counts or points into. */
export interface Candidate {
  readonly section: Section;
  readonly items: readonly Section[];
  /** How well the question names the section; above `HEADING_MATCH` it is taken for the one meant. */
  readonly match: number;
}

/** A heading this well matched is taken for what the question lists. */
export const HEADING_MATCH = 0.62;

/** A heading label with a number of its own: “重大专项1：集成电路”. */
const LABEL = /^([\p{Script=Han}]{2,8})\d{1,2}[：:]/u;

/** Words that say how a list is laid out, and nothing of what it lists. */
const LAYOUT =
  /^(?:分成|分为|细分|划成|划分|分|组成|构成|列入|列|设置|设|部署|布置|摆|排|展开|小项|小点|条目|条|项|个|样|部分|板块|标题|小标题|名单|栏目|专栏|排在|最后|倒数|末|首|头|紧接着|紧接|接着|下一个|上一个|一共|总共|第?[一二三四五六七八九十\d]+[个项条类种大块样点]?)$/u;

/** Kinds of things that are listed: asked for as such (哪几个领域), they are not what a heading must say. */
const KIND = /^(?:领域|方向|方面|板块|内容|措施|举措|任务|部分|类别|环节)$/u;

/**
 * The section with the sub-headings that a question is about, over the plans it names.
 * @param options.least fewest sub-headings; a question for the fifth item means a list with five
 */
export async function bestSection(
  question: Question,
  context: AnswerContext,
  { least = 2 }: { least?: number } = {},
): Promise<Candidate | undefined> {
  const planIds = question.planIds ?? context.plans.map((plan) => plan.id);
  const matchOf = await headingScorer(question, context);
  const wanted = askedCount(question.text);
  let best: (Candidate & { readonly rank: number }) | undefined;
  for (const planId of planIds) {
    const sections = await context.store.sections(planId);
    for (const section of sections) {
      const items = childrenOf(section, sections);
      if (items.length < least) continue;
      for (const group of groupsOf(items)) {
        if (group.length < least) continue;
        const match = matchOf(section, group, group.length);
        const rank = match + (group.length === wanted && match >= 0.5 ? FITS_COUNT : 0);
        if (!best || rank > best.rank) best = { section, items: group, match, rank };
      }
    }
  }
  return best && { ...best, items: await withoutTables(best.items, context) };
}

/** How well a section is what a question lists; `count`: how many items it has, by headings or otherwise. */
export type HeadingScorer = (section: Section, items: readonly Section[], count: number) => number;

/** Makes ready to compare headings with what a question lists. */
export async function headingScorer(question: Question, context: AnswerContext): Promise<HeadingScorer> {
  const noun = askedNoun(question.text) ?? '';
  const title = context.plans.find((plan) => plan.id === question.titledPlans?.[0])?.title ?? '';
  const asked = {
    ...question,
    terms: question.terms.filter(
      ({ surface }) =>
        !LAYOUT.test(surface) && !title.includes(surface) && !(KIND.test(surface) && noun.includes(surface)),
    ),
  };
  const weights = await termWeights(context.store, asked);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const known = await knownTerms(asked, context);
  const knownTotal = asked.terms.reduce((sum, term, index) => sum + (known.has(term) ? (weights[index] ?? 0) : 0), 0);
  const plain = { ...asked, terms: asked.terms.filter((term) => known.has(term)) };
  const wanted = askedCount(question.text);
  const box = boxOf(question.text);
  return (section, items, count) => {
    const fits = count === wanted;
    const boxed = box === undefined ? 0 : boxOf(section.path.join('\n')) === box ? NAMES_BOX : -1;
    return (
      boxed +
      headingMatch(asked, weights, fits ? knownTotal : total, section, items) +
      literalBonus(fits ? plain : asked, section)
    );
  };
}

/** What a list with as many items as the question says is worth beside how well its heading fits. */
const FITS_COUNT = 0.3;

/** What the number of a box (专栏十二, 专栏5) that both the question and the heading have is worth. */
const NAMES_BOX = 0.5;

/** The number of the first box that a text names; undefined when it names none. */
export function boxOf(text: string): number | undefined {
  const number = /专栏\s?([一二三四五六七八九十]{1,3}|\d{1,2})(?![一二三四五六七八九十\d共项个条类样])/u.exec(
    text,
  )?.[1];
  return number === undefined ? undefined : parseOrdinal(number);
}

/** The terms that some plan has: where the number of items fits, the others are turns of phrase (一口气). */
async function knownTerms({ terms }: Question, { store }: AnswerContext): Promise<ReadonlySet<Term>> {
  const { counts } = await store.documentFrequencies([...new Set(terms.flatMap((term) => term.words))]);
  return new Set(terms.filter((term) => term.words.some((word) => (counts.get(word) ?? 0) > 0)));
}

/** The headings directly under one. */
export function childrenOf(section: Section, sections: readonly Section[]): readonly Section[] {
  const depth = section.path.length;
  return sections.filter(
    (other) => other.path.length === depth + 1 && section.path.every((heading, index) => other.path[index] === heading),
  );
}

/** Whether one heading path is another or stands under it. */
export function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.every((name, at) => path[at] === name);
}

/** Children of one kind: all of them, and those with the same label (重大专项1, 重大专项2…) or numbering by themselves. */
function groupsOf(items: readonly Section[]): readonly (readonly Section[])[] {
  const kinds = new Map<string, Section[]>();
  for (const item of items) {
    const title = item.path.at(-1) ?? '';
    const kind = LABEL.exec(title)?.[1] ?? readMark(title)?.style ?? 'plain';
    kinds.set(kind, [...(kinds.get(kind) ?? []), item]);
  }
  return [...kinds.values()].filter((group) => group.length >= 2);
}

/** A table under a heading is no item of its list. */
async function withoutTables(items: readonly Section[], context: AnswerContext): Promise<readonly Section[]> {
  const last = items.at(-1);
  if (!last || readMark(last.path.at(-1) ?? '')?.number !== undefined) return items;
  const tables = await context.store.tables({ planIds: [last.planId] });
  const kept = items.filter((item) => !tables.some((table) => table.section.join('\n') === item.path.join('\n')));
  return kept.length >= 2 ? kept : items;
}

/** Coverage of the terms by the heading, its ancestors and the items' label, with a bonus for a heading that says little else. */
export function headingMatch(
  question: Question,
  weights: readonly number[],
  total: number,
  section: Section,
  items: readonly Section[],
): number {
  if (total === 0) return 0;
  const own = matchText(section.path.at(-1) ?? '');
  const label = matchText(LABEL.exec(items[0]?.path.at(-1) ?? '')?.[1] ?? '');
  const outer = matchText(section.path.slice(0, -1).join(' '));
  const names = items.map((item) => matchText(item.path.at(-1) ?? ''));
  let found = 0;
  let length = 0;
  question.terms.forEach((term, index) => {
    const weight = weights[index] ?? 0;
    const here = Math.max(matchTerm(term, own), matchTerm(term, label));
    // 六类技术: what all the items are called.
    const shared = names.filter((name) => matchTerm(term, name) > 0.4).length / Math.max(1, names.length);
    found += weight * Math.max(here, matchTerm(term, outer) * 0.7, shared >= 0.6 ? shared * 0.9 : 0);
    if (here > 0)
      length += Math.max(
        ...term.matchers
          .filter((matcher) => own.includes(matcher) || label.includes(matcher))
          .map((matcher) => matcher.length),
        0,
      );
  });
  const words = own.replace(/[\p{P}\d\s]|第.{1,3}[章节]|专栏/gu, '').length;
  return (found / total) * 0.85 + Math.min(1, length / Math.max(1, words)) * 0.25;
}

/**
 * A heading that the question says word for word, whatever words it is made of: 主要目标 and 重点任务 are words that mean
 * little elsewhere.
 */
function literalBonus(question: Question, section: Section): number {
  const name = nameOf(section).replace(/[^\p{Script=Han}]/gu, '');
  if (name.length < 3) return 0;
  const share = sharedRuns(name, question.text) / name.length;
  if (share < 0.8) return 0;
  return question.terms.every(
    (term) => LAYOUT.test(term.surface) || /^[\d.%]+$/u.test(term.surface) || name.includes(term.surface),
  )
    ? 1.1 * share
    : 0.2 * share + 0.01 * Math.min(10, name.length);
}

/** How many characters of a name stand in a text, in runs of two and more. */
export function sharedRuns(name: string, text: string): number {
  let shared = 0;
  for (let at = 0; at < name.length;) {
    let length = 0;
    while (at + length < name.length && text.includes(name.slice(at, at + length + 1))) length += 1;
    if (length >= 2) shared += length;
    at += Math.max(1, length);
  }
  return shared;
}

/** The first passage of each section; a section without one is left out. */
export async function firstPassages(items: readonly Section[], context: AnswerContext): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  for (const item of items) {
    const [first] = await context.store.sectionPassages(item.planId, item.path);
    if (first) passages.push(first);
  }
  return passages;
}

/** A heading without its number or label. */
export function nameOf(section: Section | undefined): string {
  const title = section?.path.at(-1) ?? '';
  return title
    .replace(LABEL, '')
    .slice(LABEL.test(title) ? 0 : (readMark(title)?.length ?? 0))
    .replace(/^[：:\s]+/u, '');
}

/** A heading without its number. */
export function bareHeading(section: Section): string {
  const title = section.path.at(-1) ?? '';
  return title.slice(readMark(title)?.length ?? 0).trim();
}
