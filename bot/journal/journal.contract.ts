import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeAnswers } from './journal-answers.contract.ts';
import { entryOf, incomingOf, IN_ROOM, judgedSince, type OpenedJournal } from './journal-entries.fixture.ts';
import { describeEvents } from './journal-events.contract.ts';
import type { Journal } from './types.ts';

/** Everything that callers of a `Journal` rely on, for each implementation. */
export function describeJournal(name: string, open: () => Promise<OpenedJournal>): void {
  describe(name, () => {
    let current: OpenedJournal;
    let journal: Journal;
    const opened = (): OpenedJournal => current;
    beforeEach(async () => {
      current = await open();
      journal = current.journal;
    });
    afterEach(() => current.close());

    describeEvents(opened);
    describeAnswers(opened);

    test('what is older is forgotten, with its feedback, and cannot be read back', async () => {
      await journal.take(incomingOf({ eventId: 'old', text: '旧的问题甲' }), 99);
      await journal.take(incomingOf({ eventId: 'new', text: '新的问题乙' }), 100);
      await journal.record(entryOf('old-answer', { at: 99, question: '旧的问题丙' }));
      await journal.record(entryOf('new-answer', { at: 100, question: '新的问题丁' }));
      await journal.feedback({ answerId: 'old-answer', reader: IN_ROOM, verdict: 'bad', reason: '旧的理由' }, 150);
      expect(await opened().holds('旧的问题丙')).toBe(true);
      await journal.forget(100);
      expect((await journal.unfinished('slack')).map(({ incoming }) => incoming.eventId)).toEqual(['new']);
      expect((await journal.turns(IN_ROOM, 't1', 10)).map(({ question }) => question)).toEqual(['新的问题丁']);
      expect(await judgedSince(journal, 0)).toEqual([]);
      const check = async (text: string, expected: boolean) => {
        expect(await opened().holds(text)).toBe(expected);
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
