import type { Migrations } from './migrate.ts';

/**
 * The list of generations. Each generation's own tables lie in a schema of its own (`generation-tables.ts`) and never
 * change; another format is another generation, so they need no migration.
 */
export const INDEX_MIGRATIONS: Migrations = {
  name: 'index',
  steps: [
    `
    CREATE TABLE guida.generations (
      number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      -- building: not finished, and no reader may see it; current: served; superseded: kept for those who read it.
      state text NOT NULL CHECK (state IN ('building', 'current', 'superseded')),
      id text NOT NULL,
      format text NOT NULL,
      created_by text NOT NULL,
      fingerprint text NOT NULL,
      words text NOT NULL,
      user_words text NOT NULL,
      embedding_kind text NOT NULL CHECK (embedding_kind IN ('local', 'external')),
      embedding_id text NOT NULL,
      dimension integer NOT NULL,
      -- Only when the embedding was trained on the corpus.
      embedding bytea,
      passages integer NOT NULL,
      tokens bigint NOT NULL,
      notes text NOT NULL,
      superseded_at timestamptz
    );
    -- The switch is one row: never two generations are current.
    CREATE UNIQUE INDEX generations_current ON guida.generations (state) WHERE state = 'current';
    `,
  ],
};
