import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { buildIndex } from '../build.ts';
import { createWords } from '../words/words.ts';
import type { EmbeddedStore } from './embedded-store.ts';
import { buildHnswFileHere } from './generation-writer.ts';
import { KNOWN_WHOLE_FILE } from './known-whole.ts';
import { currentGeneration, generationIds, layout } from './layout.ts';
import { decodeManifest, encodeManifest, FORMAT, verifyGeneration } from './manifest.ts';
import { embedderOfStore, openStore, wordsOfStore, type OpenStoreOptions } from './open.ts';
import { characterWords, countingEmbedder, sampleCorpus } from './store.fixture.ts';
import { corpusOfVersion } from './versions.fixture.ts';

let folder = '';
/** Two generations: of version 1, and the current one of version 2. */
let intact = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guida-damage-'));
  intact = join(folder, 'intact');
  for (const version of [1, 2]) {
    await buildIndex(corpusOfVersion(version), {
      dataDir: intact,
      fingerprint: `version ${version}`,
      words: characterWords,
      embedder: 'local',
      buildVectors: buildHnswFileHere,
    });
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A copy of the two generations with something done to it, and removed again. */
async function withCopy<T>(use: (dataDir: string, generation: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(folder, 'copy-'));
  cpSync(intact, dataDir, { recursive: true });
  try {
    return await use(dataDir, layout(dataDir).generation(currentGeneration(dataDir) ?? ''));
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

/** Which version is served, and whether the operator was told of something; or the code of the error. */
async function outcomeOf(dataDir: string, options: OpenStoreOptions = {}): Promise<string> {
  const warnings: string[] = [];
  let store: EmbeddedStore;
  try {
    store = await openStore(dataDir, { vectorSearch: 'exact', ...options, onWarning: (text) => warnings.push(text) });
  } catch (error) {
    if (!isGuidaError(error)) throw error;
    expect(error.message).not.toContain(folder);
    return error.code;
  }
  const [plan] = await store.plans();
  await store.close();
  return `${plan?.id ?? ''}${warnings.length > 0 ? ' with a warning' : ''}`;
}

function removeOlder(dataDir: string): void {
  for (const id of generationIds(dataDir)) {
    if (id !== currentGeneration(dataDir)) rmSync(layout(dataDir).generation(id), { recursive: true });
  }
}

function flipBit(path: string, share: number, bit: number): void {
  const bytes = readFileSync(path);
  const place = Math.min(bytes.length - 1, Math.floor(share * bytes.length));
  bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
  writeFileSync(path, bytes);
}

const files = ['embedding.bin', 'index.sqlite', 'manifest.json', 'vectors.hnsw', 'vectors.hnsw.manifest'];
const anyFile = fc.constantFrom(...files);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a generation has the files that are damaged here', () => {
  const found = readdirSync(layout(intact).generation(currentGeneration(intact) ?? '')).sort();
  expect(found.filter((name) => name !== KNOWN_WHOLE_FILE)).toEqual(files);
});

describe('damage is noticed before anything is served', () => {
  test('one bit flipped in any file', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, share, fc.nat(7), async (file, place, bit) =>
        withCopy(async (dataDir, generation) => {
          flipBit(join(generation, file), place, bit);
          expect(await outcomeOf(dataDir)).toBe('v1 with a warning');
          removeOlder(dataDir);
          expect(await outcomeOf(dataDir)).toBe('index-damaged');
        }),
      ),
      { numRuns: 200 },
    );
  });

  test('any file cut short, at any length', async () => {
    await fc.assert(
      fc.asyncProperty(anyFile, share, async (file, place) =>
        withCopy(async (dataDir, generation) => {
          const path = join(generation, file);
          truncateSync(path, Math.floor(place * readFileSync(path).length));
          // Sizes are enough to notice a cut.
          expect(await outcomeOf(dataDir, { verification: 'sizes' })).toBe('v1 with a warning');
          removeOlder(dataDir);
          expect(await outcomeOf(dataDir)).toBe('index-damaged');
        }),
      ),
      { numRuns: 50 },
    );
  });

  test.each(files)('%s lengthened, emptied, missing, or a folder', async (file) => {
    await withCopy(async (dataDir, generation) => {
      const path = join(generation, file);
      for (const bytes of [Buffer.concat([readFileSync(path), Buffer.from('\n')]), Buffer.alloc(0)]) {
        writeFileSync(path, bytes);
        expect(await outcomeOf(dataDir)).toBe('v1 with a warning');
      }
      rmSync(path);
      expect(await outcomeOf(dataDir)).toBe('v1 with a warning');
      cpSync(intact, path, { recursive: true });
      expect(await outcomeOf(dataDir)).toBe('v1 with a warning');
    });
  });

  test('both generations damaged', async () => {
    await withCopy(async (dataDir) => {
      for (const id of generationIds(dataDir)) flipBit(join(layout(dataDir).generation(id), 'index.sqlite'), 0.5, 0);
      expect(await outcomeOf(dataDir)).toBe('index-damaged');
    });
  });
});

describe('the name of the current generation', () => {
  test('flipped, cut or missing: the newest whole one is served, with a warning', async () => {
    await withCopy(async (dataDir) => {
      const { current } = layout(dataDir);
      const text = readFileSync(current);
      for (let byte = 0; byte < text.length; byte += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          flipBit(current, (byte + 0.5) / text.length, bit);
          // The line end may turn into another white space, which changes nothing.
          expect(['v2', 'v2 with a warning']).toContain(await outcomeOf(dataDir, { verification: 'sizes' }));
          writeFileSync(current, text);
        }
        truncateSync(current, byte);
        expect(['v2', 'v2 with a warning']).toContain(await outcomeOf(dataDir, { verification: 'sizes' }));
        writeFileSync(current, text);
      }
      rmSync(current);
      expect(await outcomeOf(dataDir)).toBe('v2 with a warning');
    });
  });

  test('naming a generation that is gone', async () => {
    await withCopy(async (dataDir, generation) => {
      rmSync(generation, { recursive: true });
      expect(await outcomeOf(dataDir)).toBe('v1 with a warning');
    });
  });

  test('trying to lead out of the folder', async () => {
    await withCopy(async (dataDir) => {
      writeFileSync(layout(dataDir).current, '../../../etc\n');
      expect(await outcomeOf(dataDir)).toBe('v2 with a warning');
    });
  });
});

describe('what is whole but not for us is refused, not guessed at', () => {
  test('no index', async () => {
    expect(await outcomeOf(join(folder, 'nowhere'))).toBe('index-missing');
    expect(await outcomeOf(mkdtempSync(join(folder, 'empty-')))).toBe('index-missing');
  });

  test('another embedding', async () => {
    expect(await outcomeOf(intact, { embedderId: 'local' })).toBe('v2');
    expect(await outcomeOf(intact, { embedderId: 'some-model' })).toBe('index-mismatch');
  });

  test('an index of an external embedding', async () => {
    const dataDir = join(folder, 'external');
    const options = { dataDir, fingerprint: 'x', words: characterWords, buildVectors: buildHnswFileHere };
    await buildIndex(corpusOfVersion(3), { ...options, embedder: countingEmbedder(8, 'one') });
    expect(await outcomeOf(dataDir, { embedderId: 'one' })).toBe('v3');
    expect(await outcomeOf(dataDir, { embedderId: 'other' })).toBe('index-mismatch');
    expect(await outcomeOf(dataDir, { embedderId: 'local' })).toBe('index-mismatch');
    const store = await openStore(dataDir);
    await expect(store.localEmbedding()).rejects.toSatisfy((error) => isGuidaError(error) && error.code === 'internal');
    await store.close();
  });

  test('another format', async () => {
    await withCopy(async (dataDir, generation) => {
      const manifest = await verifyGeneration(generation);
      writeFileSync(join(generation, 'manifest.json'), encodeManifest({ ...manifest, format: '99.1' }));
      expect(await outcomeOf(dataDir)).toBe('index-mismatch');
    });
  });

  test('a generation under the name of another', async () => {
    await withCopy(async (dataDir, generation) => {
      const older = generationIds(dataDir)[1] ?? '';
      rmSync(generation, { recursive: true });
      cpSync(layout(dataDir).generation(older), generation, { recursive: true });
      expect(await outcomeOf(dataDir)).toBe('v1 with a warning');
    });
  });

  test('a manifest that says something else under a right checksum', () => {
    const check = (manifest: unknown) => {
      expect(() => decodeManifest(encodeManifest(manifest as never))).toThrow('damaged');
    };
    const whole = {
      format: FORMAT,
      generation: '000001-00000000',
      createdBy: '0',
      fingerprint: '',
      words: '',
      embedding: { kind: 'local', id: '', dimension: 1 },
      passages: 1,
      files: [{ name: 'index.sqlite', bytes: 0, sha256: '0'.repeat(64) }],
    };
    expect(decodeManifest(encodeManifest(whole as never))).toEqual(whole);
    check({ ...whole, files: [{ ...whole.files[0], name: '../index.sqlite' }] });
    check({ ...whole, embedding: { ...whole.embedding, dimension: 0 } });
    check({ ...whole, extra: 1 });
    check({ format: FORMAT });
  });

  test('other words, and another embedding model', async () => {
    const dataDir = join(folder, 'words');
    const words = createWords({ userWords: ['示例工程'] });
    const options = { dataDir, fingerprint: 'x', words, buildVectors: buildHnswFileHere };
    await buildIndex(sampleCorpus(), { ...options, embedder: 'local' });
    const store = await openStore(dataDir, { embedderId: 'local', vectorSearch: 'exact' });
    const same = await wordsOfStore(store);
    expect(same.id).toBe(words.id);
    expect(same.split('示例工程')).toContain('示例工程');
    await expect(wordsOfStore(store, { characters: true })).rejects.toSatisfy(
      (error) => isGuidaError(error) && error.code === 'index-mismatch',
    );
    const embedder = await embedderOfStore(store, same);
    expect(embedder.id).toBe(store.manifest.embedding.id);
    const [nearest] = await store.searchVectors(await embedder.embedQuery('引进领军人才'), {}, 1);
    expect(nearest?.passageId).toBe('city-2');
    await store.close();
  });
});

describe('damage after the index was opened', () => {
  test('vectors that change before they are first searched are refused', async () => {
    for (const vectorSearch of ['process', 'exact'] as const) {
      await withCopy(async (dataDir, generation) => {
        const store = await openStore(dataDir, { vectorSearch });
        flipBit(join(generation, 'vectors.hnsw'), 0.5, 3);
        const vector = new Float32Array(store.manifest.embedding.dimension).fill(1);
        await expect(store.searchVectors(vector, {}, 3)).rejects.toSatisfy(
          (error) => isGuidaError(error) && error.code === 'index-damaged',
        );
        expect(await store.searchWords(['v2'], {}, 3)).toHaveLength(3);
        await store.close();
      });
    }
  });

  test('a database that is overwritten is an error, not an answer', async () => {
    await withCopy(async (dataDir, generation) => {
      const store = await openStore(dataDir);
      const path = join(generation, 'index.sqlite');
      writeFileSync(path, Buffer.alloc(readFileSync(path).length, 0x5a));
      await expect(store.sections('v2')).rejects.toSatisfy(
        (error) => isGuidaError(error) && error.code === 'index-damaged',
      );
      await store.close();
    });
  });
});
