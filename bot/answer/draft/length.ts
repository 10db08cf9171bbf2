import type { DraftDocument, DraftLength } from './types.ts';
import { tableText } from './row-text.ts';

/** Characters with which the search for a page begins, and with which a page is read where nothing is laid out. */
export const PAGE_CHARACTERS = 420;
/** The shortest and the longest draft that is written, in characters and in pages. */
const SHORTEST = 150;
const LONGEST = 30_000;
const MOST_PAGES = 50;
/** Half a page of 三号 is eleven lines, and title, opening line and sources take seven of them: a little more says more. */
const FEWEST_PAGES = 0.65;

/** Characters of a sentence, and how many 几句 are. */
const SENTENCE = 110;
const FEW = 5;

const NUMBERS: Readonly<Record<string, number>> = { 半: 0.5, 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 十: 10 };

/** The length that a text asks for: 2页, 半页, 1500字, 一千字, 三句话; undefined when it asks for none. */
export function readLength(text: string): DraftLength | undefined {
  const sentences = /([一两二三四五六几]|\d)\s*(?:句话|句)(?!子)/u.exec(text)?.[1];
  if (sentences !== undefined)
    return { characters: Math.max(SHORTEST, (NUMBERS[sentences] ?? (Number(sentences) || FEW)) * SENTENCE) };
  const pages = /(\d{1,3}(?:\.\d)?|[半一两二三四五十])\s*(?:个|张)?\s*页/u.exec(text)?.[1];
  if (pages !== undefined)
    return { pages: Math.min(MOST_PAGES, Math.max(FEWEST_PAGES, NUMBERS[pages] ?? Number(pages))) };
  const thousands = /([一两二三四五])千字/u.exec(text)?.[1];
  const written = /(\d{2,5})\s*字(?!段|节)/u.exec(text)?.[1];
  if (thousands === undefined && written === undefined) return undefined;
  const characters = thousands === undefined ? Number(written) : (NUMBERS[thousands] ?? 1) * 1000;
  return { characters: Math.min(LONGEST, Math.max(SHORTEST, characters)) };
}

/** Characters that a length has room for, about. */
export function charactersFor(length: DraftLength): number {
  return 'pages' in length ? Math.round(length.pages * PAGE_CHARACTERS) : length.characters;
}

/** Characters of a draft as a word processor counts them: everything but the footnotes. */
export function charactersOf(draft: DraftDocument): number {
  const texts = [
    draft.title,
    draft.lead,
    ...draft.sections.flatMap(({ heading, paragraphs, tables }) => [
      heading,
      ...tables.map(tableText).flatMap(({ columns, rows }) => [...columns, ...rows.flatMap(({ cells }) => cells)]),
      ...paragraphs.flatMap(({ name, sentences }) => [name, ...sentences.map(({ text }) => text)]),
    ]),
    ...draft.notes.map(({ text }) => text),
  ];
  return texts.reduce((sum, text) => sum + text.length, 0);
}
