/** A stretch of a normalised text: Chinese characters for jieba to cut, or one Latin word or figure as it stands. */
export interface Run {
  readonly kind: 'han' | 'other';
  readonly text: string;
}

/** A Chinese character or 〇; not a lone radical, which is a symbol. */
const HAN = '(?:(?=[\\p{L}\\p{N}])\\p{Script=Han})';
/** A letter, mark or digit of any script but Chinese. */
const LETTER = `(?:(?!\\p{Script=Han})[\\p{L}\\p{M}\\p{N}])`;
/** r&d, pm2.5, 1.6, 13.5%: `.` and `&` bind when something stands on either side. */
const RUN = new RegExp(`${HAN}+|${LETTER}+(?:[.&]${LETTER}+)*[%‰]?`, 'gu');
const STARTS_HAN = new RegExp(`^${HAN}`, 'u');
/** The whole number of 1,200 or 12,345,678; a decimal or a further group means that it is something else. */
const GROUPED_FIGURE = /(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/gu;
/** 2025gdp, gdp2025: people type a year against a Latin word; iso9001 and 5g stay whole. */
const YEAR_BESIDE_LETTERS = /(?<!\d)(?:19|20)\d{2}(?=[a-z])|(?<=[a-z])(?:19|20)\d{2}(?![\d.])/gu;
/** NFKC would make it the comma that groups digits, and 达到5，200家参加 is not five thousand two hundred. */
const WIDE_COMMA = /，/gu;

/**
 * One spelling for what reads the same: NFKC (full-width letters and digits, ㎡, ①), lower case, 1,200 as 1200.
 * Lone surrogates become U+FFFD, so that native code and UTF-8 files get valid text.
 * @param fold applied last: the place for a fold from traditional to simplified characters
 */
export function normaliseForWords(text: string, fold: (text: string) => string = (same) => same): string {
  const plain = text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(WIDE_COMMA, ' ')
    .normalize('NFKC')
    .toLowerCase();
  return fold(plain).replace(GROUPED_FIGURE, (figure) => figure.replaceAll(',', ''));
}

/** Cuts a normalised text into runs, in order; punctuation, symbols and white space fall between them. */
export function runsOf(normalised: string): readonly Run[] {
  const runs: Run[] = [];
  for (const [text] of normalised.matchAll(RUN)) {
    if (STARTS_HAN.test(text)) runs.push({ kind: 'han', text });
    else for (const word of apartFromYears(text)) runs.push({ kind: 'other', text: word });
  }
  return runs;
}

function apartFromYears(word: string): readonly string[] {
  const spaced = word.replace(YEAR_BESIDE_LETTERS, ' $& ').trim();
  return spaced.split(/ +/u);
}
