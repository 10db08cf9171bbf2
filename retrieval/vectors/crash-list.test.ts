/**
 * The ways in which plain hnswlib-node 3.0.0 kills the process or goes wrong without a word. Each is shown twice: the
 * plain call in a process of its own, and ours in this one, which is still here afterwards.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import type { LabelRange } from '../types.ts';
import { clusteredVectors, errorCode, forgeManifest } from './vectors.fixture.ts';
import { HnswBuilder, HnswIndex } from './hnsw.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-crash-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const PLAIN = `
  const { HierarchicalNSW } = require('hnswlib-node');
  const folder = process.argv[1];
  const vector = (seed) => Array.from({ length: 16 }, (_, i) => Math.sin(seed * 7.1 + i * i));
  function filled(count) {
    const index = new HierarchicalNSW('ip', 16);
    index.initIndex(count + 10);
    for (let i = 0; i < count; i += 1) index.addPoint(vector(i), i);
    return index;
  }
  const churn = () => { for (let i = 0; i < 200; i += 1) filled(200); };
`;

/** Runs a script over the plain library; the script prints what the test looks at. */
function plain(script: string, prefix = ''): { died: boolean; printed: string } {
  const child = spawnSync(
    'sh',
    ['-c', `ulimit -c 0; ${prefix} exec "$0" "$@"`, process.execPath, '-e', PLAIN + script, folder],
    {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    },
  );
  return { died: child.signal !== null, printed: child.stdout.trim() };
}

const vectors = clusteredVectors({ count: 300, dimension: 16, seed: 1 });
const labels = vectors.map((_, label) => label);
const question = vectors[0] as Float32Array;
const built = () => HnswIndex.build(vectors, labels);

function saved(name: string): string {
  const path = join(folder, name);
  built().save(path);
  return path;
}

describe('a string or a hole in a vector', () => {
  const bad = [['a', ...Array<number>(15).fill(1)], [1, 2, 3].concat(Array<number>(13))] as unknown as number[][];

  test.each(["['a', ...Array(15).fill(1)]", '[1, 2, 3].concat(Array(13))'])('plain dies: %s', (vector) => {
    expect(plain(`filled(3).addPoint(${vector}, 7)`).died).toBe(true);
    expect(plain(`filled(3).searchKnn(${vector}, 2)`).died).toBe(true);
  });

  test('ours throws vector-invalid', () => {
    for (const vector of bad) {
      expect(
        errorCode(() => {
          new HnswBuilder(16, 1).add(vector, 7);
        }),
      ).toBe('vector-invalid');
      expect(errorCode(() => built().searchNow(vector, 2))).toBe('vector-invalid');
    }
  });
});

describe('a filter that throws', () => {
  const thrower = new Proxy<readonly LabelRange[]>([], {
    get() {
      throw new RangeError('from the filter');
    },
  });

  test('plain dies', () => {
    expect(plain('filled(50).searchKnn(vector(1), 5, () => { throw new Error() })').died).toBe(true);
  });

  test('ours lets the error out and searches on', () => {
    const index = built();
    expect(() => index.searchNow(question, 5, thrower)).toThrow(RangeError);
    expect(index.searchNow(question, 5)).toHaveLength(5);
  });
});

describe('loading a missing or cut file over a live index', () => {
  test.each(['missing', 'cut'])('plain dies: %s', (kind) => {
    const script = `
      const index = filled(200);
      const path = folder + '/plain-${kind}';
      if ('${kind}' === 'cut') { index.writeIndexSync(path); require('fs').truncateSync(path, 5000); }
      try { index.readIndexSync(path); } catch {}
      churn();
      for (let i = 0; i < 1000; i += 1) index.searchKnn(vector(i), 5);
    `;
    expect(plain(script).died).toBe(true);
  });

  test('ours throws index-damaged, and the live index stays', () => {
    const index = built();
    const cut = saved('ours-cut');
    truncateSync(cut, 5000);
    for (const path of [join(folder, 'nowhere'), cut]) {
      expect(errorCode(() => HnswIndex.load(path))).toBe('index-damaged');
    }
    expect(index.searchNow(question, 5)).toHaveLength(5);
  });
});

describe('searching while a load is under way', () => {
  test('plain dies', () => {
    const script = `
      const path = folder + '/plain-load';
      filled(5000).writeIndexSync(path);
      for (let round = 0; round < 50; round += 1) {
        const index = filled(500);
        index.readIndex(path).catch(() => {});
        for (let i = 0; i < 2000; i += 1) try { index.searchKnn(vector(i), 5); } catch {}
      }
    `;
    expect(plain(script).died).toBe(true);
  });

  test('ours has no asynchronous load; a load never touches a live index', async () => {
    const path = saved('ours-load');
    const index = HnswIndex.load(path);
    const searches = vectors.map((vector) => index.search(vector, 5));
    const other = HnswIndex.load(path);
    expect(await Promise.all(searches)).toEqual(vectors.map((vector) => other.searchNow(vector, 5)));
  });
});

describe('adding while a save is under way', () => {
  test('plain leaves a file that cannot be read', () => {
    const script = `
      (async () => {
        const path = folder + '/plain-save';
        const count = 5000;
        const index = new HierarchicalNSW('ip', 16);
        index.initIndex(count + 20 * 1000);
        for (let i = 0; i < count; i += 1) index.addPoint(vector(i), i);
        // A race: where one round is lucky, another is not.
        for (let round = 0, next = count; round < 20; round += 1) {
          const saving = index.writeIndex(path);
          for (const end = next + 1000; next < end; next += 1) index.addPoint(vector(next), next);
          await saving;
          try { new HierarchicalNSW('ip', 16).readIndexSync(path); } catch { console.log('unreadable'); return; }
        }
      })();
    `;
    const { died, printed } = plain(script);
    expect(died || printed === 'unreadable').toBe(true);
  });

  test('ours has no asynchronous save, and an index takes no more vectors', () => {
    const builder = new HnswBuilder(16, 1);
    builder.add(question, 0);
    const index = builder.finish();
    expect(
      errorCode(() => {
        builder.add(question, 1);
      }),
    ).toBe('vector-invalid');
    index.save(join(folder, 'ours-save'));
    expect(HnswIndex.load(join(folder, 'ours-save')).size).toBe(1);
  });
});

describe('saving into a missing folder or onto a full disk', () => {
  // A limit on the size of files stands in for the full disk: the write fails in the same place.
  const FULL = 'ulimit -f 8;';

  test('plain says nothing', () => {
    const script = (path: string) => `filled(2000).writeIndexSync(folder + '${path}'); console.log('fine');`;
    expect(plain(script('/nowhere/plain'))).toEqual({ died: false, printed: 'fine' });
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
    expect(plain(script('/plain-full'), FULL)).toEqual({ died: false, printed: 'fine' });
    expect(readFileSync(join(folder, 'plain-full')).length).toBeLessThan(10_000);
  });

  test('ours throws data-unwritable and keeps the old file', () => {
    expect(
      errorCode(() => {
        built().save(join(folder, 'nowhere', 'ours'));
      }),
    ).toBe('data-unwritable');
    const path = saved('ours-full');
    const before = readFileSync(path);
    const script = fileURLToPath(new URL('./save-twice.fixture.ts', import.meta.url));
    const child = spawnSync('sh', ['-c', `${FULL} exec "$0" "$@"`, process.execPath, '--import', 'tsx', script, path], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      // The limit would stop the loader's cache as well.
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    });
    expect(child.stdout.trim()).toBe('data-unwritable');
    expect(readFileSync(path)).toEqual(before);
    expect(HnswIndex.load(path).size).toBe(300);
  });
});

describe('a file of another dimension', () => {
  test('plain loads it', () => {
    const script = `
      filled(50).writeIndexSync(folder + '/plain-dimension');
      const index = new HierarchicalNSW('ip', 8);
      index.readIndexSync(folder + '/plain-dimension');
      console.log(index.getCurrentCount());
    `;
    expect(plain(script)).toEqual({ died: false, printed: '50' });
  });

  test('ours refuses it even when the manifest is forged to fit', () => {
    const path = saved('ours-dimension');
    forgeManifest(path, { dimension: 8 });
    expect(errorCode(() => HnswIndex.load(path))).toBe('index-damaged');
  });
});

describe('NaN, and a label out of range', () => {
  test('plain takes both', () => {
    const script = `
      const index = filled(0);
      index.addPoint(Array(16).fill(NaN), -1);
      console.log(index.searchKnn(vector(1), 1).neighbors[0]);
    `;
    expect(plain(script)).toEqual({ died: false, printed: '4294967295' });
  });

  test.each([
    [Array<number>(16).fill(Number.NaN), 1],
    [Array<number>(16).fill(Number.POSITIVE_INFINITY), 1],
    [Array<number>(16).fill(1e39), 1],
    [question, -1],
    [question, 1.5],
    [question, 2 ** 32],
    [question, Number.NaN],
  ])('ours throws vector-invalid: %#', (vector, label) => {
    expect(
      errorCode(() => {
        new HnswBuilder(16, 1).add(vector, label);
      }),
    ).toBe('vector-invalid');
  });

  test('a file with a NaN in it is refused even with a fitting checksum', () => {
    const path = saved('ours-nan');
    const bytes = readFileSync(path);
    bytes.writeFloatLE(Number.NaN, 96 + 132);
    writeFileSync(path, bytes);
    forgeManifest(path);
    expect(errorCode(() => HnswIndex.load(path))).toBe('index-damaged');
  });
});

test('a copy without its manifest is refused', () => {
  const path = saved('with-manifest');
  copyFileSync(path, join(folder, 'without'));
  let caught: unknown;
  try {
    HnswIndex.load(join(folder, 'without'));
  } catch (error) {
    caught = error;
  }
  expect(isGuidaError(caught) && caught.message.includes(folder)).toBe(false);
  expect(isGuidaError(caught) && caught.code).toBe('index-damaged');
});
