import { raise } from './lines.ts';

/**
 * A piece of text as it stands on an upright page. Lengths are in points; x grows to the right, y downwards, and y is
 * that of the line the letters stand on.
 */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Height of the type, points. */
  readonly size: number;
}

/** A stretch of a line that no wide gap breaks: a table cell, or the whole of a line of prose. */
export interface Cell {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A line of a page, cells from left to right, never none. */
export type CellLine = readonly Cell[];

/** Distances as a share of the height of the type. */
const SAME_LINE = 0.45;
const WORD_GAP = 0.2;
const CELL_GAP = 1.2;
/** Gaps up to this may be letter-spacing, when all gaps of a line are alike to within {@link SPACING_SPREAD}. */
const MOST_SPACING = 2.5;
const SPACING_SPREAD = 0.3;
/** Raised by this much and smaller by that: a superscript. */
const RAISED = 0.2;
const RAISED_SIZE = 0.8;

const end = (piece: PlacedText): number => piece.x + piece.width;

function isBlank(piece: PlacedText): boolean {
  return piece.text.trim() === '';
}

/** Gap between neighbours in units of their type. */
function gap(left: PlacedText, right: PlacedText): number {
  return (right.x - end(left)) / Math.max(left.size, right.size);
}

function groupLines(pieces: readonly PlacedText[]): readonly (readonly PlacedText[])[] {
  const groups: { y: number; size: number; pieces: PlacedText[] }[] = [];
  for (const piece of pieces.toSorted((a, b) => a.y - b.y)) {
    const group = groups.at(-1);
    if (group && piece.y - group.y <= SAME_LINE * Math.max(group.size, piece.size)) {
      group.pieces.push(piece);
      // The line is where its largest type stands, not where a superscript above it does.
      if (piece.size > group.size) Object.assign(group, { y: piece.y, size: piece.size });
    } else {
      groups.push({ y: piece.y, size: piece.size, pieces: [piece] });
    }
  }
  return groups.map((group) => group.pieces.toSorted((a, b) => a.x - b.x));
}

/** Bold type is often faked by printing a text twice, a hair apart. */
function isOverprint(left: PlacedText | undefined, piece: PlacedText): boolean {
  return (
    left !== undefined &&
    left.text === piece.text &&
    Math.abs(left.x - piece.x) < 0.2 * piece.size &&
    Math.abs(left.y - piece.y) < 0.2 * piece.size
  );
}

/** A title such as “示 例 市”: single Han characters, all equally far apart. */
function isLetterSpaced(pieces: readonly PlacedText[]): boolean {
  const gaps = pieces.slice(1).map((piece, index) => gap(pieces[index] ?? piece, piece));
  const widest = Math.max(...gaps);
  return (
    gaps.length > 0 &&
    widest <= MOST_SPACING &&
    widest - Math.min(...gaps) <= SPACING_SPREAD &&
    pieces.every((piece) => /^\p{Script=Han}$/u.test(piece.text.trim()))
  );
}

function textAfter(left: PlacedText, piece: PlacedText): string {
  const raised = left.y - piece.y > RAISED * left.size && piece.size < RAISED_SIZE * left.size;
  return raised ? raise(piece.text) : piece.text;
}

/** Single characters with a space between any two, four of them at least. */
const SPACED_RUN = /(?<!\S)(?:\S ){3,}\S(?!\S)/gu;

/** pdf.js puts a space into every gap of loosely set text: “到 2 0 2 5 年”. */
function tighten(text: string): string {
  const trimmed = text.replace(/\s+/gu, ' ').trim();
  return trimmed.replace(SPACED_RUN, (run) => (/\p{Script=Han}/u.test(run) ? run.replaceAll(' ', '') : run));
}

function cellsOf(line: readonly PlacedText[]): CellLine {
  const pieces = line.filter((piece) => !isBlank(piece));
  const spaces = line.filter(isBlank);
  const spaced = isLetterSpaced(pieces);
  const cells: { text: string; from: number; to: number }[] = [];
  let left: PlacedText | undefined;
  for (const piece of pieces) {
    if (isOverprint(left, piece)) continue;
    const cell = cells.at(-1);
    const distance = left ? gap(left, piece) : Infinity;
    if (cell === undefined || left === undefined || (distance > CELL_GAP && !spaced)) {
      cells.push({ text: piece.text, from: piece.x, to: end(piece) });
    } else {
      const [after, before] = [left.x, piece.x];
      const apart = !spaced && (distance > WORD_GAP || spaces.some((space) => space.x > after && space.x < before));
      cell.text += (apart ? ' ' : '') + textAfter(left, piece);
      cell.to = Math.max(cell.to, end(piece));
    }
    left = piece;
  }
  return cells.map((cell) => ({ ...cell, text: tighten(cell.text) }));
}

/** Puts the pieces of a page together: lines from top to bottom, each cut into cells at its wide gaps. */
export function placeLines(pieces: readonly PlacedText[]): readonly CellLine[] {
  return groupLines(pieces)
    .map(cellsOf)
    .filter((cells) => cells.length > 0);
}
