import { cleanLine } from '../characters.ts';
import type { Line } from '../lines.ts';
import { assembleGrid, type Grid, type RawRow } from './grid.ts';

/** A line with more cells than this is no table row. */
const WIDEST = 60;
/** Longest cell of a tab-separated row, in characters: longer text between tabs is running text. */
const LONGEST_CELL = 120;

function splitTabs(raw: string): readonly string[] {
  return raw.split('\t', WIDEST + 1).map(cleanLine);
}

/** Tab-separated rows, one a line, with at least two cells. Header cells may be merged over two lines. */
export function readTabbed(lines: readonly Line[], start: number): Grid | undefined {
  const rows: RawRow[] = [];
  let index = start;
  for (; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || line.depth > 0) break;
    const cells = splitTabs(line.raw);
    if (line.text === '' && rows.length > 0 && isTabbedRow(lines[index + 1])) continue;
    if (!isTabbedRow(line)) break;
    rows.push({ cells, lines: [line.number, line.number] });
  }
  return rows.length >= 2 ? assembleGrid(rows, index) : undefined;
}

function isTabbedRow(line: Line | undefined): boolean {
  if (!line || line.depth > 0) return false;
  const cells = splitTabs(line.raw);
  const filled = cells.filter((cell) => cell !== '');
  return cells.length <= WIDEST && filled.length >= 2 && filled.every((cell) => cell.length <= LONGEST_CELL);
}

const DIVIDER = /^\|?\s?:?-+:?\s?(?:\|\s?:?-+:?\s?)*\|?$/u;

/** A table in GitHub-flavoured Markdown. */
export function readPiped(lines: readonly Line[], start: number): Grid | undefined {
  if (!lines[start]?.raw.includes('|') || !isDivider(lines[start + 1])) return undefined;
  const rows: RawRow[] = [];
  let index = start;
  for (; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line?.raw.includes('|') || line.text === '') break;
    if (index === start + 1) continue;
    const inner = line.raw
      .trim()
      .replace(/^\|/u, '')
      .replace(/(?<!\\)\|$/u, '');
    const cells = inner.split(/(?<!\\)\|/u, WIDEST + 1).map(readCell);
    if (cells.length > WIDEST) break;
    rows.push({ cells, lines: [line.number, line.number] });
  }
  return rows.length >= 2 ? assembleGrid(rows, index) : undefined;
}

function isDivider(line: Line | undefined): boolean {
  if (!line?.raw.includes('|') || !line.raw.includes('-')) return false;
  return DIVIDER.test(line.raw.trim().replace(/\s+/gu, ' '));
}

function readCell(markdown: string): string {
  const text = markdown
    .replace(/<br\s?\/?>/giu, ' ')
    .replace(/\\([\\|*_])/gu, '$1')
    .replaceAll('**', '');
  return cleanLine(text);
}
