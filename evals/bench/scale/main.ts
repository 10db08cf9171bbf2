import path from 'node:path';
import { CONTENDERS } from './contender.ts';
import { measureSize, type MeasuredSize } from './measure-size.ts';

/** What `measureSizes` takes. */
export interface SizesOptions {
  readonly sizes: readonly number[];
  readonly dimensions: readonly number[];
  readonly folder: string;
  /** Whether what is built stays in the folder, and what stands there already is used. */
  readonly isKept: boolean;
  readonly peers: string | undefined;
  readonly only: readonly string[] | undefined;
  /** How long a peer may build, seconds. */
  readonly patience: number;
  readonly note: (what: string) => void;
  /** Told each size as soon as it is measured: a long run that is ended early has not been for nothing. */
  readonly onMeasured: (measured: MeasuredSize) => void;
}

/** Fewer questions and rounds where each takes longer: up to so many passages. */
const EFFORTS = [
  { most: 50_000, questions: 100, rounds: 3 },
  { most: 500_000, questions: 40, rounds: 2 },
  { most: Infinity, questions: 100, rounds: 1 },
] as const;

/**
 * Measures one number of passages after another, each with every length of vectors.
 * @throws Error when `only` names none of the contenders
 */
export async function measureSizes(options: SizesOptions): Promise<readonly MeasuredSize[]> {
  const { isKept, peers, only, patience, note, onMeasured } = options;
  const names = CONTENDERS.map(({ name }) => name);
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no “${unknown}” to measure. There are: ${names.join(', ')}.`);
  const all: MeasuredSize[] = [];
  for (const passages of options.sizes) {
    for (const dimension of options.dimensions) {
      const { questions = 100, rounds = 1 } = EFFORTS.find(({ most }) => passages <= most) ?? {};
      const folder = path.join(options.folder, `${passages}-${dimension}`);
      const task = { passages, dimension, folder, isKept, peers, only, note, questions, rounds };
      const measured = await measureSize({ ...task, patienceMs: patience * 1000 });
      onMeasured(measured);
      all.push(measured);
    }
  }
  return all;
}
