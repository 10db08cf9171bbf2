import type { Words } from '../types.ts';
import { isEmptyWord } from './empty-words.ts';
import { canonical, type Synonyms } from './synonyms.ts';

/** A wording that is read as one term: a member of a synonym group, an everyday word, or both. */
export interface Entry {
  /** As it is looked for in a question: lower case, long official names shortened. */
  readonly wording: string;
  /** The synonym group; empty for an everyday word that has none. */
  readonly group: readonly string[];
  /** Plan words that it may stand for, with their synonyms. */
  readonly plan: readonly string[];
  readonly cue: boolean;
  /** Only where it stands as a word: 建 is not found in 建设. */
  readonly whole: boolean;
}

/** A lexicon is made once for each object of synonyms. */
const lexicons = new WeakMap<Synonyms, readonly Entry[]>();

/** All wordings that are read as one term, the longest first. */
export function lexiconOf(synonyms: Synonyms): readonly Entry[] {
  const known = lexicons.get(synonyms);
  if (known) return known;
  const entries = new Map<string, Entry>();
  const groupOf = new Map<string, readonly string[]>();
  for (const members of synonyms.groups) {
    const group = members.map((member) => member.normalize('NFKC'));
    for (const member of group) {
      const wording = wordingOf(member);
      if (entries.has(wording)) continue;
      groupOf.set(wording, group);
      entries.set(wording, { wording, group, plan: [], cue: false, whole: false });
    }
  }
  for (const { word, plan, cue } of synonyms.everyday ?? []) {
    const wording = wordingOf(word);
    const group = groupOf.get(wording) ?? [];
    const reached = unique(plan.flatMap((target) => [target, ...(groupOf.get(wordingOf(target)) ?? [])]));
    const whole = group.length === 0 && !(cue && wording.length > 2);
    entries.set(wording, {
      wording,
      group,
      plan: reached.filter((target) => !group.includes(target)),
      cue: cue && group.length === 0,
      whole,
    });
  }
  const lexicon = [...entries.values()].sort((a, b) => b.wording.length - a.wording.length);
  lexicons.set(synonyms, lexicon);
  return lexicon;
}

/** Furthest, in words, that the search mode of the segmenter puts a long word behind the first of its parts. */
const PARTS = 16;

/**
 * Where words begin or end in a text, as the segmenter cuts it; every place outside of words counts too, and every one
 * in an empty word (要建). The segmenter gives the parts of a long word, then the word: only the long one bounds.
 * @param options.guesses whether a word that is in no dictionary bounds too: the segmenter guessed it (种麦子)
 */
export function boundariesOf(text: string, words: Words, options: { readonly guesses: boolean }): readonly boolean[] {
  const bounds = new Array<boolean>(text.length + 1).fill(true);
  const found = words.split(text);
  let at = 0;
  for (let index = 0; index < found.length; index += 1) {
    const first = found[index] ?? '';
    const place = text.indexOf(first, at);
    if (place < 0) continue;
    let [word, start] = [first, place];
    for (let next = index + 1; next < Math.min(found.length, index + PARTS); next += 1) {
      const longer = found[next] ?? '';
      const from = text.indexOf(longer, at);
      if (longer.length <= word.length || from < 0 || from > start) continue;
      if (from + longer.length < start + word.length) continue;
      [word, start, index] = [longer, from, next];
    }
    at = start + word.length;
    if (!isEmptyWord(word) && (options.guesses || words.knows?.(word) !== false)) bounds.fill(false, start + 1, at);
  }
  return bounds;
}

function wordingOf(word: string): string {
  return canonical(word.normalize('NFKC').toLowerCase());
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
