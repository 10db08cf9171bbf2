import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { GuidaError } from '../../corpus/errors.ts';
import type { Store } from '../../retrieval/types.ts';
import { createLiveIndex, type IndexSource, type LiveIndex, type OpenedIndex } from './live-index.ts';

/** A data folder without files: what is current, what the corpus is, and what was done. */
class Folder implements IndexSource {
  generation: string | undefined;
  corpus: string | undefined;
  canOpen = true;
  readonly done: string[] = [];
  build: () => Promise<void> = () => Promise.resolve();
  readonly #dying = new Map<string, () => void>();

  current(): string | undefined {
    return this.generation;
  }

  open(): Promise<OpenedIndex | undefined> {
    const { generation } = this;
    this.done.push(`open ${generation ?? 'nothing'}`);
    if (generation === undefined) return Promise.resolve(undefined);
    if (!this.canOpen) return Promise.reject(new GuidaError('internal', 'It cannot be opened.'));
    return Promise.resolve({
      generation,
      store: { generation } as Store,
      drafter: { draft: () => Promise.resolve({ type: 'nothing' }) },
      assistant: {
        async *ask() {
          await Promise.resolve();
          yield { type: 'status' as const, text: generation };
        },
      },
      died: new Promise((resolve) => this.#dying.set(generation, resolve)),
      close: () => {
        this.done.push(`close ${generation}`);
        return Promise.resolve();
      },
    });
  }

  outdated(): Promise<string | undefined> {
    return Promise.resolve(this.corpus);
  }

  die(generation: string): void {
    this.#dying.get(generation)?.();
  }
}

interface Running {
  readonly folder: Folder;
  readonly live: LiveIndex;
  readonly warnings: string[];
  /** Lets the time of one poll pass. */
  readonly poll: () => Promise<void>;
  readonly setClock: (to: number) => void;
}

async function running(folder = new Folder()): Promise<Running> {
  const warnings: string[] = [];
  let clock = 0;
  let tick: () => void = () => undefined;
  const live = createLiveIndex({
    source: {
      current: () => folder.current(),
      open: () => folder.open(),
      outdated: () => folder.outdated(),
      build: async () => {
        folder.done.push('build');
        await folder.build();
      },
    },
    log: { warn: (message) => warnings.push(message), detail: () => undefined },
    now: () => clock,
    wait: (_milliseconds, signal) =>
      new Promise<void>((resolve) => {
        tick = resolve;
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
  });
  await live.start();
  const poll = async () => {
    tick();
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  };
  return { folder, live, warnings, poll, setClock: (to) => (clock = to) };
}

test('an index that is there is open after the start', async () => {
  const folder = new Folder();
  folder.generation = 'one';
  const { live } = await running(folder);
  expect(live.state()).toEqual({ generation: 'one', openedAt: 0, building: false });
  expect(live.lease()?.index.generation).toBe('one');
  await live.close();
  expect(folder.done).toEqual(['open one', 'close one']);
});

test('without one it is built, and opened as soon as it is there', async () => {
  const folder = new Folder();
  let finish: () => void = () => undefined;
  folder.build = () => new Promise((resolve) => (finish = resolve));
  const { live, poll } = await running(folder);
  expect(live.state()).toEqual({ building: true });
  expect(live.lease()).toBeUndefined();
  await poll();
  expect(folder.done.filter((what) => what === 'build')).toHaveLength(1);
  folder.generation = 'one';
  finish();
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  expect(live.state().generation).toBe('one');
  await live.close();
});

test('a newer generation takes over; the old one is closed after its last use', async () => {
  const folder = new Folder();
  folder.generation = 'one';
  const { live, poll } = await running(folder);
  const [first, second] = [live.lease(), live.lease()];
  folder.generation = 'two';
  await poll();
  expect(live.lease()?.index.generation).toBe('two');
  expect(folder.done).toEqual(['open one', 'open two']);
  first?.release();
  first?.release();
  expect(folder.done).not.toContain('close one');
  second?.release();
  expect(folder.done).toContain('close one');
  await live.close();
  expect(folder.done.at(-1)).toBe('close two');
});

test('a corpus that changed is built once; a build that fails is tried again later', async () => {
  const folder = new Folder();
  folder.generation = 'one';
  const { live, poll, warnings, setClock } = await running(folder);
  const builds = () => folder.done.filter((what) => what === 'build').length;
  folder.corpus = 'changed';
  folder.build = () => Promise.reject(new GuidaError('internal', 'No room left.'));
  await poll();
  await poll();
  await poll();
  expect([builds(), warnings]).toEqual([1, ['No room left.']]);
  setClock(60_001);
  await poll();
  expect(builds()).toBe(2);
  folder.corpus = 'changed again';
  await poll();
  await poll();
  expect(builds()).toBe(3);
  expect(live.lease()?.index.generation).toBe('one');
  await live.close();
});

test('a generation that cannot be opened leaves the one before in use', async () => {
  const folder = new Folder();
  folder.generation = 'one';
  const { live, poll, warnings } = await running(folder);
  folder.generation = 'two';
  folder.canOpen = false;
  await poll();
  await poll();
  expect(live.lease()?.index.generation).toBe('one');
  expect(warnings).toEqual(['It cannot be opened.']);
  folder.generation = 'three';
  folder.canOpen = true;
  await poll();
  expect(live.lease()?.index.generation).toBe('three');
  await live.close();
});

test('what ends by itself is opened again', async () => {
  const folder = new Folder();
  folder.generation = 'one';
  const { live, warnings } = await running(folder);
  folder.die('one');
  for (let turn = 0; turn < 10; turn += 1) await setImmediate();
  expect(live.lease()?.index.generation).toBe('one');
  expect(folder.done.filter((what) => what === 'open one')).toHaveLength(2);
  expect(warnings).toHaveLength(1);
  await live.close();
});
