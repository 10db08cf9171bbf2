import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Postgres } from './connection.ts';
import { quoted, type Token } from './word-search.ts';

/** Sets of plans whose size is kept. */
const KEPT_SCOPES = 100;

const countSchema = z.object({ place: z.int(), passages: z.int() });
const totalsSchema = z.object({ passages: z.int(), tokens: z.coerce.number() });

/** Passages of some plans, and words of all of them together. */
export type Totals = z.infer<typeof totalsSchema>;

/** Counts words among the passages of some plans, where the generation knows them only for all. */
export class CountedWords {
  readonly #database: Postgres;
  readonly #schema: string;
  readonly #totals = new LRUCache<string, Totals>({ max: KEPT_SCOPES });

  constructor(database: Postgres, schema: string) {
    this.#database = database;
    this.#schema = schema;
  }

  /** Those of the tokens that some passage of the plans holds, each with how many, in their order. */
  async tokens(tokens: readonly Token[], plans: readonly number[]): Promise<readonly Token[]> {
    const sql = `SELECT place::integer, count(*)::integer AS passages
      FROM unnest($1::text[]) WITH ORDINALITY AS wanted (query, place)
      JOIN ${this.#schema}.passage_words ON words @@ wanted.query::tsquery AND plan = ANY($2::integer[])
      GROUP BY place ORDER BY place`;
    const rows = await this.#database.read(sql, [tokens.map(({ token }) => quoted(token)), plans]);
    return rows.flatMap((row) => {
      const { place, passages } = countSchema.parse(row);
      const token = tokens[place - 1];
      return token === undefined ? [] : [{ ...token, passages }];
    });
  }

  async totals(plans: readonly number[]): Promise<Totals> {
    const key = plans.join(' ');
    const known = this.#totals.get(key);
    if (known !== undefined) return known;
    const sql = `SELECT count(*)::integer AS passages, coalesce(sum(length), 0)::float8 AS tokens
      FROM ${this.#schema}.passage_words WHERE plan = ANY($1::integer[])`;
    const [row] = await this.#database.read(sql, [plans]);
    const totals = totalsSchema.parse(row);
    this.#totals.set(key, totals);
    return totals;
  }
}
