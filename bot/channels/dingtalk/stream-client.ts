import { GuidaError, isGuidaError } from '../../../corpus/errors.ts';
import type { Log } from '../../log.ts';
import { pong, readFrame, type Frame } from './frames.ts';
import { pause } from './pacing.ts';
import { createRetryPace } from './retry-pace.ts';
import { openConnection, type ConnectionOptions, type StreamConnection } from './stream-connection.ts';

/** What `createStreamClient` takes. */
export interface StreamClientOptions extends ConnectionOptions {
  readonly log: Log;
  readonly random: () => number;
  /** Handles a frame that is not the protocol's own. `send` answers on the connection it came by. Must not throw. */
  readonly handle: (frame: Frame, send: (text: string) => void) => Promise<void>;
}

/** A stream that is kept open. */
export interface StreamClient {
  /**
   * Resolves once the stream is open, however long that takes.
   * @throws GuidaError `settings` when DingTalk refuses the credentials; `channel-failed` when `stop` came first
   */
  start(): Promise<void>;
  stop(): void;
  health(): { readonly ready: boolean; readonly detail: string };
}

/** Keeps a stream to DingTalk open: a new connection is there before the old one goes, whenever the old one still lives. */
export function createStreamClient(options: StreamClientOptions): StreamClient {
  const { log, timings, handle } = options;
  const pace = createRetryPace(options);
  const stopping = new AbortController();
  let current: Held | undefined;
  let isReplacing = false;
  let stableTimer: NodeJS.Timeout | undefined;

  const open = async (): Promise<Held> => {
    const held: Held = {};
    const trouble = (why: string): void => {
      held.trouble ??= why;
      if (held === current) replace();
    };
    const send = (text: string): void => held.connection?.send(text);
    held.connection = await openConnection(options, {
      text(text) {
        const frame = readFrame(text);
        if (frame === undefined) log.warn('dingtalk: dropped a frame that is not of the described form');
        else if (frame.type !== 'SYSTEM') void handle(frame, send);
        else if (frame.headers.topic === 'ping') send(pong(frame));
        else if (frame.headers.topic === 'disconnect') trouble('is about to be closed by DingTalk');
      },
      worn: (reason) => {
        trouble(reason === 'deaf' ? 'has gone silent' : 'is old');
      },
      closed: () => {
        held.isClosed = true;
        trouble('was closed');
      },
    });
    return held;
  };

  /** Tries until a connection is open. @throws GuidaError `settings` when `isFirst`, `channel-failed` once stopped */
  const openAtLast = async (isFirst: boolean): Promise<Held> => {
    for (;;) {
      await pause(pace.next(), stopping.signal);
      try {
        if (stopping.signal.aborted) throw new GuidaError('channel-failed', 'stopped before DingTalk was reached');
        return await open();
      } catch (error) {
        const isRefused = isGuidaError(error) && error.code === 'settings';
        if (stopping.signal.aborted || (isFirst && isRefused)) throw error;
        pace.failed();
        log.warn(
          `dingtalk: ${isGuidaError(error) ? error.message : 'the stream could not be opened'}; trying again`,
          error,
        );
      }
    }
  };

  const adopt = (held: Held): void => {
    const old = current;
    isReplacing = false;
    if (stopping.signal.aborted) {
      held.connection?.close();
      return;
    }
    current = held;
    clearTimeout(stableTimer);
    // Only a connection that lasts ends the back-off: one that is cut at once is a failure too.
    pace.failed();
    stableTimer = setTimeout(() => {
      pace.stable();
    }, timings.stableAfter).unref();
    setTimeout(() => old?.connection?.close(), timings.overlap).unref();
    log.detail('dingtalk: connected');
    if (held.trouble !== undefined) replace();
  };

  const replace = (): void => {
    if (isReplacing || stopping.signal.aborted) return;
    isReplacing = true;
    log.detail(`dingtalk: the connection ${current?.trouble ?? 'is gone'}; opening another`);
    openAtLast(false).then(adopt, (error: unknown) => {
      isReplacing = false;
      if (!stopping.signal.aborted) log.warn('dingtalk: gave up connecting', error);
    });
  };

  return {
    async start() {
      isReplacing = true;
      adopt(await openAtLast(true));
    },
    stop() {
      stopping.abort();
      clearTimeout(stableTimer);
      current?.connection?.close();
      current = undefined;
    },
    health() {
      const connection = current?.isClosed === true ? undefined : current?.connection;
      if (!connection) return { ready: false, detail: 'not connected to DingTalk' };
      const silence = connection.silentFor();
      const detail = `connected to DingTalk, last heard of ${Math.round(silence / 1000)} s ago`;
      return { ready: silence <= timings.deafAfter, detail };
    },
  };
}

/** A connection and what has become of it. */
interface Held {
  connection?: StreamConnection;
  /** Why it has to be replaced. */
  trouble?: string;
  isClosed?: boolean;
}
