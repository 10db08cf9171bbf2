import type { DraftLength } from './types.ts';

/** Characters of a page of 三号仿宋 in the layout of official documents: 22 lines of 28. */
export const PAGE_CHARACTERS = 600;
/** Share of a page that text fills beside headings, broken lines and footnotes, measured on rendered drafts. */
const TEXT_SHARE = 0.7;
/** Characters that the title, the opening line and 说明 take of the first page. */
const FRAME = 100;
/** Characters of text in whose place a row of a table stands: tables are set smaller and closer. */
export const ROW_CHARACTERS = 14;
/** The shortest and the longest draft that is written. */
const SHORTEST = 150;
const LONGEST = 30_000;

/** Characters of a sentence, and how many 几句 are. */
const SENTENCE = 110;
const FEW = 5;

const NUMBERS: Readonly<Record<string, number>> = { 半: 0.5, 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 十: 10 };

/** What fits on pages beside the title and the notes; less than a page has its frame beside it. */
function ofPages(pages: number): number {
  return pages * PAGE_CHARACTERS * TEXT_SHARE + (pages < 1 ? FRAME / 2 : -FRAME / 2);
}

/** The length that a text asks for: 2页, 半页, 1500字, 一千字; undefined when it asks for none. */
export function readLength(text: string): DraftLength | undefined {
  const sentences = /([一两二三四五六几]|\d)\s*(?:句话|句)(?!子)/u.exec(text)?.[1];
  if (sentences !== undefined)
    return { characters: Math.max(SHORTEST, (NUMBERS[sentences] ?? (Number(sentences) || FEW)) * SENTENCE) };
  const match =
    /(\d{1,5}(?:\.\d)?|[半一两二三四五十])\s*(?:个|张)?\s*页/u.exec(text) ??
    /(\d{2,5})\s*字(?!段|节)/u.exec(text) ??
    /([一两二三四五])(千)字/u.exec(text);
  const written = match?.[1];
  if (!match || written === undefined) return undefined;
  const number = NUMBERS[written] ?? Number(written);
  const characters = match[0].includes('页') ? ofPages(number) : match[2] === '千' ? number * 1000 : number;
  return { characters: Math.round(Math.min(LONGEST, Math.max(SHORTEST, characters))) };
}
