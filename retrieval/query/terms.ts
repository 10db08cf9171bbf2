import type { Words } from '../types.ts';
import { isEmptyWord, withoutAsking } from './empty-words.ts';
import { boundariesOf, lexiconOf } from './lexicon.ts';
import { canonical, type Synonyms } from './synonyms.ts';

/** One thing a question asks about, in all the wordings that count as the same. */
export interface Term {
  /** As the question has it. */
  readonly surface: string;
  /** The surface and its synonyms; any of them in a text is a match. */
  readonly variants: readonly string[];
  /** The variants as they are looked for in a text: lower case, long official names shortened. */
  readonly matchers: readonly string[];
  /** Plan words that an everyday word may stand for: any of them in a text is a weaker match. Form as `matchers`. */
  readonly plan?: readonly string[];
  /** Words of the variants and plan words, for the full-text search. */
  readonly words: readonly string[];
  /** Less than 1 for a cue, and for a term carried over from an earlier turn of the conversation. */
  readonly factor?: number;
  /** A noun of the common dictionary: it names a thing, and is not how somebody asks. */
  readonly noun?: true;
}

/** The content of a question: empty phrases and punctuation replaced by spaces. */
export function contentOf(question: string, cut: readonly { readonly start: number; readonly end: number }[]): string {
  let text = question;
  for (const { start, end } of [...cut].sort((a, b) => b.start - a.start))
    text = `${text.slice(0, start)} ${text.slice(end)}`;
  return withoutAsking(text.normalize('NFKC'))
    .replace(/[^\p{L}\p{N}&+%./-]+/gu, ' ')
    .trim();
}

/** What a cue weighs, against 1 for a word of what is asked about. */
const CUE_FACTOR = 0.3;

/** The terms of a content text: synonym groups and everyday words first, longest match, then the other words. */
export function readTerms(content: string, words: Words, synonyms: Synonyms): readonly Term[] {
  const terms: Term[] = [];
  let rest = canonical(content.toLowerCase());
  const bounds = boundariesOf(rest, words, { guesses: true });
  const known = boundariesOf(rest, words, { guesses: false });
  for (const entry of lexiconOf(synonyms)) {
    const { wording, group, plan, cue, whole } = entry;
    const starts = startsOf(wording, rest, whole ? (wording.length > 1 ? known : bounds) : undefined);
    if (starts.length === 0) continue;
    const gap = ' '.repeat(wording.length);
    for (const start of starts) rest = `${rest.slice(0, start)}${gap}${rest.slice(start + wording.length)}`;
    const variants = group.length > 0 ? group : [wording];
    terms.push({
      surface: wording,
      variants: [wording, ...variants.filter((variant) => variant !== wording)],
      matchers: wording.length === 1 ? [] : matchersOf([wording, ...variants]),
      words: unique([...variants, ...plan].flatMap((variant) => (variant.length > 1 ? words.split(variant) : []))),
      ...(plan.length > 0 ? { plan: matchersOf(plan) } : {}),
      ...(cue ? { factor: CUE_FACTOR } : {}),
      ...nounOf(wording, words),
    });
  }
  const found = unique(words.split(rest)).filter((word) => !isEmptyWord(word) && !isFragment(word, rest, words));
  for (const word of found) {
    // The search mode of the segmenter gives a long word's parts too: they are one term, met in part by its parts.
    if (found.some((other) => other !== word && other.includes(word))) continue;
    const parts = found.filter((other) => word.includes(other));
    const name = withEdge(word, rest, bounds);
    // 创新|券: most passages have 创新, and only the character behind it finds those that speak of 创新券.
    const edge = name.startsWith(word) ? name.slice(word.length) : '';
    const own = name === word ? parts : [name, ...parts, ...(edge === '' ? [] : [edge])];
    terms.push({ surface: name, variants: [name], matchers: [name.toLowerCase()], words: own, ...nounOf(name, words) });
  }
  return terms;
}

const nounOf = (surface: string, words: Words): { readonly noun?: true } =>
  words.isNoun?.(surface) === true ? { noun: true } : {};

/** Characters of grammar and of asking, which a word that the segmenter guessed may begin or end with by mistake. */
const GRAMMAR =
  '的了在是要从离到比定让没多得能把被有进来上下里各占先才起去出会想给跟和与及将已还再都也就只很最更这那哪几某每另占';
const FRAGMENT = new RegExp(`^(?:[${GRAMMAR}]\\p{Script=Han}{1,2}|\\p{Script=Han}{1,2}[${GRAMMAR}])$`, 'u');

/** A run up to this long, in characters, is a name that was set apart (in quotes), of which nothing is grammar. */
const NAME_RUN = 6;

/** 数比 of “专利数|比…高”: a piece of two words that the segmenter took for one. */
function isFragment(word: string, text: string, words: Words): boolean {
  if (!FRAGMENT.test(word) || words.knows?.(word) !== false) return false;
  return !text.split(/\s+/u).some((run) => run.length <= NAME_RUN && run.includes(word));
}

/** Characters that end or begin a name and that the segmenter leaves by themselves: 创新|券, 友谊|奖, 省|实验室. */
const LAST = /[券奖贷链谷港湾园校站库网群圈带廊城岛馆器车船药险债税费法]/u;
const FIRST = /[省市县]/u;

/** A word with the one character before or behind it that the segmenter cut off its name. */
function withEdge(word: string, text: string, bounds: readonly boolean[]): string {
  const start = text.indexOf(word);
  const end = start + word.length;
  if (start < 0) return word;
  const [before = '', behind = ''] = [text[start - 1], text[end]];
  if (LAST.test(behind) && bounds[end] && bounds[end + 1]) return word + behind;
  // 全省 and 我市 are words of their own.
  const free = !/[全各我本该跨外邻]/u.test(text[start - 2] ?? '');
  return free && FIRST.test(before) && bounds[start - 1] && bounds[start] ? before + word : word;
}

/** Where a wording stands in a text; with bounds, only where words begin and end. */
function startsOf(wording: string, text: string, bounds: readonly boolean[] | undefined): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(wording); at !== -1; at = text.indexOf(wording, at + wording.length))
    if (!bounds || (bounds[at] && bounds[at + wording.length])) starts.push(at);
  return starts;
}

function matchersOf(variants: readonly string[]): readonly string[] {
  return unique(
    variants.map((variant) =>
      canonical(
        variant
          .toLowerCase()
          .replace(/\((?:r&d|gdp)\)/gu, '')
          .replace(/r&d/gu, '研发'),
      ),
    ),
  );
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
