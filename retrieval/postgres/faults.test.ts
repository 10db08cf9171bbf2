import { describe, expect, test } from 'vitest';
import { GuidaError, isGuidaError } from '../../corpus/errors.ts';
import { characterWords, countingEmbedder, sampleCorpus } from '../store/store.fixture.ts';
import { corpusOfVersion } from '../store/versions.fixture.ts';
import { buildVersion } from './build.fixture.ts';
import { buildPostgresIndex } from './build.ts';
import { Connection, Postgres } from './connection.ts';
import { describePostgres } from './described-cluster.fixture.ts';
import { openPostgresStore } from './open.ts';
import { PASSWORD } from './postgres.fixture.ts';

describePostgres('PostgreSQL', (cluster) => {
  describe('a server that is killed', () => {
    test('fails questions with one clear line, and answers them again once it is back', async () => {
      const url = await cluster.createDatabase();
      await buildVersion(url, 1);
      const store = await openPostgresStore({ connection: { url, pauseMs: 20 } });
      const expected = await store.searchWords(['目', '标', '年'], {}, 10);
      const underWay = Array.from({ length: 40 }, () => outcomeOf(store.searchWords(['目', '标', '年'], {}, 10)));
      await cluster.kill();
      for (const outcome of await Promise.all(underWay)) {
        if (isGuidaError(outcome)) expect(outcome.code).toBe('database-failed');
        else expect(outcome).toEqual(expected);
      }
      const refused = await outcomeOf(store.passageRange('p', 0, 5));
      expect(refused).toSatisfy(failsWith(/does not answer/u));
      expect(tellsOf(refused)).not.toMatch(/127\.0\.0\.1|geheim|postgres:/u);
      await cluster.start();
      expect(await store.searchWords(['目', '标', '年'], {}, 10)).toEqual(expected);
      await store.close();
    });

    test('at any stage of a build leaves the index that was there, or the new one, and the next build is whole', async () => {
      const url = await cluster.createDatabase();
      await buildVersion(url, 1);
      for (const stage of ['words', 'embedding', 'vectors', 'verifying'] as const) {
        let killed: Promise<void> | undefined;
        const failure = await outcomeOf(
          buildVersion(url, 2, {
            onProgress: (progress) => {
              if (progress.stage === stage) killed ??= cluster.kill();
            },
            embedder: {
              ...countingEmbedder(),
              embedDocuments: async (texts) => {
                // The build goes on only once the server is gone.
                await killed;
                return await countingEmbedder().embedDocuments(texts);
              },
            },
          }),
        );
        await killed;
        await cluster.start();
        if (isGuidaError(failure)) expect(failure.code).toBe('database-failed');
        // A server that dies while it commits may have done so: then the build does not know, and the new index is whole.
        const served = await servedVersion(url);
        if (!isGuidaError(failure)) expect(served).toBe('version 2');
        await expectVersion(url, served === 'version 2' ? 2 : 1);
        if (served === 'version 2') break;
      }
      await buildVersion(url, 2);
      await expectVersion(url, 2);
      expect(await schemasOf(url)).toHaveLength(2);
    });
  });

  describe('a connection that is cut', () => {
    test('in the middle of questions costs no answer', async () => {
      const url = await cluster.createDatabase();
      await buildVersion(url, 1);
      const store = await openPostgresStore({ connection: { url, pauseMs: 10, attempts: 8 } });
      const expected = await store.searchWords(['目', '标', '年'], {}, 10);
      for (let round = 0; round < 5; round += 1) {
        const asked = Array.from({ length: 30 }, () => store.searchWords(['目', '标', '年'], {}, 10));
        await cutAll(url);
        for (const answer of await Promise.all(asked)) expect(answer).toEqual(expected);
      }
      await store.close();
    });

    test('in the middle of a build fails it, and leaves nothing that is served', async () => {
      const url = await cluster.createDatabase();
      await buildVersion(url, 1);
      let cut: Promise<void> | undefined;
      const failure = await outcomeOf(
        buildVersion(url, 2, {
          onProgress: ({ stage }) => {
            if (stage === 'vectors') cut ??= cutAll(url);
          },
        }),
      );
      await cut;
      expect(failure).toMatchObject({ code: 'database-failed' });
      await expectVersion(url, 1);
      await buildVersion(url, 2);
      await expectVersion(url, 2);
    });

    test('does not unpin the generation for long: it is held again', async () => {
      const url = await cluster.createDatabase();
      await buildVersion(url, 1);
      const store = await openPostgresStore({ connection: { url } });
      await cutAll(url);
      await expect.poll(() => locksOf(url)).toBe(1);
      await buildVersion(url, 2, { graceMs: 0 });
      await buildVersion(url, 3, { graceMs: 0 });
      expect(await store.searchWords(['示'], {}, 3)).not.toEqual([]);
      await store.close();
    });
  });

  test('a pool that is full fails who waits too long, with one clear line, and recovers', async () => {
    const database = new Postgres({ url: await cluster.createDatabase(), connections: 2, connectMs: 300 });
    const slow = [1, 2].map(() => database.query('SELECT pg_sleep(1.5)'));
    const waiting = await outcomeOf(database.read('SELECT 1 AS one'));
    expect(waiting).toSatisfy(failsWith(/No connection/u));
    await Promise.all(slow);
    expect(await database.read('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await database.close();
    expect(await outcomeOf(database.read('SELECT 1'))).toMatchObject({ code: 'internal' });
  });

  test('a query that takes too long is ended by the server', async () => {
    const database = new Postgres({ url: await cluster.createDatabase(), statementMs: 200 });
    const failure = await outcomeOf(database.read('SELECT pg_sleep(20)'));
    expect(failure).toSatisfy(failsWith(/too long/u));
    await database.close();
  });

  test('what is wrong with the address is told without the address', async () => {
    const url = await cluster.createDatabase();
    const check = async (wrong: string, expected: RegExp) => {
      const failure = await outcomeOf(openPostgresStore({ connection: { url: wrong, pauseMs: 1 } }));
      expect(isGuidaError(failure) ? failure.message : '').toMatch(expected);
      const { username, host, pathname } = new URL(url);
      for (const secret of [wrong, PASSWORD, encodeURIComponent(PASSWORD), username, host, pathname, 'geheim']) {
        expect(tellsOf(failure)).not.toContain(secret);
      }
    };
    await check(url.replace('geheim', 'wrong'), /refuses the login/u);
    await check(`${url}_geheim`, /no such database/u);
    await check(url.replace(/:\d+\//u, ':1/'), /does not answer/u);
    await check(url.replace('127.0.0.1', 'nowhere.invalid'), /no such database|does not answer/u);
    await check('postgres://guida:geheim@host:no-port/guida', /DATABASE_URL must be/u);
  });

  test('texts that PostgreSQL cannot hold are kept all the same', async () => {
    const url = await cluster.createDatabase();
    const [document] = sampleCorpus().documents;
    if (document === undefined) throw new Error('the sample has two plans');
    const [first, ...rest] = document.passages;
    if (first === undefined) throw new Error('the sample has passages');
    const odd = { ...first, id: 'a\u0000b', text: `零\u0000 \uFFFF \uFFFF0 '"\\ 😀`, section: ['\u0000'] };
    const corpus = { documents: [{ ...document, passages: [odd, ...rest] }], failures: [], warnings: [] };
    await buildPostgresIndex(corpus, {
      connection: { url },
      fingerprint: 'odd',
      words: characterWords,
      embedder: countingEmbedder(),
    });
    const store = await openPostgresStore({ connection: { url } });
    expect(await store.passages(['a\u0000b', 'ab', 'a\uFFFF0b'])).toEqual([odd]);
    expect((await store.searchWords(['零'], {}, 2)).map(({ passageId }) => passageId)).toEqual(['a\u0000b']);
    await store.close();
  });
});

/** Holds what is served against a corpus version. */
async function servedVersion(url: string): Promise<string> {
  const store = await openPostgresStore({ connection: { url } });
  await store.close();
  return store.manifest.fingerprint;
}

async function expectVersion(url: string, version: number): Promise<void> {
  const store = await openPostgresStore({ connection: { url } });
  const { documents } = corpusOfVersion(version);
  expect(store.manifest.fingerprint).toBe(`version ${version}`);
  const passages = documents.flatMap((document) => document.passages);
  expect(await store.passages(passages.map(({ id }) => id))).toEqual(passages);
  await store.close();
}

function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error);
}

function failsWith(message: RegExp): (error: unknown) => boolean {
  return (error) => isGuidaError(error) && error.code === 'database-failed' && message.test(error.message);
}

/** Everything that a log could show of an error. */
function tellsOf(error: unknown): string {
  const causes: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    causes.push(at.message, at.stack ?? '', JSON.stringify(at, Object.getOwnPropertyNames(at)));
  }
  expect(error).toBeInstanceOf(GuidaError);
  return causes.join('\n');
}

async function withSession<T>(url: string, use: (session: Connection) => Promise<T>): Promise<T> {
  const session = await Connection.open({ url });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

async function cutAll(url: string): Promise<void> {
  await withSession(url, (session) =>
    session.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`),
  );
}

async function schemasOf(url: string): Promise<readonly unknown[]> {
  return withSession(url, (session) =>
    session.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'guida\\_g%'"),
  );
}

async function locksOf(url: string): Promise<number> {
  const [row] = await withSession(url, (session) =>
    session.query(`SELECT count(*)::integer AS locks FROM pg_locks WHERE locktype = 'advisory' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`),
  );
  return Number(row?.locks);
}
