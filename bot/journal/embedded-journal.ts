import type { Reader } from '../service/types.ts';
import { JournalDatabase, type Bindings } from './journal-database.ts';
import { audienceOf, eventOfRow, givenOfRow, judgedOfRow, replyToText, turnOfRow } from './journal-rows.ts';
import type { Journal } from './types.ts';

/** The file, in the data folder. */
export const JOURNAL_FILE = 'journal.sqlite';

/** Limit on the reason of a feedback, characters. */
const LONGEST_REASON = 1000;

/** Turns before an answer that are told with its feedback. */
const EARLIER_TURNS = 10;

/** Feedback that is read at once. */
const PAGE = 100;

/** Answers of a conversation among which one to its asker is looked for. */
const LATEST = 10;

const OF_CONVERSATION = 'channel = @channel AND audience = @audience AND conversation_id = @conversationId';

const JUDGED = `
  SELECT a.*, f.user_id AS judge, f.verdict, f.reason, f.at AS judged_at
  FROM feedback f JOIN answers a ON a.answer_id = f.answer_id
  WHERE f.at >= @since ORDER BY f.at, f.answer_id, f.user_id LIMIT ${PAGE} OFFSET @offset`;

/**
 * Opens the journal in a SQLite file, which is made when it is missing. Write-ahead log, one writing process.
 * @throws GuidaError `journal-failed` when it cannot be written, is damaged or was written by a newer version
 */
export function openEmbeddedJournal(path: string): Journal {
  const database = new JournalDatabase(path);
  return {
    take: promised((incoming, at) => {
      const { reader, eventId, conversationId, text } = incoming;
      const replyTo = replyToText(incoming.replyTo);
      const sql = `INSERT INTO events
          (channel, event_id, user_id, room_id, audience, conversation_id, question, reply_to, state, at)
        VALUES (@channel, @eventId, @userId, @roomId, @audience, @conversationId, @text, @replyTo, 'taken', @at)
        ON CONFLICT (channel, event_id) DO NOTHING`;
      return database.run(sql, { ...readerBindings(reader), eventId, conversationId, text, replyTo, at }) === 1;
    }),

    mark: promised((channel, eventId, state, replyTo) => {
      const sql = `UPDATE events SET state = @state,
          question = CASE @state WHEN 'settled' THEN NULL ELSE question END,
          reply_to = CASE @state WHEN 'settled' THEN NULL ELSE coalesce(@replyTo, reply_to) END
        WHERE channel = @channel AND event_id = @eventId AND state <> 'settled'`;
      const kept = replyTo === undefined ? null : replyToText(replyTo);
      database.run(sql, { channel, eventId, state, replyTo: kept });
    }),

    unfinished: promised((channel) =>
      database.all(
        `SELECT * FROM events WHERE channel = @channel AND state <> 'settled' ORDER BY n`,
        { channel },
        eventOfRow,
      ),
    ),

    record: promised((entry) => {
      const { reader, answer, ...rest } = entry;
      const sql = `INSERT INTO answers
          (answer_id, channel, user_id, room_id, audience, conversation_id, event_id, question, answer, generation,
           waited_ms, took_ms, at)
        VALUES (@answerId, @channel, @userId, @roomId, @audience, @conversationId, @eventId, @question, @answer,
           @generation, @waitedMs, @tookMs, @at)`;
      database.run(sql, { ...readerBindings(reader), ...rest, answer: JSON.stringify(answer) });
    }),

    turns: promised((reader, conversationId, count) => {
      const sql = `SELECT question, answer FROM answers WHERE ${OF_CONVERSATION} ORDER BY n DESC LIMIT @count`;
      return database.all(sql, { ...conversationBindings(reader, conversationId), count }, turnOfRow).toReversed();
    }),

    knowsConversation: promised((reader, conversationId) => {
      const sql = `SELECT EXISTS (SELECT 1 FROM answers WHERE ${OF_CONVERSATION})
          OR EXISTS (SELECT 1 FROM events WHERE ${OF_CONVERSATION}) AS known`;
      const [known] = database.all(sql, conversationBindings(reader, conversationId), isKnown);
      return known === true;
    }),

    answerTo: promised((channel, eventId) => {
      const sql = 'SELECT * FROM answers WHERE channel = @channel AND event_id = @eventId ORDER BY n DESC LIMIT 1';
      return database.all(sql, { channel, eventId }, givenOfRow)[0];
    }),

    lastAnswer: promised((reader, conversationId) => {
      const sql = `SELECT * FROM answers WHERE ${OF_CONVERSATION} ORDER BY n DESC LIMIT ${LATEST}`;
      const latest = database.all(sql, conversationBindings(reader, conversationId), givenOfRow);
      return latest.find((given) => given.reader.userId === reader.userId) ?? latest[0];
    }),

    feedback: promised(({ answerId, reader, verdict, reason }, at) => {
      const sql = `INSERT INTO feedback (answer_id, user_id, verdict, reason, at)
        SELECT answer_id, @userId, @verdict, @reason, @at FROM answers
        WHERE answer_id = @answerId AND channel = @channel AND audience = @audience
        ON CONFLICT (answer_id, user_id) DO UPDATE SET verdict = @verdict, reason = @reason, at = @at`;
      const { channel, userId, audience } = readerBindings(reader);
      const kept = reason === undefined ? null : firstCharacters(reason, LONGEST_REASON);
      return database.run(sql, { answerId, channel, userId, audience, verdict, reason: kept, at }) === 1;
    }),

    async *judged(since) {
      for (let offset = 0; ; offset += PAGE) {
        const page = await promised(() => database.all(JUDGED, { since, offset }, judgedOfRow))();
        for (const { n, ...judged } of page) {
          const sql = `SELECT question, answer FROM answers WHERE ${OF_CONVERSATION} AND n < @n
            ORDER BY n DESC LIMIT ${EARLIER_TURNS}`;
          const { reader, conversationId } = judged.entry;
          const earlier = database.all(sql, { ...conversationBindings(reader, conversationId), n }, turnOfRow);
          yield { ...judged, earlier: earlier.toReversed().map(({ question, answer }) => ({ question, answer })) };
        }
        if (page.length < PAGE) return;
      }
    },

    forget: promised((before) => {
      database.transaction(() => {
        database.run('DELETE FROM events WHERE at < @before', { before });
        database.run('DELETE FROM answers WHERE at < @before', { before });
      });
      database.checkpoint();
    }),

    close: promised(() => {
      database.close();
    }),
  };
}

/** SQLite works at once; what it throws becomes a rejection. */
function promised<Values extends readonly unknown[], T>(
  work: (...values: Values) => T,
): (...values: Values) => Promise<T> {
  return (...values) =>
    new Promise((resolve) => {
      resolve(work(...values));
    });
}

function readerBindings(reader: Reader): Bindings & Record<'channel' | 'userId' | 'audience', string> {
  const { channel, userId, roomId = null } = reader;
  return { channel, userId, roomId, audience: audienceOf(reader) };
}

function conversationBindings(reader: Reader, conversationId: string): Bindings {
  return { channel: reader.channel, audience: audienceOf(reader), conversationId };
}

function isKnown(row: unknown): boolean {
  return (row as { known: number }).known === 1;
}

/** The start of a text, no character cut in two. */
function firstCharacters(text: string, count: number): string {
  return text.slice(0, count).replace(/[\uD800-\uDBFF]$/u, '');
}
