import type { Line } from '../lines.ts';
import { readPiped, readTabbed } from './delimited.ts';
import type { Grid } from './grid.ts';
import { readSpaced } from './spaced.ts';
import { readStacked } from './stacked.ts';

const READERS: readonly ((lines: readonly Line[], start: number) => Grid | undefined)[] = [
  readPiped,
  readTabbed,
  readSpaced,
  readStacked,
];

/** The table that starts at `lines[start]`, whichever of the four ways it is set in; undefined when none does. */
export function readTable(lines: readonly Line[], start: number): Grid | undefined {
  for (const reader of READERS) {
    const grid = reader(lines, start);
    if (grid) return grid;
  }
  return undefined;
}
