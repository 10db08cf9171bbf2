import type { Migrations } from '../../retrieval/postgres/migrate.ts';

/**
 * The journal's tables in PostgreSQL: those of the embedded journal (`migrations.ts`), and with each event the journal
 * that took it, so that of several replicas none answers what another is answering.
 */
export const JOURNAL_MIGRATIONS: Migrations = {
  name: 'journal',
  steps: [
    `
    -- One number for each journal that is opened; whoever lives holds the lock of that number.
    CREATE SEQUENCE guida.journals AS integer;

    CREATE TABLE guida.events (
      n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      channel text NOT NULL,
      event_id text NOT NULL,
      user_id text NOT NULL,
      room_id text,
      audience text NOT NULL,
      conversation_id text NOT NULL,
      -- SHA-256 of ids: a platform's may be of any length, an index entry may not.
      event_key text NOT NULL,
      conversation_key text NOT NULL,
      -- Both are erased once the event is settled.
      question text,
      reply_to text,
      state text NOT NULL CHECK (state IN ('taken', 'sending', 'settled')),
      journal integer NOT NULL,
      at bigint NOT NULL
    );
    CREATE UNIQUE INDEX events_by_id ON guida.events (channel, event_key);
    CREATE INDEX events_open ON guida.events (channel, n) WHERE state <> 'settled';
    CREATE INDEX events_of_conversation ON guida.events (conversation_key);
    CREATE INDEX events_by_time ON guida.events (at);

    CREATE TABLE guida.answers (
      n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      answer_id text COLLATE "C" NOT NULL UNIQUE,
      channel text NOT NULL,
      user_id text NOT NULL,
      room_id text,
      audience text NOT NULL,
      conversation_id text NOT NULL,
      conversation_key text NOT NULL,
      event_id text NOT NULL,
      question text NOT NULL,
      answer text NOT NULL,
      generation text NOT NULL,
      waited_ms double precision NOT NULL,
      took_ms double precision NOT NULL,
      at bigint NOT NULL
    );
    CREATE INDEX answers_of_conversation ON guida.answers (conversation_key, n);
    CREATE INDEX answers_by_time ON guida.answers (at);

    CREATE TABLE guida.feedback (
      answer_id text COLLATE "C" NOT NULL REFERENCES guida.answers (answer_id) ON DELETE CASCADE,
      user_id text COLLATE "C" NOT NULL,
      verdict text NOT NULL CHECK (verdict IN ('good', 'bad')),
      reason text,
      at bigint NOT NULL,
      PRIMARY KEY (answer_id, user_id)
    );
    CREATE INDEX feedback_by_time ON guida.feedback (at);
    `,
    // Of any length: a hash index holds no id.
    'CREATE INDEX answers_to_event ON guida.answers USING hash (event_id);',
  ],
};
