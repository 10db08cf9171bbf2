import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../answer/types.ts';
import type { ChannelName, EventState, IncomingQuestion, Reader } from '../service/types.ts';
import type { AnswerEntry, JudgedAnswer, Journal } from './types.ts';

/** A journal for the contract suite, and a way to open it again as after a crash. */
export interface OpenedJournal {
  readonly journal: Journal;
  /** Opens what lies there once more, without closing the first. */
  reopen(): Promise<Journal>;
  /** Whether any byte that is kept holds a text. */
  holds(text: string): Promise<boolean>;
  close(): Promise<void>;
}

const IN_ROOM: Reader = { channel: 'slack', userId: 'U1', roomId: 'C1' };
const OTHER_IN_ROOM: Reader = { channel: 'slack', userId: 'U2', roomId: 'C1' };
const IN_OTHER_ROOM: Reader = { channel: 'slack', userId: 'U1', roomId: 'C2' };
const PRIVATE: Reader = { channel: 'slack', userId: 'U1' };
const OTHER_PRIVATE: Reader = { channel: 'slack', userId: 'U2' };
const ON_THE_WEB: Reader = { channel: 'web', userId: 'U1' };

/** A question as a channel takes it. */
export function incomingOf(changes: Partial<IncomingQuestion> = {}): IncomingQuestion {
  return { reader: IN_ROOM, eventId: 'e1', conversationId: 't1', text: '问题一', replyTo: { at: '1.5' }, ...changes };
}

/** An answer as it is recorded. */
export function entryOf(answerId: string, changes: Partial<AnswerEntry> = {}): AnswerEntry {
  const answer: Answer = {
    text: `**300家**[1]（${answerId}）`,
    declined: false,
    mode: 'extractive',
    citations: [
      {
        n: 1,
        passageId: 'p-1',
        planId: 'city',
        plan: '示例市规划',
        section: ['一、目标'],
        quote: '到2025年达到300家。',
        file: 'city.md',
        lines: [3, 4],
        draft: false,
      },
    ],
    understood: '问题',
  };
  return {
    answerId,
    reader: IN_ROOM,
    conversationId: 't1',
    eventId: `event-${answerId}`,
    question: `问 ${answerId}`,
    answer,
    generation: '000001-00000000',
    waitedMs: 0.5,
    tookMs: 21.25,
    at: 1000,
    ...changes,
  };
}

/** Everything that callers of a `Journal` rely on, for each implementation. */
export function describeJournal(name: string, open: () => Promise<OpenedJournal>): void {
  describe(name, () => {
    let opened: OpenedJournal;
    let journal: Journal;
    beforeEach(async () => {
      opened = await open();
      journal = opened.journal;
    });
    afterEach(() => opened.close());

    test('an event is taken once, in each channel', async () => {
      const check = async (incoming: IncomingQuestion, expected: boolean) => {
        expect(await journal.take(incoming, 1)).toBe(expected);
      };
      await check(incomingOf(), true);
      await check(incomingOf(), false);
      await check(incomingOf({ text: '别的', conversationId: 't2' }), false);
      await check(incomingOf({ reader: ON_THE_WEB }), true);
      await check(incomingOf({ eventId: 'e2' }), true);
      await journal.mark('slack', 'e1', 'settled');
      await check(incomingOf(), false);
    });

    test('an event outlives the program, and is told oldest first as it came', async () => {
      const events = ['e3', 'e1', 'e2'].map((eventId) =>
        incomingOf({ eventId, text: `问 ${eventId} 😀`, replyTo: { eventId, nested: { list: [1, null] } } }),
      );
      for (const event of events) await journal.take(event, 1);
      await journal.take(incomingOf({ reader: ON_THE_WEB }), 1);
      await journal.mark('slack', 'e1', 'sending');
      const again = await opened.reopen();
      expect(await again.unfinished('slack')).toEqual(
        events.map((incoming) => ({ incoming, state: incoming.eventId === 'e1' ? 'sending' : 'taken' })),
      );
      await journal.mark('slack', 'e3', 'settled');
      expect((await again.unfinished('slack')).map(({ incoming }) => incoming.eventId)).toEqual(['e1', 'e2']);
      expect(await again.unfinished('dingtalk')).toEqual([]);
      await again.close();
    });

    test('a settled event stays settled, and an unknown one is passed over', async () => {
      await journal.take(incomingOf(), 1);
      await journal.mark('slack', 'e1', 'settled');
      await journal.mark('slack', 'e1', 'sending');
      await journal.mark('slack', 'nothing', 'sending');
      expect(await journal.unfinished('slack')).toEqual([]);
      expect(await journal.take(incomingOf({ eventId: 'nothing' }), 1)).toBe(true);
    });

    test('what a reply needs is limited, and erased once it is settled', async () => {
      const large = incomingOf({ replyTo: { token: 'x'.repeat(4100) } });
      await expect(journal.take(large, 1)).rejects.toMatchObject({ code: 'journal-failed' });
      await journal.take(incomingOf({ text: '秘密的问题', replyTo: { token: 'reply-token-1' } }), 1);
      await journal.mark('slack', 'e1', 'settled');
      await journal.forget(0);
      expect(await opened.holds('reply-token-1')).toBe(false);
      expect(await opened.holds('秘密的问题')).toBe(false);
    });

    test('events as a model has them, whatever the order of the calls', async () => {
      const channels: readonly ChannelName[] = ['slack', 'dingtalk', 'web'];
      const step = fc.record({
        channel: fc.constantFrom(...channels),
        id: fc.integer({ min: 1, max: 4 }),
        does: fc.constantFrom<'take' | EventState>('take', 'taken', 'sending', 'settled'),
      });
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          runs += 1;
          const model = new Map<string, EventState>();
          for (const { channel, id, does } of steps) {
            const eventId = `run-${runs}-${id}`;
            const key = `${channel} ${eventId}`;
            const was = model.get(key);
            if (does === 'take') {
              const incoming = incomingOf({ reader: { channel, userId: 'U1' }, eventId });
              expect(await journal.take(incoming, 1)).toBe(was === undefined);
              if (was === undefined) model.set(key, 'taken');
            } else {
              await journal.mark(channel, eventId, does);
              if (was !== undefined && was !== 'settled') model.set(key, does);
            }
          }
          for (const channel of channels) {
            const found = (await journal.unfinished(channel)).filter(({ incoming }) =>
              incoming.eventId.startsWith(`run-${runs}-`),
            );
            const expected = [...model].filter(([key, state]) => key.startsWith(channel) && state !== 'settled');
            expect(found.map(({ incoming, state }) => [`${channel} ${incoming.eventId}`, state])).toEqual(expected);
          }
        }),
        { numRuns: 30 },
      );
    });

    test('turns belong to a room, or to a person', async () => {
      const readers = [IN_ROOM, IN_OTHER_ROOM, PRIVATE, OTHER_PRIVATE, ON_THE_WEB];
      for (const [at, reader] of readers.entries()) {
        await journal.record(entryOf(`a${at}`, { reader }));
        await journal.record(entryOf(`b${at}`, { reader, conversationId: 't2' }));
      }
      const check = async (reader: Reader, expected: readonly string[]) => {
        expect((await journal.turns(reader, 't1', 10)).map(({ question }) => question)).toEqual(expected);
      };
      await check(IN_ROOM, ['问 a0']);
      await check(OTHER_IN_ROOM, ['问 a0']);
      await check(IN_OTHER_ROOM, ['问 a1']);
      await check(PRIVATE, ['问 a2']);
      await check(OTHER_PRIVATE, ['问 a3']);
      await check(ON_THE_WEB, ['问 a4']);
      await check({ channel: 'web', userId: 'U2' }, []);
      await check({ channel: 'dingtalk', userId: 'U1', roomId: 'C1' }, []);
      // A person whose name is that of a room.
      await check({ channel: 'slack', userId: 'C1' }, []);
    });

    test('the last turns, oldest first, with what they cite', async () => {
      for (let at = 1; at <= 12; at += 1) await journal.record(entryOf(`a${at}`, { at: 1000 - at }));
      const turns = await journal.turns(IN_ROOM, 't1', 3);
      expect(turns).toEqual(
        [10, 11, 12].map((at) => ({ question: `问 a${at}`, answer: `**300家**[1]（a${at}）`, planIds: ['city'] })),
      );
      expect(await journal.turns(IN_ROOM, 't1', 0)).toEqual([]);
    });

    test('a conversation is known from its first event, to those who are in it', async () => {
      expect(await journal.knowsConversation(IN_ROOM, 't1')).toBe(false);
      await journal.take(incomingOf(), 1);
      await journal.record(entryOf('a1', { conversationId: 't2' }));
      const check = async (reader: Reader, conversationId: string, expected: boolean) => {
        expect(await journal.knowsConversation(reader, conversationId)).toBe(expected);
      };
      await check(IN_ROOM, 't1', true);
      await check(OTHER_IN_ROOM, 't1', true);
      await check(OTHER_IN_ROOM, 't2', true);
      await check(IN_OTHER_ROOM, 't1', false);
      await check(PRIVATE, 't1', false);
      await check(IN_ROOM, 't3', false);
    });

    test('the answer to an event, and the last one that somebody may mean', async () => {
      const given = (answerId: string, reader: Reader) => ({ answerId, reader });
      await journal.record(entryOf('a1', { eventId: 'e1' }));
      await journal.record(entryOf('a2', { eventId: 'e1' }));
      await journal.record(entryOf('a3', { reader: OTHER_IN_ROOM }));
      await journal.record(entryOf('a4', { reader: PRIVATE, eventId: 'e4' }));
      expect(await journal.answerTo('slack', 'e1')).toEqual(given('a2', IN_ROOM));
      expect(await journal.answerTo('slack', 'e4')).toEqual(given('a4', PRIVATE));
      expect(await journal.answerTo('dingtalk', 'e1')).toBeUndefined();
      expect(await journal.answerTo('slack', 'e2')).toBeUndefined();
      const check = async (reader: Reader, conversationId: string, expected: string | undefined) => {
        expect((await journal.lastAnswer(reader, conversationId))?.answerId).toBe(expected);
      };
      await check(IN_ROOM, 't1', 'a2');
      await check(OTHER_IN_ROOM, 't1', 'a3');
      await check({ ...IN_ROOM, userId: 'U3' }, 't1', 'a3');
      await check(PRIVATE, 't1', 'a4');
      await check(OTHER_PRIVATE, 't1', undefined);
      await check(IN_OTHER_ROOM, 't1', undefined);
      await check(IN_ROOM, 't2', undefined);
      for (let at = 1; at <= 10; at += 1) await journal.record(entryOf(`b${at}`, { reader: OTHER_IN_ROOM }));
      await check(IN_ROOM, 't1', 'b10');
    });

    test('feedback is that of whoever got the answer; the second takes the place of the first', async () => {
      await journal.record(entryOf('a1', { reader: PRIVATE }));
      await journal.record(entryOf('a2'));
      const check = async (answerId: string, reader: Reader, expected: boolean) => {
        expect(await journal.feedback({ answerId, reader, verdict: 'bad', reason: '不对' }, 5)).toBe(expected);
      };
      await check('a1', PRIVATE, true);
      await check('a1', OTHER_PRIVATE, false);
      await check('a1', IN_ROOM, false);
      await check('a2', PRIVATE, false);
      await check('a2', OTHER_IN_ROOM, true);
      await check('a3', PRIVATE, false);
      await journal.feedback({ answerId: 'a1', reader: PRIVATE, verdict: 'good' }, 6);
      const judged = await all(journal.judged(0));
      expect(judged.map(({ at, feedback }) => [at, feedback])).toEqual([
        [5, { answerId: 'a2', reader: OTHER_IN_ROOM, verdict: 'bad', reason: '不对' }],
        [6, { answerId: 'a1', reader: PRIVATE, verdict: 'good' }],
      ]);
    });

    test('feedback comes with its answer and the turns before it', async () => {
      const entry = entryOf('a3', { reader: OTHER_IN_ROOM, at: 1003 });
      const withModel = { ...entry, answer: { ...entry.answer, model: { name: 'm', prompt: 'answer.1' } } };
      await journal.record(entryOf('a1'));
      await journal.record(entryOf('a2', { conversationId: 't2' }));
      await journal.record(withModel);
      await journal.record(entryOf('a4'));
      await journal.feedback({ answerId: 'a3', reader: IN_ROOM, verdict: 'bad', reason: '长'.repeat(1200) }, 7);
      const [judged, ...others] = await all(journal.judged(7));
      expect(others).toEqual([]);
      expect(judged?.entry).toEqual(withModel);
      expect(judged?.earlier).toEqual([{ question: '问 a1', answer: '**300家**[1]（a1）' }]);
      expect(judged?.feedback.reason).toBe('长'.repeat(1000));
      expect(await all(journal.judged(8))).toEqual([]);
    });

    test('a long list of feedback is told whole, in order', async () => {
      for (let at = 0; at < 230; at += 1) {
        await journal.record(entryOf(`a${at}`));
        await journal.feedback({ answerId: `a${at}`, reader: IN_ROOM, verdict: 'good' }, Math.floor(at / 3));
      }
      const told = await all(journal.judged(1));
      expect(told).toHaveLength(227);
      expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((left, right) => left - right));
      expect(new Set(told.map(({ feedback }) => feedback.answerId)).size).toBe(227);
    });

    test('what is older is forgotten, with its feedback, and cannot be read back', async () => {
      await journal.take(incomingOf({ eventId: 'old', text: '旧的问题甲' }), 99);
      await journal.take(incomingOf({ eventId: 'new', text: '新的问题乙' }), 100);
      await journal.record(entryOf('old-answer', { at: 99, question: '旧的问题丙' }));
      await journal.record(entryOf('new-answer', { at: 100, question: '新的问题丁' }));
      await journal.feedback({ answerId: 'old-answer', reader: IN_ROOM, verdict: 'bad', reason: '旧的理由' }, 150);
      expect(await opened.holds('旧的问题丙')).toBe(true);
      await journal.forget(100);
      expect((await journal.unfinished('slack')).map(({ incoming }) => incoming.eventId)).toEqual(['new']);
      expect((await journal.turns(IN_ROOM, 't1', 10)).map(({ question }) => question)).toEqual(['新的问题丁']);
      expect(await all(journal.judged(0))).toEqual([]);
      const check = async (text: string, expected: boolean) => {
        expect(await opened.holds(text)).toBe(expected);
      };
      await check('旧的问题甲', false);
      await check('旧的问题丙', false);
      await check('旧的理由', false);
      await check('新的问题丁', true);
    });

    test('hostile text is kept as it came', async () => {
      const text = `'; DROP TABLE events; -- "\u0000<!channel>\n\u202e${'长'.repeat(10_000)}`;
      const incoming = incomingOf({ eventId: text, conversationId: text, text });
      await journal.take(incoming, 1);
      await journal.record(entryOf('a1', { conversationId: text, question: text }));
      expect((await journal.unfinished('slack'))[0]?.incoming).toEqual(incoming);
      expect((await journal.turns(IN_ROOM, text, 1))[0]?.question).toBe(text);
      await journal.record(entryOf('a2', { eventId: text }));
      expect((await journal.answerTo('slack', text))?.answerId).toBe('a2');
    });

    test('nothing is taken once it is closed', async () => {
      await journal.close();
      await expect(journal.take(incomingOf(), 1)).rejects.toMatchObject({ code: 'journal-failed' });
    });
  });
}

async function all(iterable: AsyncIterable<JudgedAnswer>): Promise<readonly JudgedAnswer[]> {
  const found: JudgedAnswer[] = [];
  for await (const judged of iterable) found.push(judged);
  return found;
}
