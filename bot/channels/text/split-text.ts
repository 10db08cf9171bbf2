import { firmStretches, isInside, softStretches } from './kept-together.ts';
import { placesToCut } from './places-to-cut.ts';
import { tablesOf } from './table-lines.ts';

/** A piece is filled at least so far, as a share of what fits, before the end of a sentence or more is given up. */
const FILLED = [0.5, 0.1] as const;

/** How far beyond the limit is looked, in UTF-16 units: longer than any figure or title that matters. */
const LOOKAHEAD = 200;

/** The character before a place and those after it, where the place lies inside one number. */
const DIGITS_AT = /^(?:\p{Nd}\p{Nd}|\p{Nd}[.,]\p{Nd}|[.,]\p{Nd})/u;

/**
 * Cuts a text into pieces of which none is over the limit: at the end of a paragraph, else of a sentence, else of a clause;
 * never inside a figure with its unit, a citation mark, a bold marker or a surrogate pair, and not inside a 《title》, a link
 * or bold words when there is another place. Joined, the pieces are the text but for white space at the cuts. A Markdown
 * table is cut between rows, and its head is repeated. No piece is blank, so a blank text has none.
 * @param limit in what `sizeOf` counts. One that does not hold a single figure lets it be cut, between its numbers where it is a
 * range, and one that does not hold a
 * single character is exceeded by single characters: nothing is lost
 * @param sizeOf size of a text, UTF-16 units by default; must not shrink when the text grows
 */
export function splitText(
  text: string,
  limit: number,
  sizeOf: (text: string) => number = (piece) => piece.length,
): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const longest = longestFitting(rest, limit, sizeOf);
    if (longest === rest.length) {
      pieces.push(rest);
      break;
    }
    const end = cutWithin(rest, longest);
    const piece = rest.slice(0, end).trimEnd();
    if (piece !== '') pieces.push(piece);
    const table = tablesOf(rest).find(({ rowEnds }) => rowEnds.includes(end));
    const head = table ? rest.slice(table.start, table.headEnd) : '';
    rest = head + withoutLeadingSpace(rest.slice(end), rest[end - 1] === '\n');
  }
  return pieces;
}

/** The longest beginning that fits, in whole characters; at least one of them. */
function longestFitting(text: string, limit: number, sizeOf: (text: string) => number): number {
  if (sizeOf(text) <= limit) return text.length;
  let fits = 0;
  let tooLong = text.length;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (sizeOf(text.slice(0, middle)) <= limit) fits = middle;
    else tooLong = middle;
  }
  const whole = isInsidePair(text, fits) ? fits - 1 : fits;
  return whole > 0 ? whole : String.fromCodePoint(text.codePointAt(0) ?? 0).length;
}

/** Where to cut, after the first character and at most at `longest`. */
function cutWithin(text: string, longest: number): number {
  const near = text.slice(0, longest + LOOKAHEAD);
  const firm = firmStretches(near);
  const soft = softStretches(near);
  const tables = tablesOf(text).filter(({ start }) => start < longest);
  const firmly = (position: number): boolean => !isInside(position, firm);
  const inTable = (position: number): boolean => tables.some(({ start, end }) => start < position && position < end);
  const wholly = (position: number): boolean => firmly(position) && !isInside(position, soft) && !inTable(position);

  const { paragraphs, lines, sentences, clauses } = placesToCut(near, longest);
  // The line end at the cut goes, so it needs no room.
  const rows = tables.flatMap(({ rowEnds }) => rowEnds).filter((position) => position - 1 <= longest);
  const kinds = [paragraphs.filter(wholly), [...lines.filter(wholly), ...rows], sentences.filter(wholly)];
  for (const share of FILLED) {
    for (const places of kinds) {
      const last = Math.max(0, ...places);
      if (last >= longest * share && last > 0) return last;
    }
  }
  for (const places of [clauses.filter(wholly), ...kinds]) {
    const last = Math.max(0, ...places);
    if (last > 0) return last;
  }
  return (
    lastBoundary(text, longest, wholly) ??
    lastBoundary(text, longest, firmly) ??
    lastBoundary(text, longest, (position) => !DIGITS_AT.test(text.slice(position - 1, position + 2))) ??
    longest
  );
}

function lastBoundary(text: string, longest: number, accepts: (position: number) => boolean): number | undefined {
  for (let position = longest; position > 0; position -= 1) {
    if (!isInsidePair(text, position) && accepts(position)) return position;
  }
  return undefined;
}

/** Whether a cut before the character at `position` parts a surrogate pair. */
function isInsidePair(text: string, position: number): boolean {
  return position > 0 && (text.codePointAt(position - 1) ?? 0) > 0xffff;
}

/** White space at a cut goes, but for the indent of the next line, which says how deep a list is. */
function withoutLeadingSpace(text: string, startsLine: boolean): string {
  const blankLines = /^(?:[^\S\n]*\n)+/u;
  return blankLines.test(text) || startsLine ? text.replace(blankLines, '') : text.trimStart();
}
