/**
 * How the journal's tables came to be, one step a version: `migrations[0]` makes version 1. Steps are only ever added;
 * a journal of an older version is brought up to date when it is opened, step by step, in one transaction.
 *
 * `audience` says whose a conversation is: `room <id>` for all who are in a room, `user <id>` for one person.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE events (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    event_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    room_id TEXT,
    audience TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    -- Both are erased once the event is settled.
    question TEXT,
    reply_to TEXT,
    state TEXT NOT NULL CHECK (state IN ('taken', 'sending', 'settled')),
    at INTEGER NOT NULL,
    UNIQUE (channel, event_id)
  ) STRICT;
  CREATE INDEX events_open ON events (channel, n) WHERE state <> 'settled';
  CREATE INDEX events_of_conversation ON events (channel, audience, conversation_id);
  CREATE INDEX events_by_time ON events (at);

  CREATE TABLE answers (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    answer_id TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    user_id TEXT NOT NULL,
    room_id TEXT,
    audience TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    generation TEXT NOT NULL,
    waited_ms REAL NOT NULL,
    took_ms REAL NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX answers_of_conversation ON answers (channel, audience, conversation_id, n);
  CREATE INDEX answers_by_time ON answers (at);

  CREATE TABLE feedback (
    answer_id TEXT NOT NULL REFERENCES answers (answer_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad')),
    reason TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (answer_id, user_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX feedback_by_time ON feedback (at);
  `,
  'CREATE INDEX answers_to_event ON answers (channel, event_id, n)',
];
