import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadEverydayWords, type EverydayWord } from './everyday-words.ts';

const classes = z.record(z.string(), z.array(z.string().min(1)));
const { cut, patterns, alone, alonePatterns } = z
  .strictObject({ cut: classes, patterns: classes, alone: classes, alonePatterns: z.array(z.string()) })
  .parse(parse(readFileSync(fileURLToPath(new URL('empty-words.yaml', import.meta.url)), 'utf8')));

const CUT = Object.values(cut).flat();
/** Everyday words that hold words of asking (在哪儿, 为什么, 占多少): phrases that must outlast those. */
const KEPT: ReadonlySet<string> = new Set(
  loadEverydayWords()
    .filter(isPhrase)
    .map(({ word }) => word),
);

function isPhrase({ word, cue }: EverydayWord): boolean {
  return word.length > (cue ? 1 : 2);
}

/** 在哪儿 asks for a place; 在哪些 and 在哪年 do not. */
const guarded = (word: string): string =>
  word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&') + (word.endsWith('哪') ? '(?![些几种类年天方项家])' : '');

/** Longest first, so that 是多少 goes before 多少; the patterns go before the words. */
const CUT_PHRASE = new RegExp(
  [...Object.values(patterns).flat(), ...[...CUT, ...KEPT].sort((a, b) => b.length - a.length).map(guarded)].join('|'),
  'gu',
);
const ALONE: ReadonlySet<string> = new Set([...CUT, ...Object.values(alone).flat()]);
const ALONE_PATTERN = new RegExp(`^(?:${alonePatterns.join('|')})$`, 'u');

/** A text with the turns of phrase of asking, politeness and context replaced by spaces. */
export function withoutAsking(text: string): string {
  return text.replace(CUT_PHRASE, (phrase) => (KEPT.has(phrase) ? phrase : ' '));
}

/** Classes of turns of phrase: what they are for, as `empty-words.yaml` names them. */
export type PhraseClass = 'politeness' | 'requests' | 'setting' | 'hearsay' | 'checking' | 'comparing' | 'particles';

const classPatterns = new Map<PhraseClass, string>();

/** The turns of phrase of some classes as the source of a regular expression, the longest words first. */
export function phrasesOf(...names: readonly PhraseClass[]): string {
  return names
    .map((name) => {
      const known = classPatterns.get(name);
      const made =
        known ??
        [...(patterns[name] ?? []), ...[...(cut[name] ?? [])].sort((a, b) => b.length - a.length).map(guarded)].join(
          '|',
        );
      classPatterns.set(name, made);
      return made;
    })
    .join('|');
}

/** Whether a word says nothing about the subject of a question: one character, punctuation, or on the list. */
export function isEmptyWord(word: string): boolean {
  if (ALONE.has(word) || ALONE_PATTERN.test(word)) return true;
  return /^\p{Script=Han}$/u.test(word) || /^[^\p{L}\p{N}]+$/u.test(word);
}
