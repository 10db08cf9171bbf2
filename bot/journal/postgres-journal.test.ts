import { expect, test } from 'vitest';
import { Connection } from '../../retrieval/postgres/connection.ts';
import { describePostgres } from '../../retrieval/postgres/described-cluster.fixture.ts';
import { entryOf, incomingOf } from './journal-entries.fixture.ts';
import { describeJournal } from './journal.contract.ts';
import { openPostgresJournal } from './postgres-journal.ts';

describePostgres('PostgreSQL', (cluster) => {
  describeJournal('PostgreSQL journal', async () => {
    const connection = { url: await cluster.createDatabase() };
    const journal = await openPostgresJournal({ connection });
    return {
      journal,
      async reopen() {
        // A journal that lives keeps its events: they are given to one that has died.
        const session = await Connection.open(connection);
        await session.query('UPDATE guida.events SET journal = 0');
        await session.close();
        return openPostgresJournal({ connection });
      },
      holds: (text) => holdsText(connection.url, text),
      close: () => journal.close(),
    };
  });

  test('of a thousand deliveries to three replicas, each event is taken once', async () => {
    const connection = { url: await cluster.createDatabase() };
    const journals = await Promise.all([1, 2, 3].map(() => openPostgresJournal({ connection })));
    const deliveries = Array.from({ length: 1000 }, (_, i) => ({ eventId: `e${i % 100}`, journal: journals[i % 3] }));
    const taken = await Promise.all(
      deliveries.map(async ({ eventId, journal }) => (await journal?.take(incomingOf({ eventId }), 1)) === true),
    );
    expect(taken.filter(Boolean)).toHaveLength(100);
    await Promise.all(journals.map((journal) => journal.close()));
  });

  test('what a living replica is answering is not answered by another, what a dead one left is, once', async () => {
    const connection = { url: await cluster.createDatabase() };
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => openPostgresJournal({ connection })));
    if (!first || !second || !third) throw new Error('three were opened');
    await first.take(incomingOf(), 1);
    expect(await second.unfinished('slack')).toEqual([]);
    expect(await first.unfinished('slack')).toHaveLength(1);
    await first.close();
    const found = await Promise.all([second.unfinished('slack'), third.unfinished('slack')]);
    expect(found.map(({ length }) => length).sort()).toEqual([0, 1]);
    await Promise.all([second.close(), third.close()]);
  });

  test('a connection that is cut costs no event, and the lock is taken again', async () => {
    const connection = { url: await cluster.createDatabase() };
    const journal = await openPostgresJournal({ connection });
    await journal.record(entryOf('a1'));
    await journal.take(incomingOf(), 1);
    await cutAll(connection.url);
    expect(await journal.turns({ channel: 'slack', userId: 'U1', roomId: 'C1' }, 't1', 5)).toHaveLength(1);
    expect(await journal.take(incomingOf(), 1)).toBe(false);
    const other = await openPostgresJournal({ connection });
    await expect.poll(() => locks(connection.url)).toBe(2);
    expect(await other.unfinished('slack')).toEqual([]);
    await Promise.all([journal.close(), other.close()]);
  });
});

async function cutAll(url: string): Promise<void> {
  const session = await Connection.open({ url });
  await session.query(`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  await session.close();
}

async function locks(url: string): Promise<number> {
  const session = await Connection.open({ url });
  const sql = `SELECT count(*)::integer AS locks FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  const [row] = await session.query(sql);
  await session.close();
  return Number(row?.locks);
}

async function holdsText(url: string, text: string): Promise<boolean> {
  const session = await Connection.open({ url });
  try {
    for (const table of ['events', 'answers', 'feedback']) {
      const sql = `SELECT 1 FROM guida.${table} AS one WHERE strpos(one::text, $1) > 0 LIMIT 1`;
      if ((await session.query(sql, [text])).length > 0) return true;
    }
    return false;
  } finally {
    await session.close();
  }
}
