import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { GuidaError } from '../corpus/errors.ts';
import { parseJsonLines } from './json-lines.ts';

/** What is asked, as users ask it; scores are reported kind by kind. */
export const KINDS = [
  'figure',
  'cell',
  'name',
  'list',
  'comparison',
  'two-hop',
  'colloquial',
  'follow-up',
  'several-plans',
  'disagreement',
  'false-premise',
  'unanswerable',
  'out-of-scope',
  'draft-status',
  'hostile',
  'summary',
] as const;

export type Kind = (typeof KINDS)[number];

/**
 * `tuning`: may be read by whoever improves the assistant. `kept`: is only ever scored, so that it shows whether an
 * improvement is general; its questions are not printed.
 */
export type Part = 'tuning' | 'kept';

/** Both, in the order of reports. */
export const PARTS = ['tuning', 'kept'] as const satisfies readonly Part[];

const text = z.string().regex(/\S/u);

const evidenceSchema = z.strictObject({
  /** Exact title of the plan, without stray spaces. */
  plan: text,
  /** The nearest heading the passage stands under. */
  section: text,
  /** Short strings that stand together in the passage. */
  contains: z.array(text).min(1).max(4),
});

const questionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+-\d+$/u),
    kind: z.enum(KINDS),
    /** One conversation, oldest first; the last turn is judged. */
    turns: z.array(text).min(1),
    /** A right answer holds one string of every group. */
    expect: z.array(z.array(text).min(1)),
    /** A right answer holds none of these. */
    forbid: z.array(text),
    /** The right answer is that the plans do not have it. */
    decline: z.boolean(),
    /** What the answer must rest on; empty for questions to decline. */
    evidence: z.array(evidenceSchema),
  })
  .refine((question) => question.decline === (question.evidence.length === 0), {
    message: 'a question has evidence unless it is to be declined',
  });

/** One passage that an answer must rest on. */
export type ExpectedEvidence = z.infer<typeof evidenceSchema>;

/** A question with what is known to be its right answer. */
export type KnownFact = z.infer<typeof questionSchema>;

/** The file of a part that ships with the project. */
export function shippedQuestions(part: Part): string {
  return path.join(path.dirname(fileURLToPath(import.meta.url)), 'questions', `${part}.jsonl`);
}

/** SHA-256 bytes under this go to the tuning part: 60 %. */
const TUNING_BYTES = 154;

/** The part a question belongs to. Follows from its id alone, so that nobody chooses. */
export function partOf(id: string): Part {
  const [first = 0] = createHash('sha256').update(`split:${id}`).digest();
  return first < TUNING_BYTES ? 'tuning' : 'kept';
}

/**
 * Reads questions: JSON objects, one a line; blank lines are passed over.
 * @throws GuidaError `usage` naming the file and line that does not read, or an id that stands twice
 */
export function parseQuestions(content: string, file: string): readonly KnownFact[] {
  const questions = new Map<string, KnownFact>();
  for (const { where, value: question } of parseJsonLines(content, file, questionSchema)) {
    if (questions.has(question.id)) throw new GuidaError('usage', `${where}: id ${question.id} stands twice.`);
    questions.set(question.id, question);
  }
  if (questions.size === 0) throw new GuidaError('usage', `${path.basename(file)}: there is no question in it.`);
  return [...questions.values()];
}

/**
 * Reads a file of questions.
 * @throws GuidaError `usage` when it cannot be read or does not hold questions
 */
export async function loadQuestions(file: string): Promise<readonly KnownFact[]> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new GuidaError('usage', `${path.basename(file)}: the questions cannot be read.`, { cause: error });
  }
  return parseQuestions(content, file);
}
