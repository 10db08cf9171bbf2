import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../retrieval/vectors/durable-file.ts';

const notesSchema = z.strictObject({
  /** The generation these notes are of. */
  generation: z.string(),
  /** `CorpusFiles.fingerprint` of the files it was built from. */
  files: z.string(),
  /** Each file that could not be read, by its base name, and why. */
  failures: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
  warnings: z.array(z.string()),
});

/** What reading the corpus brought up, kept beside the index so that it need not be read again to be told. */
export type IndexNotes = Readonly<z.infer<typeof notesSchema>>;

const NOTES_FILE = 'corpus.json';

/** The notes of a data folder; absent when there are none or they make no sense, which costs a rebuild and no more. */
export function readNotes(dataDir: string): IndexNotes | undefined {
  try {
    return notesSchema.safeParse(JSON.parse(readFileSync(join(dataDir, NOTES_FILE), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/**
 * Keeps the notes.
 * @throws GuidaError `data-unwritable`
 */
export function writeNotes(dataDir: string, notes: IndexNotes): void {
  writeDurably(join(dataDir, NOTES_FILE), Buffer.from(`${JSON.stringify(notes)}\n`));
}
