import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Postgres } from './connection.ts';
import type { Token } from './word-search.ts';

/** Words that are kept in memory once looked up: questions share most of theirs. */
const MOST = 20_000;

const tokenSchema = z.object({ token: z.string(), id: z.int(), passages: z.int() });

/** Looks up the words of a generation, which never change. */
export class TokenCache {
  readonly #database: Postgres;
  readonly #schema: string;
  /** What is in no passage is kept too. */
  readonly #kept = new LRUCache<string, Token | 'in no passage'>({ max: MOST });

  constructor(database: Postgres, schema: string) {
    this.#database = database;
    this.#schema = schema;
  }

  /** Those of the words that some passage holds. */
  async get(tokens: readonly string[]): Promise<ReadonlyMap<string, Token>> {
    const wanted = [...new Set(tokens)];
    const found = new Map(wanted.map((token) => [token, this.#kept.get(token)]));
    const missing = wanted.filter((token) => found.get(token) === undefined);
    if (missing.length > 0) {
      const sql = `SELECT token, id, passages FROM ${this.#schema}.tokens WHERE token = ANY($1::text[])`;
      for (const row of await this.#database.read(sql, [missing])) {
        const token = tokenSchema.parse(row);
        found.set(token.token, token);
      }
      for (const token of missing) this.#kept.set(token, found.get(token) ?? 'in no passage');
    }
    return new Map(
      [...found].flatMap(([token, known]) => (typeof known === 'object' ? [[token, known] as const] : [])),
    );
  }
}
