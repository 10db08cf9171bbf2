import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isGuidaError } from '../corpus/errors.ts';
import type { Corpus } from '../corpus/types.ts';
import { buildIndex, type BuildOptions } from './build.ts';
import { buildHnswFile } from './vectors/process-build.ts';
import { buildHnswFileHere, type BuildProgress } from './store/generation-writer.ts';
import { KNOWN_WHOLE_FILE } from './store/known-whole.ts';
import { currentGeneration, generationIds, layout } from './store/layout.ts';
import { identityOf } from './store/process-identity.ts';
import { openStore } from './store/open.ts';
import { characterWords, corpusOf, countingEmbedder, sampleCorpus } from './store/store.fixture.ts';
import { corpusOfVersion } from './store/versions.fixture.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-build-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Options for a data folder of its own; vectors are built in this process unless a test says otherwise. */
function options(changes: Partial<BuildOptions> = {}): BuildOptions {
  return {
    dataDir: mkdtempSync(join(folder, 'data-')),
    fingerprint: 'one',
    words: characterWords,
    embedder: countingEmbedder(),
    buildVectors: buildHnswFileHere,
    ...changes,
  };
}

async function codeOf(building: Promise<unknown>): Promise<string> {
  try {
    await building;
    return 'built';
  } catch (error) {
    if (!isGuidaError(error)) throw error;
    expect(error.message).not.toContain(folder);
    return error.code;
  }
}

describe('what is built', () => {
  test('is served, with what came of it', async () => {
    const given = options();
    const result = await buildIndex(sampleCorpus(), given);
    expect(result).toEqual({
      generation: expect.stringMatching(/^000001-[0-9a-f]{8}$/u) as string,
      reused: false,
      passages: 8,
      embedded: 8,
      warnings: [],
    });
    expect(currentGeneration(given.dataDir)).toBe(result.generation);
    expect(readdirSync(given.dataDir).sort()).toEqual(['current', 'generations']);
  });

  test('has the same bytes for the same corpus, whatever was there before', async () => {
    const bytesOf = async (first: readonly Corpus[], embedder: BuildOptions['embedder'], inProcess: boolean) => {
      const given = options({ embedder, buildVectors: inProcess ? buildHnswFileHere : buildHnswFile });
      for (const [i, corpus] of first.entries()) await buildIndex(corpus, { ...given, fingerprint: `before ${i}` });
      const { generation } = await buildIndex(corpusOfVersion(5), given);
      const place = layout(given.dataDir).generation(generation);
      const names = readdirSync(place).filter((name) => !['manifest.json', KNOWN_WHOLE_FILE].includes(name));
      return Object.fromEntries(names.map((name) => [name, readFileSync(join(place, name)).toString('base64')]));
    };
    for (const embedder of ['local', countingEmbedder()] as const) {
      const bytes = await bytesOf([], embedder, true);
      expect(Object.keys(bytes)).toContain('index.sqlite');
      expect(Object.keys(bytes)).toContain('vectors.hnsw');
      expect(await bytesOf([sampleCorpus()], embedder, true)).toEqual(bytes);
      expect(await bytesOf([], embedder, false)).toEqual(bytes);
    }
  });

  test('tells how far it is', async () => {
    const stages: BuildProgress[] = [];
    await buildIndex(corpusOfVersion(1), options({ onProgress: (progress) => stages.push(progress) }));
    expect([...new Set(stages.map(({ stage }) => stage))]).toEqual(['words', 'embedding', 'vectors', 'verifying']);
    for (const { done, total } of stages) expect(done).toBeLessThanOrEqual(total);
    expect(stages.at(-1)).toEqual({ stage: 'verifying', done: 120, total: 120 });
  });

  test('keeps a plan or a passage that comes twice once, and says so', async () => {
    const sample = sampleCorpus();
    const [city, province] = sample.documents;
    if (city === undefined || province === undefined) throw new Error('the sample has two plans');
    const doubled = { ...province, passages: [...province.passages, ...province.passages] };
    const given = options();
    const result = await buildIndex({ ...sample, documents: [city, doubled, city] }, given);
    expect(result.passages).toBe(8);
    expect(result.warnings).toHaveLength(2);
    const store = await openStore(given.dataDir);
    expect((await store.plans()).map(({ id, counts }) => [id, counts.passages])).toEqual([
      ['city', 6],
      ['province', 2],
    ]);
    await store.close();
  });
});

describe('what is up to date', () => {
  test('is left alone', async () => {
    const given = options();
    const { generation } = await buildIndex(sampleCorpus(), given);
    const again = await buildIndex(sampleCorpus(), given);
    expect(again).toEqual({ generation, reused: true, passages: 8, embedded: 0, warnings: [] });
    expect(generationIds(given.dataDir)).toEqual([generation]);
  });

  test('is no longer when the corpus, the words or the embedding change, or it is damaged', async () => {
    const given = options();
    await buildIndex(sampleCorpus(), given);
    const check = async (changes: Partial<BuildOptions>, reused: boolean) => {
      expect((await buildIndex(sampleCorpus(), { ...given, ...changes })).reused).toBe(reused);
    };
    await check({}, true);
    await check({ fingerprint: 'two' }, false);
    await check({}, false);
    await check({ words: { ...characterWords, id: 'other' } }, false);
    await check({}, false);
    await check({ embedder: countingEmbedder(24, 'other') }, false);
    await check({ embedder: 'local' }, false);
    await check({ embedder: 'local' }, true);
    await check({ embedder: 'local', force: true }, false);
    const current = layout(given.dataDir).generation(currentGeneration(given.dataDir) ?? '');
    writeFileSync(join(current, 'index.sqlite'), 'x');
    await check({ embedder: 'local' }, false);
    await check({ embedder: 'local' }, true);
  });

  test('needs no right to write', async () => {
    const given = options();
    await buildIndex(sampleCorpus(), given);
    // As if someone else held the lock: an index that is up to date never asks for it.
    writeFileSync(layout(given.dataDir).lock, JSON.stringify({ ...identityOf(), token: 'x' }));
    expect((await buildIndex(sampleCorpus(), given)).reused).toBe(true);
  });
});

describe('what came before', () => {
  test('one generation is kept, older ones are removed', async () => {
    const given = options();
    const built: string[] = [];
    for (const fingerprint of ['a', 'b', 'c', 'd']) {
      built.unshift((await buildIndex(sampleCorpus(), { ...given, fingerprint })).generation);
      expect(generationIds(given.dataDir)).toEqual(built.slice(0, 2));
    }
  });

  test('a damaged generation does not take the place of the whole one', async () => {
    const given = options();
    const ids: string[] = [];
    for (const fingerprint of ['a', 'b'])
      ids.push((await buildIndex(sampleCorpus(), { ...given, fingerprint })).generation);
    writeFileSync(join(layout(given.dataDir).generation(ids[1] ?? ''), 'index.sqlite'), 'x');
    const { generation } = await buildIndex(sampleCorpus(), { ...given, fingerprint: 'c' });
    expect(generationIds(given.dataDir)).toEqual([generation, ids[0]]);
  });

  test('an open store keeps answering while two builds take its place', async () => {
    const given = options();
    await buildIndex(corpusOfVersion(1), { ...given, fingerprint: '1' });
    const store = await openStore(given.dataDir, { vectorSearch: 'exact' });
    for (const version of [2, 3])
      await buildIndex(corpusOfVersion(version), { ...given, fingerprint: String(version) });
    expect(await store.searchWords(['v1'], {}, 1000)).toHaveLength(120);
    expect((await store.plans()).map(({ id }) => id)).toEqual(['v1']);
    expect(currentGeneration(given.dataDir)).not.toBe(store.generation);
    await store.close();
  });

  test('vectors of an external embedding are kept for passages that stay the same', async () => {
    const embedder = countingEmbedder();
    const given = options({ embedder });
    const texts = ['一段', '二段', '三段'];
    const corpus = (...more: string[]) =>
      corpusOf({ id: 'p', title: '示例市规划', sections: [[['任务'], ...texts, ...more]] });
    expect((await buildIndex(corpus(), given)).embedded).toBe(3);
    const second = await buildIndex(corpus('四段', '五段'), { ...given, fingerprint: 'two' });
    expect(second.embedded).toBe(2);
    expect(embedder.texts).toBe(5);
    const store = await openStore(given.dataDir, { vectorSearch: 'exact' });
    const [best] = await store.searchVectors(await embedder.embedQuery('示例市规划任务二段'), {}, 1);
    expect(best?.passageId).toBe('p-1');
    expect(best?.score).toBeCloseTo(1, 5);
    await store.close();
    const other = countingEmbedder(24, 'other');
    expect((await buildIndex(corpus(), { ...given, embedder: other, fingerprint: 'three' })).embedded).toBe(3);
  });
});

describe('what keeps an index from being built', () => {
  test('nothing to index', async () => {
    const nothing: Corpus = { documents: [], failures: [], warnings: [] };
    expect(await codeOf(buildIndex(nothing, options()))).toBe('corpus-empty');
    const given = options();
    expect(await codeOf(buildIndex(corpusOf({ id: 'p', title: '空', sections: [] }), given))).toBe('corpus-empty');
    expect(readdirSync(given.dataDir)).toEqual([]);
  });

  test('a data folder that cannot be: under a file, or a file itself', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    for (const dataDir of [join(file, 'data'), file]) {
      expect(await codeOf(buildIndex(sampleCorpus(), options({ dataDir })))).toBe('data-unwritable');
    }
    const blocked = options();
    writeFileSync(layout(blocked.dataDir).generations, '');
    expect(await codeOf(buildIndex(sampleCorpus(), blocked))).toBe('data-unwritable');
    const taken = options();
    mkdirSync(join(layout(taken.dataDir).current, 'x'), { recursive: true });
    expect(await codeOf(buildIndex(sampleCorpus(), taken))).toBe('data-unwritable');
  });

  test('another build under way', async () => {
    const given = options();
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((fingerprint) => codeOf(buildIndex(sampleCorpus(), { ...given, fingerprint }))),
    );
    expect(outcomes.sort()).toEqual(['built', 'index-busy', 'index-busy']);
    expect(await codeOf(buildIndex(sampleCorpus(), { ...given, fingerprint: 'd' }))).toBe('built');
  });

  test('a lock that was taken over meanwhile: the index stays as it was', async () => {
    const given = options();
    const { generation } = await buildIndex(sampleCorpus(), given);
    const onProgress = () => {
      writeFileSync(layout(given.dataDir).lock, JSON.stringify({ ...identityOf(), token: 'theirs' }));
    };
    expect(await codeOf(buildIndex(sampleCorpus(), { ...given, fingerprint: 'two', onProgress }))).toBe('index-busy');
    expect(currentGeneration(given.dataDir)).toBe(generation);
    expect(generationIds(given.dataDir)).toEqual([generation]);
    expect(existsSync(layout(given.dataDir).lock)).toBe(true);
  });

  test('a signal, at any stage: the index stays as it was, and nothing is left behind', async () => {
    const given = options();
    const { generation } = await buildIndex(sampleCorpus(), given);
    for (const last of ['words', 'embedding', 'vectors', 'verifying'] as const) {
      const controller = new AbortController();
      const onProgress = ({ stage }: BuildProgress) => {
        if (stage === last) controller.abort(new Error('enough'));
      };
      const changes = { fingerprint: 'two', onProgress, signal: controller.signal, force: true };
      await expect(buildIndex(corpusOfVersion(1), { ...given, ...changes })).rejects.toThrow('enough');
      expect(currentGeneration(given.dataDir)).toBe(generation);
      expect(readdirSync(layout(given.dataDir).generations)).toEqual([generation]);
      expect(readdirSync(given.dataDir).sort()).toEqual(['current', 'generations']);
    }
  });

  test('an embedder that fails or miscounts', async () => {
    const given = options();
    const { generation } = await buildIndex(sampleCorpus(), given);
    const failing = { ...countingEmbedder(24, 'failing'), embedDocuments: () => Promise.reject(new Error('no quota')) };
    await expect(buildIndex(sampleCorpus(), { ...given, embedder: failing })).rejects.toThrow('no quota');
    const short = { ...countingEmbedder(24, 'short'), embedDocuments: () => Promise.resolve([new Float32Array(24)]) };
    expect(await codeOf(buildIndex(sampleCorpus(), { ...given, embedder: short }))).toBe('embedding-failed');
    const narrow = { ...countingEmbedder(24, 'narrow'), dimension: 23 };
    expect(await codeOf(buildIndex(sampleCorpus(), { ...given, embedder: narrow }))).toBe('vector-invalid');
    expect(readdirSync(layout(given.dataDir).generations)).toEqual([generation]);
  });
});

describe('what dead processes left', () => {
  /** No process has this number: the largest on Linux is 4,194,304. */
  const dead = 99_999_999;

  test('is removed, what live ones write is not', async () => {
    const given = options();
    const { generations, lock } = layout(given.dataDir);
    const { pid, startedAt = '' } = identityOf();
    const [left, live] = [`.building-${dead}--0a`, `.building-${pid}-${startedAt}-0b`];
    for (const name of [left, live]) mkdirSync(join(generations, name, 'x'), { recursive: true });
    writeFileSync(join(given.dataDir, `current.${dead}.tmp`), '');
    writeFileSync(`${lock}.0a`, JSON.stringify({ pid: dead, token: '0a' }));
    await buildIndex(sampleCorpus(), given);
    expect(readdirSync(generations)).toContain(live);
    expect(readdirSync(generations)).not.toContain(left);
    expect(readdirSync(given.dataDir).sort()).toEqual(['current', 'generations']);
  });

  test('does not hold the lock', async () => {
    const given = options();
    const { lock } = layout(given.dataDir);
    for (const text of [JSON.stringify({ pid: dead, token: 'x' }), '', 'x', '{}', '{"pid":0,"token":""}']) {
      writeFileSync(lock, text);
      expect(await codeOf(buildIndex(sampleCorpus(), { ...given, force: true }))).toBe('built');
      expect(existsSync(lock)).toBe(false);
    }
  });
});
