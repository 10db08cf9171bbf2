import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GuidaError } from '../../corpus/errors.ts';

/** The part of nodejieba that is used. Its own types describe no default export, which is what `require` gives. */
interface Nodejieba {
  readonly DEFAULT_DICT: string;
  readonly DEFAULT_HMM_DICT: string;
  readonly DEFAULT_USER_DICT: string;
  readonly DEFAULT_IDF_DICT: string;
  readonly DEFAULT_STOP_WORD_DICT: string;
  load(dictionaries: Readonly<Record<string, string>>): boolean;
  insertWord(word: string): boolean;
  cut(text: string, useHmm: boolean): string[];
  cutForSearch(text: string, useHmm: boolean): string[];
  cutSmall(text: string, longest: number): string[];
  tag(text: string): { readonly word: string; readonly tag: string }[];
}

const require = createRequire(import.meta.url);

/** Names the segmenter in an index, which is only searched with the words it was built with. */
export const JIEBA_VERSION = `nodejieba-${(require('nodejieba/package.json') as { version: string }).version}`;

/** Search mode adds the two- and three-character words inside a longer one; these are the rest of the usual ones. */
const FOUR = 4;

/** Words added to the common dictionary, and a key that differs whenever they do. */
export interface UserDictionary {
  readonly key: string;
  /** Runs of 2 to 24 Chinese characters. */
  readonly words: readonly string[];
}

/** nodejieba keeps one dictionary for the whole process: this says whose words are in it. */
let loaded: { readonly jieba: Nodejieba; readonly key: string } | undefined;

/**
 * Cuts a run of Chinese characters in search mode with the HMM on: the parts of a long word first, then the word.
 * The first call loads the dictionary (about 1 s and 255 MB), as does each change to other user words.
 * @throws GuidaError `words-dictionary` when a dictionary file is missing
 */
export function cutChinese(run: string, dictionary: UserDictionary): readonly string[] {
  const jieba = withUserWords(dictionary);
  const words: string[] = [];
  for (const word of jieba.cutForSearch(run, true)) {
    if (Array.from(word).length > FOUR) {
      // Without this a user word such as 高新技术企业 would hide 高新技术.
      words.push(...jieba.cutSmall(word, FOUR).filter((part) => Array.from(part).length === FOUR));
    }
    words.push(word);
  }
  return words;
}

/** Whether the dictionary, with the user words, has a run of Chinese characters as one word. */
export function isInDictionary(run: string, dictionary: UserDictionary): boolean {
  return withUserWords(dictionary).cut(run, false).length === 1;
}

/** Whether a run is one word of the dictionary and a noun: a common one, a name or a Latin word (ICTCLAS tags n, nr, ns, nt, nz). */
export function isNounInDictionary(run: string, dictionary: UserDictionary): boolean {
  const [only, ...others] = withUserWords(dictionary).tag(run);
  return only !== undefined && others.length === 0 && /^n(?!g)/u.test(only.tag);
}

function withUserWords(dictionary: UserDictionary): Nodejieba {
  if (loaded?.key === dictionary.key) return loaded.jieba;
  const jieba = require('nodejieba') as Nodejieba;
  const dictionaries = dictionariesOf(jieba);
  assertPresent(Object.values(dictionaries));
  // A word cannot be taken out again, so another list means a fresh dictionary.
  loaded = undefined;
  jieba.load(dictionaries);
  for (const word of dictionary.words) {
    // A word that the dictionary has keeps its frequency: inserting it would replace that by the median.
    if (jieba.cut(word, false).length > 1) jieba.insertWord(word);
  }
  loaded = { jieba, key: dictionary.key };
  return jieba;
}

function dictionariesOf(jieba: Nodejieba): Readonly<Record<string, string>> {
  return {
    dict: jieba.DEFAULT_DICT,
    hmmDict: jieba.DEFAULT_HMM_DICT,
    userDict: jieba.DEFAULT_USER_DICT,
    idfDict: jieba.DEFAULT_IDF_DICT,
    stopWordDict: jieba.DEFAULT_STOP_WORD_DICT,
  };
}

/**
 * nodejieba aborts the process when a dictionary cannot be opened, so each is looked for first.
 * @throws GuidaError `words-dictionary`
 */
export function assertPresent(paths: readonly string[]): void {
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new GuidaError('words-dictionary', 'A dictionary of the Chinese segmenter is missing. Run npm ci again.', {
      cause: new Error(`missing: ${missing.join(', ')}`),
    });
  }
}
