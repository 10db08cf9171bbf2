import { describe, expect, test } from 'vitest';
import { characterWords, countingEmbedder, sampleCorpus } from '../store/store.fixture.ts';
import { createWords } from '../words/words.ts';
import { buildVersion } from './build.fixture.ts';
import { type PostgresBuildOptions } from './build.ts';
import { Connection } from './connection.ts';
import { describePostgres } from './described-cluster.fixture.ts';
import { INDEX_MIGRATIONS } from './index-migrations.ts';
import { LOCKS } from './locks.ts';
import { migrate } from './migrate.ts';
import { currentPostgresIndex, openPostgresStore } from './open.ts';
import { openPostgresIndex, type OpenPostgresIndexOptions } from './open-index.ts';

describePostgres('PostgreSQL', (cluster) => {
  test('an index that is up to date is left alone, another is built', async () => {
    const url = await cluster.createDatabase();
    const first = await buildVersion(url, 1);
    expect(first).toMatchObject({ reused: false, passages: 120, embedded: 120, warnings: [] });
    expect(await buildVersion(url, 1)).toEqual({ ...first, reused: true, embedded: 0 });
    const check = async (options: Partial<PostgresBuildOptions>, embedded: number) => {
      expect(await buildVersion(url, 1, options)).toMatchObject({ reused: false, embedded });
    };
    await check({ fingerprint: 'other' }, 0);
    await check({ fingerprint: 'other', force: true }, 0);
    await check({ words: { ...characterWords, id: 'other' } }, 0);
    await check({ embedder: countingEmbedder(24, 'other') }, 120);
    await check({ embedder: 'local' }, 120);
    expect((await buildVersion(url, 1, { embedder: 'local' })).reused).toBe(true);
  });

  test('a store that was opened before a switch serves what it was opened with', async () => {
    const url = await cluster.createDatabase();
    await buildVersion(url, 1);
    const before = await openPostgresStore({ connection: { url } });
    await buildVersion(url, 2, { graceMs: 0 });
    const after = await openPostgresStore({ connection: { url } });
    const idsOf = async (store: typeof before): Promise<readonly string[]> => (await store.plans()).map(({ id }) => id);
    for (let round = 0; round < 3; round += 1) {
      expect([await idsOf(before), await idsOf(after)]).toEqual([['v1'], ['v2']]);
      expect((await before.passageRange('v1', 0, 500)).length).toBe(120);
      expect((await before.searchVectors(await countingEmbedder().embedQuery('示例'), {}, 3)).length).toBe(3);
      await buildVersion(url, 2, { graceMs: 0, force: true });
    }
    await before.close();
    expect(await schemas(url)).toHaveLength(3);
    await after.close();
    await buildVersion(url, 2, { graceMs: 0, force: true });
    expect(await schemas(url)).toHaveLength(1);
  });

  test('a superseded generation is kept for a while even when nobody reads it', async () => {
    const url = await cluster.createDatabase();
    await buildVersion(url, 1);
    await buildVersion(url, 2);
    expect(await schemas(url)).toHaveLength(2);
  });

  test('of several that build at once, one does, and the others are told', async () => {
    const url = await cluster.createDatabase();
    await buildVersion(url, 1);
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => buildVersion(url, 2)));
    const built = outcomes.filter(({ status }) => status === 'fulfilled');
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(built.length).toBeGreaterThan(0);
    for (const outcome of refused) expect(outcome).toMatchObject({ reason: { code: 'index-busy' } });
    const made = built.filter((outcome) => outcome.status === 'fulfilled' && !outcome.value.reused);
    expect(made).toHaveLength(1);
  });

  test('a build that is stopped, or whose embedder fails, leaves the index as it was', async () => {
    const url = await cluster.createDatabase();
    await buildVersion(url, 1);
    const stop = new AbortController();
    const stopped = buildVersion(url, 2, {
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'embedding') stop.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
    const failing = { ...countingEmbedder(), id: 'fails', embedDocuments: () => Promise.reject(new Error('no')) };
    await expect(buildVersion(url, 2, { embedder: failing })).rejects.toThrow('no');
    expect(await schemas(url)).toHaveLength(2);
    expect((await buildVersion(url, 1)).reused).toBe(true);
    expect(await schemas(url)).toHaveLength(1);
  });

  test('many processes may set up an empty database at once', async () => {
    const connection = { url: await cluster.createDatabase() };
    await Promise.all(Array.from({ length: 8 }, () => migrate(connection, INDEX_MIGRATIONS)));
    await expect(openPostgresStore({ connection })).rejects.toMatchObject({ code: 'index-missing' });
    expect(await currentPostgresIndex(connection)).toBeUndefined();
  });

  test('a database of a newer version is refused, and one of another format is built again', async () => {
    const url = await cluster.createDatabase();
    await buildVersion(url, 1);
    const session = await Connection.open({ url });
    await session.query("UPDATE guida.generations SET format = '999'");
    await expect(openPostgresStore({ connection: { url } })).rejects.toMatchObject({ code: 'index-mismatch' });
    expect((await buildVersion(url, 1)).reused).toBe(false);
    const embedderId = 'another';
    await expect(openPostgresStore({ connection: { url }, embedderId })).rejects.toMatchObject({
      code: 'index-mismatch',
    });
    await session.query("INSERT INTO guida.migrations (name, version) VALUES ('index', 99)");
    await session.close();
    await expect(buildVersion(url, 1)).rejects.toMatchObject({ code: 'index-mismatch' });
  });

  test('rows that make no sense, and a generation that is gone, are told as such', async () => {
    const url = await cluster.createDatabase();
    await buildVersion(url, 1);
    const store = await openPostgresStore({ connection: { url } });
    const session = await Connection.open({ url });
    await session.query("UPDATE guida_g1.passages SET section = '{' WHERE position = 3");
    await expect(store.passageRange('v1', 0, 9)).rejects.toMatchObject({ code: 'index-damaged' });
    await session.query('DELETE FROM guida_g1.passages WHERE position = 4');
    await expect(store.searchWords(['示'], {}, 200)).rejects.toMatchObject({ code: 'index-damaged' });
    await session.query("UPDATE guida_g1.passage_words SET frequencies = 'x'");
    expect(Array.isArray(await store.searchWords(['段'], {}, 3))).toBe(true);
    await session.query('DROP SCHEMA guida_g1 CASCADE');
    await expect(store.passageRange('v1', 5, 9)).rejects.toMatchObject({ code: 'index-missing' });
    await session.close();
    await store.close();
  });

  describe('the index of a corpus', () => {
    const optionsOf = (url: string, files = 'files 1'): OpenPostgresIndexOptions & { readonly reads: () => number } => {
      let reads = 0;
      const read: OpenPostgresIndexOptions['read'] = () => {
        reads += 1;
        const failures = [{ file: 'bad.pdf', reason: 'bad.pdf: encrypted' }];
        const rest = { fingerprint: files, failures, warnings: ['w'] };
        return Promise.resolve({ corpus: sampleCorpus(), words: jieba, ...rest });
      };
      return { connection: { url }, files, read, reads: () => reads };
    };

    test('is read and built once, by one of the replicas that start together', async () => {
      const url = await cluster.createDatabase();
      const all = [1, 2, 3].map(() => optionsOf(url));
      const opened = await Promise.all(all.map((options) => openPostgresIndex(options)));
      expect(new Set(opened.map(({ store }) => store.generation)).size).toBe(1);
      expect(opened.filter(({ reused }) => !reused)).toHaveLength(1);
      const notes = {
        files: 'files 1',
        failures: [{ file: 'bad.pdf', reason: 'bad.pdf: encrypted' }],
        warnings: ['w'],
      };
      for (const one of opened) {
        expect(one.notes).toEqual({ generation: one.store.generation, ...notes });
        await one.store.close();
      }
      const again = optionsOf(url);
      const known = await openPostgresIndex(again);
      expect([known.reused, again.reads()]).toEqual([true, 0]);
      expect((await known.store.searchWords(known.words.split('领军人才'), {}, 1))[0]?.passageId).toBe('city-2');
      await known.store.close();
      const changed = optionsOf(url, 'files 2');
      const rebuilt = await openPostgresIndex(changed);
      expect([rebuilt.reused, changed.reads()]).toEqual([false, 1]);
      await rebuilt.store.close();
    });

    test('waits for another that builds, so long and no longer', async () => {
      const url = await cluster.createDatabase();
      await migrate({ url }, INDEX_MIGRATIONS);
      const session = await Connection.open({ url });
      await session.query('SELECT pg_advisory_lock($1, 0)', [LOCKS.indexer]);
      let told = 0;
      const waiting = openPostgresIndex({ ...optionsOf(url), patienceMs: 300, onWaiting: () => (told += 1) });
      await expect(waiting).rejects.toMatchObject({ code: 'index-busy' });
      expect(told).toBe(1);
      await session.close();
    });
  });
});

/** The real ones: the words of a store are made again from what it keeps. */
const jieba = createWords();

async function schemas(url: string): Promise<readonly unknown[]> {
  const session = await Connection.open({ url });
  const found = await session.query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'guida\\_g%'");
  await session.close();
  return found;
}
