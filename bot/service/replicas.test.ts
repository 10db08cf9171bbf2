import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describePostgres } from '../../retrieval/postgres/described-cluster.fixture.ts';
import type { Assistant } from '../answer/types.ts';
import { openPostgresJournal } from '../journal/postgres-journal.ts';
import type { Journal } from '../journal/types.ts';
import { eventsOf, openService, questionOf, type OpenedService } from './running-service.fixture.ts';

/** Several services on one database: what a conversation is told must not depend on which of them it reaches. */
describePostgres('replicas', (cluster) => {
  interface Replica extends OpenedService {
    readonly journal: Journal;
  }

  async function replicaOn(url: string, wrap: (assistant: Assistant) => Assistant): Promise<Replica> {
    const journal = await openPostgresJournal({ connection: { url } });
    return { ...(await openService({ wrap, wrapJournal: () => journal })), journal };
  }

  test('a conversation is answered in its order, whichever replica a question reaches', async () => {
    const url = await cluster.createDatabase();
    const order: string[] = [];
    const noting =
      (waitMs: number) =>
      (assistant: Assistant): Assistant => ({
        async *ask(question, turns, options) {
          order.push(`${question} after ${(turns ?? []).map((turn) => turn.question).join('') || 'nothing'}`);
          await delay(waitMs);
          yield* assistant.ask(question, turns, options);
        },
      });
    const [slow, quick] = await Promise.all([replicaOn(url, noting(400)), replicaOn(url, noting(0))]);
    const asked = (text: string) => questionOf(text, { conversationId: 'one' });
    const [first, second, third] = ['甲', '乙', '丙'].map(asked);
    if (!first || !second || !third) throw new Error('three were asked');
    await slow.journal.take(first, 1);
    await quick.journal.take(second, 2);
    await slow.journal.take(third, 3);
    const read = async ({ service, journal }: Replica, incoming: typeof first): Promise<void> => {
      let last: string | undefined;
      for await (const { type } of service.answer(incoming)) last = type;
      expect(last).toBe('answered');
      await journal.mark('web', incoming.eventId, 'settled');
    };
    await Promise.all([read(quick, second), read(slow, first), read(slow, third)]);
    expect(order).toEqual(['甲 after nothing', '乙 after 甲', '丙 after 甲乙']);
    await Promise.all([slow.close(), quick.close()]);
    await Promise.all([slow.journal.close(), quick.journal.close()]);
  });

  test('what a replica left that has died, and other conversations, keep nobody waiting', async () => {
    const url = await cluster.createDatabase();
    const replica = await replicaOn(url, (assistant) => assistant);
    const other = await openPostgresJournal({ connection: { url } });
    await other.take(questionOf('甲', { conversationId: 'another' }), 1);
    await other.take(questionOf('乙', { conversationId: 'one' }), 1);
    await other.close();
    const events = await eventsOf(replica.service, questionOf('示例市规划的目标', { conversationId: 'one' }));
    expect(events.at(-1)?.type).toBe('answered');
    await replica.close();
    await replica.journal.close();
  });
});
