import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChannelName, EventState, IncomingQuestion } from '../service/types.ts';
import { incomingOf, ON_THE_WEB, type OpenedJournal } from './journal-entries.fixture.ts';
import type { Journal } from './types.ts';

/** What callers of a `Journal` rely on of questions that come in. */
export function describeEvents(opened: () => OpenedJournal): void {
  describe('questions that come in', () => {
    let journal: Journal;
    beforeEach(() => {
      ({ journal } = opened());
    });

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
      const again = await opened().reopen();
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

    test('what a reply needs may change on the way', async () => {
      await journal.take(incomingOf({ replyTo: { token: 'first-token' } }), 1);
      await journal.mark('slack', 'e1', 'sending', { token: 'second-token', sent: ['F1'] });
      await journal.mark('slack', 'e1', 'taken');
      const open = { incoming: incomingOf({ replyTo: { token: 'second-token', sent: ['F1'] } }), state: 'taken' };
      expect(await journal.unfinished('slack')).toEqual([open]);
      const large = { token: 'x'.repeat(4100) };
      await expect(journal.mark('slack', 'e1', 'sending', large)).rejects.toMatchObject({ code: 'journal-failed' });
      expect(await journal.unfinished('slack')).toEqual([open]);
      await journal.mark('slack', 'e1', 'settled', { token: 'third-token' });
      await journal.mark('slack', 'e1', 'sending', { token: 'third-token' });
      await journal.forget(0);
      expect(await journal.unfinished('slack')).toEqual([]);
      for (const token of ['second-token', 'third-token']) expect(await opened().holds(token)).toBe(false);
    });

    test('what a reply needs is limited, and erased once it is settled', async () => {
      const large = incomingOf({ replyTo: { token: 'x'.repeat(4100) } });
      await expect(journal.take(large, 1)).rejects.toMatchObject({ code: 'journal-failed' });
      await journal.take(incomingOf({ text: '秘密的问题', replyTo: { token: 'reply-token-1' } }), 1);
      await journal.mark('slack', 'e1', 'settled');
      await journal.forget(0);
      expect(await opened().holds('reply-token-1')).toBe(false);
      expect(await opened().holds('秘密的问题')).toBe(false);
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
  });
}
