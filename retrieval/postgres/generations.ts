import { createHash } from 'node:crypto';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import type { IndexIdentity } from '../store/index-store.ts';
import { generationId } from '../store/layout.ts';
import type { Connection, DatabaseRow, Queries } from './connection.ts';
import { FORMAT } from './generation-tables.ts';
import { tryLock, unlock } from './locks.ts';

const generationSchema = z.object({
  number: z.int().min(1),
  state: z.enum(['building', 'current', 'superseded']),
  id: z.string(),
  format: z.string(),
  fingerprint: z.string(),
  words: z.string(),
  embedding_kind: z.enum(['local', 'external']),
  embedding_id: z.string(),
  dimension: z.int().min(1),
  passages: z.int().min(0),
  tokens: z.coerce.number().min(0),
  notes: z.string(),
});

/** A generation as the list of them has it. */
export interface Generation extends IndexIdentity {
  readonly number: number;
  readonly format: string;
  /** Words of all passages together, repeats counted. */
  readonly tokens: number;
  /** What the builder wanted kept with it. */
  readonly notes: string;
}

/** What is known of a generation before it is written. */
export type NewGeneration = Omit<Generation, 'number' | 'generation' | 'format' | 'tokens'> & {
  readonly createdBy: string;
  readonly userWords: readonly string[];
  /** Bytes of the embedding that was trained on the corpus. */
  readonly localEmbedding: Uint8Array | undefined;
};

const COLUMNS = `number, state, id, format, fingerprint, words, embedding_kind, embedding_id, dimension, passages,
  tokens, notes`;

/** Name of the schema that holds a generation's tables. */
export function schemaOf({ number }: Pick<Generation, 'number'>): string {
  return `guida_g${number}`;
}

/** The generation that is served, whatever its format; absent when none has been built. */
export async function currentGeneration(session: Queries): Promise<Generation | undefined> {
  const [row] = await session.query(`SELECT ${COLUMNS} FROM guida.generations WHERE state = 'current'`);
  return row && generationOf(row);
}

/** Whether a generation is still there and whole. */
export async function isServable(session: Queries, { number }: Pick<Generation, 'number'>): Promise<boolean> {
  const sql = "SELECT 1 FROM guida.generations WHERE number = $1 AND state <> 'building'";
  return (await session.query(sql, [number])).length > 0;
}

/** @throws GuidaError `index-mismatch` when the generation is of another format or embedding than is expected */
export function assertReadable(generation: Generation, embedderId: string | undefined): void {
  if (generation.format !== FORMAT) {
    throw new GuidaError('index-mismatch', 'The index was built by another version. Build the index again.');
  }
  const { kind, id } = generation.embedding;
  if (embedderId !== undefined && embedderId !== (kind === 'local' ? 'local' : id)) {
    throw new GuidaError('index-mismatch', 'The index was built with another embedding. Build the index again.');
  }
}

/** Notes that a generation is being built. No reader sees it until it is published. */
export async function beginGeneration(session: Queries, content: NewGeneration): Promise<Generation> {
  const { fingerprint, words, embedding, passages, notes, createdBy, userWords, localEmbedding } = content;
  const sql = `INSERT INTO guida.generations (state, id, format, created_by, fingerprint, words, user_words,
      embedding_kind, embedding_id, dimension, embedding, passages, tokens, notes)
    VALUES ('building', '', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11) RETURNING ${COLUMNS}`;
  const { kind, id, dimension } = embedding;
  const bytes = localEmbedding === undefined ? null : Buffer.from(localEmbedding);
  const known = [FORMAT, createdBy, fingerprint, words, JSON.stringify(userWords), kind, id, dimension];
  const [row] = await session.query(
    sql,
    [...known, bytes, passages, notes].map((value) => value),
  );
  const begun = generationOf(row);
  const sum = createHash('sha256').update([begun.number, fingerprint, words, id].join('\n')).digest('hex');
  const named = { ...begun, generation: generationId(begun.number, sum) };
  await session.query('UPDATE guida.generations SET id = $2 WHERE number = $1', [named.number, named.generation]);
  return named;
}

/** The switch: from its commit on, whoever opens the index gets this generation, on every machine. */
export async function publish(session: Connection, { number }: Generation, tokens: number): Promise<void> {
  await session.transaction(async () => {
    await session.query(
      "UPDATE guida.generations SET state = 'superseded', superseded_at = now() WHERE state = 'current'",
    );
    const sql = "UPDATE guida.generations SET state = 'current', tokens = $2 WHERE number = $1 RETURNING number";
    const published = await session.query(sql, [number, tokens]);
    if (published.length !== 1) throw new GuidaError('internal', 'The generation that was built is gone.');
  });
}

/** Keeps other notes with a generation. */
export async function keepNotes(
  session: Queries,
  { number }: Pick<Generation, 'number'>,
  notes: string,
): Promise<void> {
  await session.query('UPDATE guida.generations SET notes = $2 WHERE number = $1', [number, notes]);
}

/**
 * Drops what nobody needs: generations whose building was cut short, and those that were superseded longer than a time
 * ago and that no reader holds. Call it in the session that holds the indexer's lock: then nothing is being built.
 */
export async function sweep(session: Connection, graceMs: number): Promise<void> {
  const sql = `SELECT number FROM guida.generations
    WHERE state = 'building' OR (state = 'superseded' AND superseded_at <= now() - make_interval(secs => $1))`;
  for (const { number } of await session.query(sql, [graceMs / 1000])) {
    const name = { lock: 'generation', key: Number(number) } as const;
    if (!(await tryLock(session, name, 'exclusive'))) continue;
    try {
      await session.transaction(async () => {
        await session.query(`DROP SCHEMA IF EXISTS ${schemaOf({ number: name.key })} CASCADE`);
        await session.query('DELETE FROM guida.generations WHERE number = $1', [name.key]);
      });
    } finally {
      await unlock(session, name);
    }
  }
}

function generationOf(row: DatabaseRow | undefined): Generation {
  const parsed = generationSchema.safeParse(row);
  if (!parsed.success) {
    throw new GuidaError('index-damaged', 'The list of indexes in the database makes no sense.', {
      cause: parsed.error,
    });
  }
  const { number, id, format, fingerprint, words, passages, tokens, notes, ...rest } = parsed.data;
  const embedding = { kind: rest.embedding_kind, id: rest.embedding_id, dimension: rest.dimension };
  return { number, generation: id, format, fingerprint, words, embedding, passages, tokens, notes };
}
