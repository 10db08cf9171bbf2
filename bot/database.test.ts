import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { describePostgres } from '../retrieval/postgres/described-cluster.fixture.ts';
import { PASSWORD } from '../retrieval/postgres/postgres.fixture.ts';
import { placesIn, run, workingFolder } from './program.fixture.ts';
import { createDatabaseIndexSource } from './service/database-index-source.ts';
import { leaseWhen } from './service/lease.fixture.ts';
import { createLiveIndex, type Lease } from './service/live-index.ts';
import { readSettings } from './settings.ts';

/** The program with `DATABASE_URL`: the same answers, from a real PostgreSQL. */

// Two indexes are built, and programs started.
vi.setConfig({ testTimeout: 300_000 });

const QUESTION = '示例市2025年高新技术企业要达到多少家？';

async function textOf({ index }: Lease): Promise<string> {
  for await (const event of index.assistant.ask(QUESTION)) if (event.type === 'done') return event.answer.text;
  return '';
}

describePostgres('with a database', (cluster) => {
  test('ask builds the index there, and the next one uses it', async () => {
    const folder = workingFolder();
    const environment = { DATABASE_URL: await cluster.createDatabase() };
    const ask = () => run(['ask', QUESTION, '--verbose', ...placesIn(folder)], { folder, environment });
    const embedded = await run(['ask', QUESTION, ...placesIn(folder)], { folder });
    const first = await ask();
    expect(first).toMatchObject({ code: 0, stdout: embedded.stdout });
    const second = await ask();
    expect(second).toMatchObject({ code: 0, stdout: first.stdout });
    const generation = /Index (\S+) opened/u;
    expect(generation.exec(second.stderr)?.[1]).toBe(generation.exec(first.stderr)?.[1]);
    expect(first.stderr + second.stderr).not.toContain(encodeURIComponent(PASSWORD));
  });

  test('a server that is not there is one line that holds no address', async () => {
    const environment = { DATABASE_URL: 'postgres://me:hush@127.0.0.1:9/plans' };
    const ran = await run(['ask', QUESTION, ...placesIn(workingFolder())], { environment });
    expect(ran.code).toBe(1);
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    expect(ran.stderr).not.toMatch(/hush|127\.0\.0\.1/u);
  });

  test('a service builds the index, answers from it, and takes up a newer one', async () => {
    const folder = workingFolder();
    const url = await cluster.createDatabase();
    const told: string[] = [];
    const log = { warn: (message: string) => void told.push(message), detail: () => undefined };
    const source = createDatabaseIndexSource(url, {
      corpus: [join(folder, 'plans')],
      data: join(folder, 'data'),
      settings: readSettings({ environment: { DATABASE_URL: url }, folder }),
      log,
      environment: { ...process.env, DATABASE_URL: url },
      folder,
    });
    const live = createLiveIndex({ source, log, pollMs: 50 });
    try {
      await live.start();
      const first = await leaseWhen(live, () => true);
      expect(await textOf(first)).toContain('300家');
      appendFileSync(join(folder, 'plans', 'city.txt'), '\n到2025年，示例市建成孵化器45家。\n');
      const second = await leaseWhen(live, (generation) => generation !== first.index.generation);
      expect(await textOf(second)).toContain('300家');
      first.release();
      second.release();
    } finally {
      await live.close();
    }
    expect(told).toEqual([]);
  });
});
