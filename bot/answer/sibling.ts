import type { Question } from '../../retrieval/query/question.ts';
import type { Store } from '../../retrieval/types.ts';
import { nameOf } from './compose/sections.ts';
import { longestShared } from './follow-up-wording.ts';

/** A name in the question before, and the one that a follow-up puts in its place. */
export interface Swap {
  readonly from: string;
  readonly to: string;
}

/** Shortest name, in characters, that is recognised by its letters. */
const SHORTEST = 2;

/**
 * What a follow-up that gives just a name (大健康那个呢？) puts in the place of what: two headings of one section, or two
 * indicators of one plan, of which the question before has one and the follow-up the other.
 */
export async function swapOf(name: string, previous: Question, store: Store): Promise<Swap | undefined> {
  return (await headingSwap(name, previous, store)) ?? (await indicatorSwap(name, previous, store));
}

/** 南翼 after 北翼: names of two characters that differ in the first. */
function pairSwap(name: string, previous: Question): Swap | undefined {
  const last = name.at(-1) ?? '';
  const from = new RegExp(`[东南西北前后左右上下内外大小一二三四五甲乙]${last}`, 'u').exec(previous.text)?.[0];
  return name.length !== 2 || from === undefined || from === name ? undefined : { from, to: name };
}

/** The same by headings alone. */
export async function headingSwap(name: string, previous: Question, store: Store): Promise<Swap | undefined> {
  const planIds = previous.planIds ?? (await store.plans()).map((plan) => plan.id);
  let best: (Swap & { readonly score: number }) | undefined;
  for (const planId of planIds) {
    const families = new Map<string, string[]>();
    for (const section of await store.sections(planId)) {
      const parent = section.path.slice(0, -1).join('\n');
      families.set(parent, [...(families.get(parent) ?? []), nameOf(section)]);
    }
    for (const members of families.values()) {
      const to = members
        .filter((member) => names(member, name))
        .sort((a, b) => longestShared(b, name).length - longestShared(a, name).length || a.length - b.length)[0];
      if (to === undefined) continue;
      for (const member of members) {
        const from = longestShared(member, previous.text);
        if (member === to || from.length < SHORTEST || to.includes(from)) continue;
        const share = from.length / member.length;
        const score = from.length * share;
        if (share >= 0.4 && (!best || score > best.score)) best = { from, to: share >= 0.6 ? to : name, score };
      }
    }
  }
  return best;
}

/** Whether a heading is called by a name: the name is in it, or it is in the name. */
function names(heading: string, name: string): boolean {
  const shared = longestShared(heading, name).length;
  return shared >= SHORTEST && (shared >= name.length * 0.75 || shared >= heading.length * 0.9) && heading.length <= 24;
}

async function indicatorSwap(name: string, previous: Question, store: Store): Promise<Swap | undefined> {
  const planIds = previous.planIds ?? (await store.plans()).map((plan) => plan.id);
  if (previous.intent.kind !== 'figure') return undefined;
  const records = await store.records({ planIds });
  const indicators = [...new Set(records.map((record) => record.indicator))];
  if (!indicators.some((indicator) => longestShared(indicator, name).length >= Math.max(3, name.length * 0.7)))
    return undefined;
  const from = indicators
    .map((indicator) => longestShared(indicator, previous.text))
    .filter((run) => run.length >= 3 && !name.includes(run))
    .sort((a, b) => b.length - a.length)[0];
  return from === undefined ? undefined : { from, to: name };
}

/** “高级人才…” and 领军人才: the run of the question before that ends as the name does. */
export function suffixSwap(name: string, previous: Question): Swap | undefined {
  const suffix = name.slice(-2);
  if (name.length <= suffix.length) return pairSwap(name, previous);
  const from = previous.content
    .split(/\s+/u)
    .map((run) => new RegExp(`^[\\p{Script=Han}A-Za-z]{1,8}?${suffix}`, 'u').exec(run)?.[0] ?? '')
    .find((run) => run.length > suffix.length && run !== name && !name.includes(run) && previous.text.includes(run));
  return from === undefined ? undefined : { from, to: name };
}

const COUNTED = /(?:多少|几)(?:万|亿)?(?:[家户个项件名位所座支条]|人)(?<noun>\p{Script=Han}{2,10})[？?。]?$/u;

/** 独角兽 after “…要培育多少家高企”: what the question before counts. */
export function countedSwap(name: string, { text }: Question): Swap | undefined {
  const from = COUNTED.exec(text)?.groups?.['noun'];
  return from === undefined || from === name ? undefined : { from, to: name };
}

/** What the question before asked for, when it is one thing: it makes room for the name as a whole. */
export function wholeSwap(name: string, previous: Question): Swap | undefined {
  const runs = previous.content
    .split(/\s+/u)
    .map((run) => run.replace(/(?:的)?(?:目标|指标|要|数量|总数|新增|每年|达到|突破)+$/u, '').replace(/^[的里中]/u, ''))
    .filter((run) => run.length >= SHORTEST);
  const [from] = runs;
  return runs.length === 1 && from !== undefined && previous.text.includes(from) ? { from, to: name } : undefined;
}
