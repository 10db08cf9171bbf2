import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { parseJsonLines } from '../json-lines.ts';

const schema = z.strictObject({
  id: z.string().regex(/^[tk]-\d+$/u),
  topic: z.string().min(4),
  length: z.string().optional(),
  /** Each point: groups of wordings, one of each of which a line of the draft must have. */
  points: z.array(z.array(z.array(z.string().min(1)).min(1)).min(1)).min(3),
});

/** A topic with the key points that a summary of it must have. */
export type KnownDraft = z.infer<typeof schema>;

/** `tuning` may be looked at by whoever improves drafts; `kept` is only ever scored. */
export type Part = 'tuning' | 'kept';

/** Reads the known topics that ship with the project, or another file of the same form. */
export function readKnown(
  file: string = fileURLToPath(new URL('known.jsonl', import.meta.url)),
): readonly KnownDraft[] {
  return parseJsonLines(readFileSync(file, 'utf8'), file, schema).map(({ value }) => value);
}

/** The part that a topic is in, by its id. */
export function partOf({ id }: Pick<KnownDraft, 'id'>): Part {
  return id.startsWith('k') ? 'kept' : 'tuning';
}
