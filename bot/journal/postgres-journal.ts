import { createHash } from 'node:crypto';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import { Postgres, type ConnectionOptions, type DatabaseRow, type Value } from '../../retrieval/postgres/connection.ts';
import { LOCKS, HeldLock } from '../../retrieval/postgres/locks.ts';
import { migrate } from '../../retrieval/postgres/migrate.ts';
import type { IncomingQuestion, Reader } from '../service/types.ts';
import { audienceOf, eventOfRow, givenOfRow, judgedOfRow, replyToText, turnOfRow } from './journal-rows.ts';
import { JOURNAL_MIGRATIONS } from './postgres-journal-migrations.ts';
import type { Journal } from './types.ts';

/** Limit on the reason of a feedback, characters. */
const LONGEST_REASON = 1000;

/** Turns before an answer that are told with its feedback. */
const EARLIER_TURNS = 10;

/** Feedback that is read at once. */
const PAGE = 100;

/** Answers of a conversation among which one to its asker is looked for. */
const LATEST = 10;

/** Connections of the journal: its queries are short. */
const CONNECTIONS = 4;

const OF_CONVERSATION = 'conversation_key = $1';

/** Journals whose lock somebody holds: their processes live. */
const LIVING = `
    SELECT objid::bigint AS journal FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid = ${LOCKS.journal} AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Events are taken over from journals whose process has died. */
const UNFINISHED = `
  WITH living AS (${LIVING}
  ), mine AS (
    UPDATE guida.events SET journal = $2
    WHERE channel = $1 AND state <> 'settled'
      AND (journal = $2 OR journal NOT IN (SELECT journal FROM living))
    RETURNING *
  )
  SELECT * FROM mine ORDER BY n`;

/**
 * Whether another process is at an earlier question. One that has an answer is only being delivered; what a dead process
 * left is not waited for; those of this process are put in order by the service.
 */
const EARLIER_OPEN = `
  SELECT EXISTS (
    SELECT 1 FROM guida.events e
    WHERE e.conversation_key = $1 AND e.state <> 'settled'
      AND e.n < (SELECT n FROM guida.events WHERE channel = $2 AND event_key = $3)
      AND NOT EXISTS (SELECT 1 FROM guida.answers a WHERE a.event_id = e.event_id AND a.channel = e.channel)
      AND e.journal <> $4 AND e.journal IN (${LIVING})
  ) AS waits`;

const JUDGED = `
  SELECT a.*, a.n::float8 AS n, a.at::float8 AS at, f.user_id AS judge, f.verdict, f.reason, f.at::float8 AS judged_at
  FROM guida.feedback f JOIN guida.answers a ON a.answer_id = f.answer_id
  WHERE f.at >= $1 ORDER BY f.at, f.answer_id, f.user_id LIMIT ${PAGE} OFFSET $2`;

/** A journal in a database, shared by all replicas. */
export interface PostgresJournalOptions {
  readonly connection: ConnectionOptions;
}

/**
 * Opens the journal in a database; its tables are made when they are missing. Any number of processes may have it open:
 * an event is taken by one of them, and what one has left open, another takes over only once that one has died.
 * @throws GuidaError `journal-failed`
 */
export async function openPostgresJournal({ connection }: PostgresJournalOptions): Promise<Journal> {
  const limited = { ...connection, connections: CONNECTIONS };
  const database = new Postgres(limited);
  let lock: HeldLock | undefined;
  let journal: number;
  try {
    await migrate(connection, JOURNAL_MIGRATIONS);
    const [row] = await database.query("SELECT nextval('guida.journals')::integer AS journal");
    journal = Number(row?.journal);
    lock = await HeldLock.take(connection, { lock: 'journal', key: journal }, 'exclusive');
    if (lock === undefined) throw new GuidaError('journal-failed', 'The number of this journal is taken already.');
  } catch (error) {
    await database.close();
    throw journalFailed(error);
  }
  return new PostgresJournal(database, journal, lock);
}

class PostgresJournal implements Journal {
  readonly #database: Postgres;
  readonly #journal: number;
  readonly #lock: HeldLock;

  constructor(database: Postgres, journal: number, lock: HeldLock) {
    this.#database = database;
    this.#journal = journal;
    this.#lock = lock;
  }

  take: Journal['take'] = async (incoming, at) => {
    const { reader, eventId, conversationId, text } = incoming;
    const replyTo = replyToText(incoming.replyTo);
    const sql = `INSERT INTO guida.events (channel, event_id, user_id, room_id, audience, conversation_id, question,
        reply_to, journal, at, event_key, conversation_key, state)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'taken')
      ON CONFLICT (channel, event_key) DO NOTHING RETURNING n`;
    const { channel, userId, roomId = null } = reader;
    const values = [channel, eventId, userId, roomId, audienceOf(reader), conversationId, text, replyTo];
    const keys = [keyOf(eventId), conversationKey(reader, conversationId)];
    return (await this.#write(sql, [...values, this.#journal, at, ...keys])).length === 1;
  };

  mark: Journal['mark'] = async (channel, eventId, state, replyTo) => {
    const sql = `UPDATE guida.events SET state = $3::text,
        question = CASE $3::text WHEN 'settled' THEN NULL ELSE question END,
        reply_to = CASE $3::text WHEN 'settled' THEN NULL ELSE coalesce($4::text, reply_to) END
      WHERE channel = $1 AND event_key = $2 AND state <> 'settled'`;
    const kept = replyTo === undefined ? null : replyToText(replyTo);
    await this.#write(sql, [channel, keyOf(eventId), state, kept]);
  };

  unfinished: Journal['unfinished'] = (channel) =>
    this.#decoded(() => this.#write(UNFINISHED, [channel, this.#journal]), eventOfRow);

  isNext = async ({ reader, eventId, conversationId }: IncomingQuestion): Promise<boolean> => {
    const values = [conversationKey(reader, conversationId), reader.channel, keyOf(eventId), this.#journal];
    const [row] = await this.#read(EARLIER_OPEN, values);
    return row?.waits !== true;
  };

  record: Journal['record'] = async (entry) => {
    const { answerId, reader, conversationId, eventId, question, answer, generation, waitedMs, tookMs, at } = entry;
    const sql = `INSERT INTO guida.answers (answer_id, channel, user_id, room_id, audience, conversation_id, event_id,
        question, answer, generation, waited_ms, took_ms, at, conversation_key)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
    const { channel, userId, roomId = null } = reader;
    const of = [answerId, channel, userId, roomId, audienceOf(reader), conversationId, eventId];
    const said = [question, JSON.stringify(answer), generation, waitedMs, tookMs, at];
    await this.#write(sql, [...of, ...said, conversationKey(reader, conversationId)]);
  };

  turns: Journal['turns'] = async (reader, conversationId, count) => {
    const sql = `SELECT question, answer FROM guida.answers WHERE ${OF_CONVERSATION} ORDER BY n DESC LIMIT $2`;
    const turns = await this.#decoded(
      () => this.#read(sql, [conversationKey(reader, conversationId), count]),
      turnOfRow,
    );
    return turns.toReversed();
  };

  knowsConversation: Journal['knowsConversation'] = async (reader, conversationId) => {
    const sql = `SELECT EXISTS (SELECT 1 FROM guida.answers WHERE ${OF_CONVERSATION})
      OR EXISTS (SELECT 1 FROM guida.events WHERE ${OF_CONVERSATION}) AS known`;
    const [row] = await this.#read(sql, [conversationKey(reader, conversationId)]);
    return row?.known === true;
  };

  answerTo: Journal['answerTo'] = async (channel, eventId) => {
    const sql = 'SELECT * FROM guida.answers WHERE channel = $1 AND event_id = $2 ORDER BY n DESC LIMIT 1';
    const [given] = await this.#decoded(() => this.#read(sql, [channel, eventId]), givenOfRow);
    return given;
  };

  lastAnswer: Journal['lastAnswer'] = async (reader, conversationId) => {
    const sql = `SELECT * FROM guida.answers WHERE ${OF_CONVERSATION} ORDER BY n DESC LIMIT ${LATEST}`;
    const latest = await this.#decoded(() => this.#read(sql, [conversationKey(reader, conversationId)]), givenOfRow);
    return latest.find((given) => given.reader.userId === reader.userId) ?? latest[0];
  };

  feedback: Journal['feedback'] = async ({ answerId, reader, verdict, reason }, at) => {
    const sql = `INSERT INTO guida.feedback (answer_id, user_id, verdict, reason, at)
      SELECT answer_id, $4, $5, $6, $7 FROM guida.answers WHERE answer_id = $1 AND channel = $2 AND audience = $3
      ON CONFLICT (answer_id, user_id) DO UPDATE SET verdict = $5, reason = $6, at = $7 RETURNING answer_id`;
    const kept = reason === undefined ? null : firstCharacters(reason, LONGEST_REASON);
    const given = [answerId, reader.channel, audienceOf(reader), reader.userId, verdict, kept, at];
    return (await this.#write(sql, given)).length === 1;
  };

  async *judged(since: number): ReturnType<Journal['judged']> {
    for (let offset = 0; ; offset += PAGE) {
      const page = await this.#decoded(() => this.#read(JUDGED, [since, offset]), judgedOfRow);
      for (const { n, ...judged } of page) {
        const sql = `SELECT question, answer FROM guida.answers WHERE ${OF_CONVERSATION} AND n < $2
          ORDER BY n DESC LIMIT ${EARLIER_TURNS}`;
        const { reader, conversationId } = judged.entry;
        const values = [conversationKey(reader, conversationId), n];
        const earlier = await this.#decoded(() => this.#read(sql, values), turnOfRow);
        yield { ...judged, earlier: earlier.toReversed().map(({ question, answer }) => ({ question, answer })) };
      }
      if (page.length < PAGE) return;
    }
  }

  /** Also takes the rows out of the tables' pages. What the server's log and its copies still hold is theirs to erase. */
  forget: Journal['forget'] = async (before) => {
    const sql = `WITH answers AS (DELETE FROM guida.answers WHERE at < $1)
      DELETE FROM guida.events WHERE at < $1`;
    await this.#write(sql, [before]);
    for (const table of ['events', 'answers', 'feedback']) await this.#write(`VACUUM guida.${table}`, []);
  };

  close: Journal['close'] = async () => {
    await this.#database.close();
    await this.#lock.close();
  };

  #write(sql: string, values: readonly Value[]): Promise<readonly DatabaseRow[]> {
    return told(() => this.#database.query(sql, values));
  }

  #read(sql: string, values: readonly Value[]): Promise<readonly DatabaseRow[]> {
    return told(() => this.#database.read(sql, values));
  }

  #decoded<T>(ask: () => Promise<readonly DatabaseRow[]>, decode: (row: unknown) => T): Promise<readonly T[]> {
    return told(async () => (await ask()).map(decode));
  }
}

/** Names a conversation: the channel, those who are in it, its id. */
function conversationKey(reader: Reader, conversationId: string): string {
  return keyOf(JSON.stringify([reader.channel, audienceOf(reader), conversationId]));
}

function keyOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/** The start of a text, no character cut in two. */
function firstCharacters(text: string, count: number): string {
  return text.slice(0, count).replace(/[\uD800-\uDBFF]$/u, '');
}

async function told<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    throw journalFailed(error);
  }
}

/** What failed, under the code that callers of a journal know. */
function journalFailed(error: unknown): GuidaError {
  if (!isGuidaError(error)) {
    return new GuidaError('journal-failed', 'The journal holds something that makes no sense.', { cause: error });
  }
  if (error.code === 'internal') return new GuidaError('journal-failed', 'The journal is closed.', { cause: error });
  return new GuidaError('journal-failed', error.message, { cause: error.cause });
}
