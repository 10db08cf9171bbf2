import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { GuidaError } from '../corpus/errors.ts';
import { MARKS, type Judgement } from './metrics/judge.ts';
import { summarise, type Scores } from './metrics/summary.ts';
import { PARTS, type Part } from './questions.ts';

const scoresSchema = z.record(z.string(), z.number());

const partSchema = z.object({
  /** For reading and for the report; what the check compares is `marks`. */
  scores: scoresSchema,
  kinds: z.record(z.string(), scoresSchema),
  /** The marks that each question had, separated by spaces. */
  marks: z.record(z.string(), z.string()),
});

const baselineSchema = z.record(z.string(), z.partialRecord(z.enum(PARTS), partSchema));

/** One part of the questions as it was answered when the baseline was accepted. */
export type BaselinePart = z.infer<typeof partSchema>;

/** The accepted scores, by edition and part. */
export type Baseline = z.infer<typeof baselineSchema>;

/** The baseline that is committed. */
export const BASELINE_FILE = fileURLToPath(new URL('baseline.json', import.meta.url));

/**
 * Reads a baseline; one that is not there is empty.
 * @throws GuidaError `usage` when the file is not one
 */
export async function readBaseline(file: string): Promise<Baseline> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch {
    return {}; // the first run accepts one
  }
  try {
    return baselineSchema.parse(JSON.parse(content));
  } catch (error) {
    throw new GuidaError('usage', 'The baseline does not read. Restore it, or write it anew with --accept.', {
      cause: error,
    });
  }
}

/** Writes a baseline. The same scores give the same bytes. */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  await writeFile(file, `${JSON.stringify(baseline, null, 2)}\n`);
}

/** The baseline with one part of one edition replaced by what was measured. Times are left out: they never repeat. */
export function accept(baseline: Baseline, edition: string, part: Part, judgements: readonly Judgement[]): Baseline {
  const { total, kinds } = summarise(judgements);
  const accepted: BaselinePart = {
    scores: numbersOf(total),
    kinds: Object.fromEntries([...kinds].map(([kind, scores]) => [kind, numbersOf(scores)])),
    marks: Object.fromEntries(
      judgements.map(({ id, marks }) => [id, MARKS.filter((mark) => marks[mark] === true).join(' ')]),
    ),
  };
  return { ...baseline, [edition]: { ...baseline[edition], [part]: accepted } };
}

/** The scores as names and numbers, shares rounded to a hundredth of a point; those without a value left out. */
export function numbersOf(scores: Scores): Record<string, number> {
  const { marks, length, questions, meanReciprocalRank, complete, citationRecall, citationPrecision } = scores;
  const { falseDeclines, falseAnswers, crag } = scores;
  const shares = { ...marks, meanReciprocalRank, complete, citationRecall, citationPrecision };
  const rounded = Object.entries({ ...shares, falseDeclines, falseAnswers, crag }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Math.round(value * 1e4) / 1e4] as const],
  );
  return { questions, ...Object.fromEntries(rounded), lengthP50: length.p50, lengthP95: length.p95 };
}
