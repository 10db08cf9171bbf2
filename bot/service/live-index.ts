import { setTimeout as delay } from 'node:timers/promises';
import { isGuidaError } from '../../corpus/errors.ts';
import type { Store } from '../../retrieval/types.ts';
import type { Assistant } from '../answer/types.ts';
import type { Drafter } from '../draft/types.ts';
import type { Log } from '../log.ts';

/** A generation of the index, open, with its assistant. */
export interface ServedIndex {
  readonly generation: string;
  readonly store: Store;
  readonly assistant: Assistant;
  readonly drafter: Drafter;
}

/** A generation that was opened, and may come to an end by itself. */
export interface OpenedIndex extends ServedIndex {
  /** Fulfilled when it can no longer answer. */
  readonly died: Promise<void>;
  close(): Promise<void>;
}

/** Where indices come from. */
export interface IndexSource {
  /** The generation that the data folder names; absent when there is none. */
  current(): string | undefined;
  /** Opens it; undefined when there is nothing that can be served, and building would mend that. */
  open(): Promise<OpenedIndex | undefined>;
  /** Names the state of the corpus when the index is not of it; undefined when it is, or cannot be told yet. */
  outdated(): Promise<string | undefined>;
  /** Builds the index without holding up the event loop. */
  build(signal: AbortSignal): Promise<void>;
}

/** The use of a generation: it stays open until it is released. */
export interface Lease {
  readonly index: ServedIndex;
  release(): void;
}

/** How the live index is, for an operator. */
export interface LiveIndexState {
  /** Absent while nothing can be answered. */
  readonly generation?: string;
  /** Milliseconds since the epoch. */
  readonly openedAt?: number;
  readonly building: boolean;
}

/** The newest generation of an index, whatever becomes of it while the program runs. */
export interface LiveIndex {
  /** Opens what is there, and from then on looks for newer ones. Resolves after the first look. */
  start(): Promise<void>;
  /** The current generation, for one use; undefined while there is none. */
  lease(): Lease | undefined;
  state(): LiveIndexState;
  /** Ends looking and building, and closes every generation. */
  close(): Promise<void>;
}

/** What `createLiveIndex` takes. */
export interface LiveIndexOptions {
  readonly source: IndexSource;
  readonly log: Log;
  /** How often to look for a newer generation and a changed corpus, milliseconds. Default 5,000. */
  readonly pollMs?: number;
  /** How long a build that did not help is not tried again, milliseconds. Default 60,000. */
  readonly retryMs?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Waits; rejects when the signal says so. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

interface Use {
  readonly opened: OpenedIndex;
  readonly openedAt: number;
  leases: number;
  isRetired: boolean;
}

/** Serves the newest generation of an index. One that takes over lets the answers of the one before come to their end. */
export function createLiveIndex(options: LiveIndexOptions): LiveIndex {
  const { source, log, pollMs = 5000, retryMs = 60_000, now = Date.now } = options;
  const wait = options.wait ?? ((milliseconds, signal) => delay(milliseconds, undefined, { signal }));
  const ending = new AbortController();
  const closings = new Set<Promise<void>>();
  let served: Use | undefined;
  /** A generation that could not be opened, and is not tried again before another one is current. */
  let refused: string | undefined;
  let building: Promise<void> | undefined;
  let tried: { readonly what: string; readonly at: number } | undefined;
  let loop: Promise<void> = Promise.resolve();
  let complaint: string | undefined;
  let wake: () => void = () => undefined;

  const closeUnused = (use: Use): void => {
    if (!use.isRetired || use.leases > 0) return;
    const closing = use.opened.close().catch((error: unknown) => {
      log.warn('An old generation of the index could not be closed.', error);
    });
    closings.add(closing);
    void closing.then(() => closings.delete(closing));
  };
  const retire = (use: Use): void => {
    use.isRetired = true;
    if (served === use) served = undefined;
    closeUnused(use);
  };

  const openCurrent = async (): Promise<void> => {
    const current = source.current();
    if (served !== undefined && (current === undefined || current === served.opened.generation)) return;
    if (served !== undefined && current === refused) return;
    try {
      const opened = await source.open();
      if (opened === undefined) return;
      const before = served;
      if (opened.generation === before?.opened.generation) {
        // What `current` names cannot be opened; what is served already stood in for it.
        refused = current;
        await opened.close();
        return;
      }
      const use: Use = { opened, openedAt: now(), leases: 0, isRetired: false };
      served = use;
      refused = current === opened.generation ? undefined : current;
      if (before) retire(before);
      void opened.died.then(() => {
        if (use.isRetired || ending.signal.aborted) return;
        log.warn('The process that answers has ended; it is started again.');
        retire(use);
        wake();
      });
    } catch (error) {
      refused = current;
      log.warn(isGuidaError(error) ? error.message : 'The index cannot be opened.', error);
    }
  };

  const buildIfNeeded = async (): Promise<void> => {
    if (building !== undefined) return;
    const outdated = await source.outdated();
    const what = outdated ?? (served === undefined ? 'nothing to serve' : undefined);
    if (what === undefined || (tried?.what === what && now() - tried.at < retryMs)) return;
    building = source
      .build(ending.signal)
      .catch((error: unknown) => {
        if (!ending.signal.aborted) log.warn(isGuidaError(error) ? error.message : 'The index cannot be built.', error);
      })
      .finally(() => {
        tried = { what, at: now() };
        building = undefined;
        wake();
      });
  };

  const look = async (): Promise<void> => {
    try {
      await openCurrent();
      await buildIfNeeded();
      complaint = undefined;
    } catch (error) {
      const message = isGuidaError(error) ? error.message : 'The plans cannot be looked at.';
      // Told once, not at each look.
      if (message !== complaint) log.warn(message, error);
      complaint = message;
    }
  };

  return {
    async start() {
      await look();
      loop = (async () => {
        for (;;) {
          const pause = new AbortController();
          wake = () => {
            pause.abort();
          };
          await wait(pollMs, pause.signal).catch(() => undefined);
          if (ending.signal.aborted) return;
          await look();
        }
      })();
    },
    lease() {
      const use = served;
      if (use === undefined) return undefined;
      use.leases += 1;
      let isReleased = false;
      return {
        index: use.opened,
        release() {
          if (isReleased) return;
          isReleased = true;
          use.leases -= 1;
          closeUnused(use);
        },
      };
    },
    state: () => ({
      ...(served === undefined ? {} : { generation: served.opened.generation, openedAt: served.openedAt }),
      building: building !== undefined,
    }),
    async close() {
      ending.abort();
      wake();
      await building;
      await loop;
      if (served) {
        const use = served;
        // Whoever still uses it has had its time.
        use.leases = 0;
        retire(use);
      }
      await Promise.all(closings);
    },
  };
}
