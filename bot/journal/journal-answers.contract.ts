import { beforeEach, describe, expect, test } from 'vitest';
import type { Reader } from '../service/types.ts';
import {
  entryOf,
  incomingOf,
  IN_OTHER_ROOM,
  IN_ROOM,
  judgedSince,
  ON_THE_WEB,
  OTHER_IN_ROOM,
  OTHER_PRIVATE,
  PRIVATE,
  type OpenedJournal,
} from './journal-entries.fixture.ts';
import type { Journal } from './types.ts';

/** What callers of a `Journal` rely on of answers, the conversations that they belong to, and feedback. */
export function describeAnswers(opened: () => OpenedJournal): void {
  describe('answers', () => {
    let journal: Journal;
    beforeEach(() => {
      ({ journal } = opened());
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
      const judged = await judgedSince(journal, 0);
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
      const [judged, ...others] = await judgedSince(journal, 7);
      expect(others).toEqual([]);
      expect(judged?.entry).toEqual(withModel);
      expect(judged?.earlier).toEqual([{ question: '问 a1', answer: '**300家**[1]（a1）' }]);
      expect(judged?.feedback.reason).toBe('长'.repeat(1000));
      expect(await judgedSince(journal, 8)).toEqual([]);
    });

    test('a long list of feedback is told whole, in order', async () => {
      for (let at = 0; at < 230; at += 1) {
        await journal.record(entryOf(`a${at}`));
        await journal.feedback({ answerId: `a${at}`, reader: IN_ROOM, verdict: 'good' }, Math.floor(at / 3));
      }
      const told = await judgedSince(journal, 1);
      expect(told).toHaveLength(227);
      expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((left, right) => left - right));
      expect(new Set(told.map(({ feedback }) => feedback.answerId)).size).toBe(227);
    });
  });
}
