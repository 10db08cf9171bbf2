import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Words } from '../types.ts';
import { JIEBA_VERSION, cutChinese, isInDictionary, isNounInDictionary, type UserDictionary } from './jieba.ts';
import { normaliseForWords, runsOf } from './runs.ts';

/** Raised when `split` would give other words for the same text, so that an older index is built again. */
const WORDS_VERSION = 1;

/** Longest user word, in characters; a longer heading is a sentence, not a word. */
export const LONGEST_USER_WORD = 24;

/** A question, a title or a clause, which are split again and again; in UTF-16 units. */
const SHORT_TEXT = 100;

/** Short texts whose words are kept, each about 1 kB. */
const KEPT_TEXTS = 2000;

/** Words with a name that an index can record: it is searched with the words it was built with, or not at all. */
export interface NamedWords extends Words {
  /** Changes whenever `split` could give other words. */
  readonly id: string;
  /** The user words in effect: valid, normalised, without repeats, sorted. */
  readonly userWords: readonly string[];
}

/** What `createWords` takes. */
export interface WordsOptions {
  /**
   * Names that the common dictionary lacks: indicators, programmes, places. Default: none. Each must be one run of 2
   * to 24 Chinese characters once normalised; others (with white space, control characters, Latin letters, figures or
   * punctuation) have no effect and are missing from `userWords` of the result.
   */
  readonly userWords?: readonly string[];
  /**
   * Gives each character of a longer Chinese word as well. Default: false. Finds more where the segmenter cuts the
   * question and the text differently, at the price of longer postings.
   */
  readonly characters?: boolean;
  /**
   * Fold from traditional to simplified characters, applied before cutting. Default: none. Name it too: the name goes
   * into `id`.
   */
  readonly fold?: { readonly name: string; readonly apply: (text: string) => string };
}

/**
 * Splits a text into lower-cased words: Chinese by jieba in search mode with the HMM on (a long word also gives its
 * parts), Latin words and figures whole (2025, 13.5%, 5g, r&d). A percentage gives its number too, since a table may
 * keep the sign in its header. Punctuation, emoji and white space give nothing. Takes any string.
 *
 * nodejieba keeps one dictionary for the whole process, and a word cannot be taken out of it. So that one object's
 * user words never show in another's, the dictionary is loaded anew (about 1 s) whenever an object with other user
 * words takes its turn: make one for the process, not one for each call.
 * @throws GuidaError `words-dictionary` (from `split`) when a dictionary file is missing
 */
export function createWords(options: WordsOptions = {}): NamedWords {
  const { characters = false, fold } = options;
  const userWords = listOf(options.userWords ?? [], fold?.apply);
  const dictionary: UserDictionary = { key: userWords.join('\n'), words: userWords };
  const identity = [WORDS_VERSION, JIEBA_VERSION, characters, fold?.name ?? '', dictionary.key].join('\n');
  const split = (text: string): readonly string[] => {
    const words: string[] = [];
    for (const run of runsOf(normaliseForWords(text, fold?.apply))) {
      if (run.kind === 'han') words.push(...chineseWords(run.text, dictionary, characters));
      else words.push(...otherWords(run.text));
    }
    return words;
  };
  const kept = new LRUCache<string, readonly string[]>({ max: KEPT_TEXTS, memoMethod: split });
  return {
    id: `words-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}`,
    userWords,
    split: (text) => (text.length > SHORT_TEXT ? split(text) : kept.memo(text)),
    knows: (word) => isInDictionary(normaliseForWords(word, fold?.apply), dictionary),
    isNoun: (word) => isNounInDictionary(normaliseForWords(word, fold?.apply), dictionary),
  };
}

function listOf(userWords: readonly string[], fold?: (text: string) => string): readonly string[] {
  return [...new Set(userWords.flatMap((word) => validUserWord(word, fold) ?? []))].sort();
}

function validUserWord(word: string, fold?: (text: string) => string): string | undefined {
  const normalised = normaliseForWords(word.trim(), fold);
  const [run] = runsOf(normalised);
  if (run?.kind !== 'han' || run.text !== normalised) return undefined;
  const length = Array.from(normalised).length;
  return length >= 2 && length <= LONGEST_USER_WORD ? normalised : undefined;
}

function chineseWords(run: string, dictionary: UserDictionary, characters: boolean): readonly string[] {
  const words = cutChinese(run, dictionary);
  // Every character once, whether or not it also stands as a word of its own.
  return characters ? [...words.filter((word) => Array.from(word).length > 1), ...Array.from(run)] : words;
}

function otherWords(word: string): readonly string[] {
  if (!/[%‰]$/u.test(word)) return [word];
  const bare = word.slice(0, -1);
  return /^[\d.]+$/u.test(bare) ? [bare, word] : [bare];
}
