import { cleanLine, displayWidth, foldRadicals } from './characters.ts';
import type { SourceText } from './types.ts';

/** A line of the file with what the next steps need to know of it. */
export interface Line {
  /** 1-based line of the original file. */
  readonly number: number;
  /** Radicals folded, white space as in the file: tables need it. */
  readonly raw: string;
  /** Radicals folded, spaces tightened, Markdown's marks removed. Empty for a blank line and for a rule (“---”). */
  readonly text: string;
  /** Depth of a Markdown heading, 1 to 6; 0 for other lines. */
  readonly depth: number;
  /** The words in bold type that open the line, the way some plans set run-in headings; empty when none do. */
  readonly bold: string;
  /** A list item of Markdown (“- ”). */
  readonly bullet: boolean;
  /** A block quote of Markdown (“> ”). */
  readonly quote: boolean;
  /** A page number that stands alone. */
  readonly page: boolean;
}

/** What the layout of the whole file says about how its lines are to be joined. */
export interface Layout {
  /** Lines are broken at a fixed width, so that most do not end a sentence. */
  readonly hardWrapped: boolean;
  /** The width that hardly any line exceeds, in half-width units; 0 when lines are not broken at a width. */
  readonly width: number;
  /** Paragraphs are set apart by blank lines, so that a blank line means nothing more. */
  readonly blankSeparated: boolean;
}

/** Reads the lines of a file: folds, tightens, and takes Markdown's marks off. */
export function readLines(source: SourceText): readonly Line[] {
  return markPageNumbers(source.lines.map((original, index) => readLine(foldRadicals(original), index + 1)));
}

function readLine(folded: string, number: number): Line {
  const quoted = /^\s{0,3}>(?:\s|$)/u.test(folded);
  const raw = quoted ? folded.replace(/^\s*(?:>\s?)+/u, '') : folded;
  const heading = /^\s{0,3}(#{1,6})\s(.*)$/su.exec(raw);
  const body = heading ? (heading[2] ?? '').trimStart() : raw;
  const bullet = /^\s*[-*+]\s+\S/u.test(body) && !isRule(body);
  const unbulleted = bullet ? body.trimStart().slice(1).trimStart() : body;
  const lead = /^\s*\*\*([^*]+)\*\*/u.exec(unbulleted)?.[1] ?? '';
  const plain = isRule(unbulleted) ? '' : plainText(unbulleted);
  return {
    number,
    raw,
    text: keepBoxSpace(plain, cleanLine(plain)),
    depth: heading?.[1]?.length ?? 0,
    bold: cleanLine(plainText(lead)),
    bullet,
    quote: quoted,
    page: false,
  };
}

function plainText(markdown: string): string {
  return markdown.replaceAll('**', '').replace(/\\([\\*_#`[\]])/gu, '$1');
}

/** A line drawn across the page: nothing but three or more dashes, stars or the like. */
function isRule(text: string): boolean {
  return /^[-—–_*=~＊]{3,}$/u.test(text.replace(/\s+/gu, '')) && !text.includes('\t') && !text.includes('|');
}

/** “专栏五 四大开发区…” is box 5, not box 54: the space after its number counts. */
function keepBoxSpace(plain: string, text: string): string {
  const number = /^\s*专\s*栏\s*([一二三四五六七八九十]{1,3})\s+[一二三四五六七八九十]/u.exec(plain)?.[1];
  return number === undefined ? text : text.replace(`专栏${number}`, `专栏${number} `);
}

const BARE_NUMBER = /^\d{1,3}$/u;
const DECORATED_NUMBER = /^(?:[-—–·]+\s?\d{1,4}\s?[-—–·]+|第\d{1,4}页(?:[,，/]?共\d{1,4}页)?|\d{1,4}\/\d{1,4})$/u;

/**
 * Marks the page numbers. A number without dashes around it counts only where page numbers rise through the file and
 * no other bare number stands beside it: otherwise it is a cell of a table that lost its form.
 */
function markPageNumbers(lines: readonly Line[]): readonly Line[] {
  const filled = lines.filter((line) => line.text !== '' || line.raw.startsWith('\t'));
  const isBare = (line: Line | undefined): boolean =>
    line !== undefined && BARE_NUMBER.test(line.text) && !line.raw.startsWith('\t') && line.depth === 0 && !line.bullet;
  const pages = new Set<number>();
  let last = 0;
  filled.forEach((line, index) => {
    if (DECORATED_NUMBER.test(line.text) && !line.raw.startsWith('\t') && line.depth === 0) pages.add(line.number);
    if (!isBare(line) || isBare(filled[index - 1]) || isBare(filled[index + 1])) return;
    const value = Number(line.text);
    // A compilation starts again at 1.
    if (value <= last && value !== 1) return;
    pages.add(line.number);
    last = value;
  });
  return pages.size === 0 ? lines : lines.map((line) => (pages.has(line.number) ? { ...line, page: true } : line));
}

/** Judges how the lines of a file are broken. */
export function judgeLayout(lines: readonly Line[]): Layout {
  const filled = lines.filter((line) => line.text !== '' && !line.page && line.depth === 0 && !line.raw.includes('\t'));
  const open = filled.filter((line) => !/[。！？；：:]$/u.test(line.text.slice(-1))).length;
  const widths = filled.map((line) => displayWidth(line.text)).sort((a, b) => a - b);
  const at = (share: number): number => widths[Math.floor((widths.length - 1) * share)] ?? 0;
  const full = widths.filter((width) => width >= at(0.9) - 6).length / Math.max(1, widths.length);
  const narrow = at(0.98) <= 120 && at(0.9) >= 30;
  const hardWrapped =
    narrow && open / filled.length > 0.5 && (filled.length >= 40 || (filled.length >= 8 && full >= 0.5));
  let followedByBlank = 0;
  for (let index = 0; index < lines.length - 1; index += 1) {
    if (lines[index]?.text && !lines[index + 1]?.text) followedByBlank += 1;
  }
  return {
    hardWrapped,
    width: hardWrapped ? at(0.9) : 0,
    blankSeparated: filled.length > 0 && followedByBlank / filled.length > 0.4,
  };
}

/** Index of the first line from `start` on that is not blank; the number of lines when there is none. */
export function nextFilled(lines: readonly Line[], start: number): number {
  let index = start;
  while (index < lines.length && lines[index]?.text === '') index += 1;
  return index;
}
