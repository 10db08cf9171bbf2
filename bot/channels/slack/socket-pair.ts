import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createPace } from './pace.ts';
import { openConnection, type Envelope, type SocketConnection } from './socket-connection.ts';
import type { SlackTiming } from './slack-options.ts';

/** Connections held at the same time: Slack delivers each event to one of them, and one may go away at any time. */
const CONNECTIONS = 2;

/** Socket Mode over two connections. */
export interface SocketPair {
  /** Resolves once the first connection is open, which may take as long as Slack is away. @throws what `open` throws for good */
  start(): Promise<void>;
  stop(): void;
  health(): { readonly ready: boolean; readonly detail: string };
}

/** What `createSocketPair` takes. */
export interface SocketPairOptions {
  /** Asks for the address of a new connection. */
  readonly open: () => Promise<string>;
  /** Whether trying again is of no use: the token is wrong. */
  readonly isFinal: (error: unknown) => boolean;
  /** Must not throw. */
  readonly onEnvelope: (envelope: Envelope) => void;
  readonly timing: SlackTiming;
  readonly log: Logger;
  readonly now?: () => number;
}

/**
 * Keeps two connections open. A connection that Slack announces to close, that has gone quiet or grown old is replaced
 * before it is closed. Attempts share one allowance of ten a minute, so that an outage is no storm.
 */
export function createSocketPair(options: SocketPairOptions): SocketPair {
  const { open, isFinal, onEnvelope, timing, log, now = Date.now } = options;
  const live = new Map<number, SocketConnection>();
  const closing = new AbortController();
  const isClosing = (): boolean => closing.signal.aborted;
  const allowance = createPace(timing.connectEvery, { burst: CONNECTIONS, now });
  const onOddity = (what: string): void => {
    log.warn({ what }, 'Slack sent something that was not understood');
  };

  async function connect(): Promise<SocketConnection> {
    await allowance.turn('', closing.signal);
    return await openConnection({ url: await open(), timing, onEnvelope, onOddity, now });
  }

  async function keep(slot: number, onOpen: () => void, onFinal: (error: unknown) => void): Promise<void> {
    let previous: SocketConnection | undefined;
    while (!isClosing()) {
      try {
        const connection = await connect();
        live.set(slot, connection);
        if (previous) closeLater(previous);
        previous = connection;
        if (isClosing()) {
          connection.close();
          return;
        }
        onOpen();
        log.info({ slot }, 'connected to Slack');
        const why = await connection.spent;
        if (!isClosing()) log.info({ slot, why }, 'a connection to Slack is replaced');
      } catch (error) {
        if (isClosing()) return;
        if (isFinal(error)) onFinal(error);
        log.warn({ slot }, 'could not connect to Slack, trying again');
        // So that two processes that lost Slack at the same moment do not come back at the same moment.
        await wait(Math.random() * timing.connectEvery * 0.2, undefined, { signal: closing.signal }).catch(
          () => undefined,
        );
      }
    }
  }

  function closeLater(connection: SocketConnection): void {
    setTimeout(() => {
      connection.close();
    }, timing.closeAfter).unref();
  }

  return {
    async start() {
      await new Promise<void>((resolve, reject) => {
        for (let slot = 0; slot < CONNECTIONS; slot += 1) void keep(slot, resolve, reject);
        closing.signal.addEventListener('abort', () => {
          resolve();
        });
      }).catch((error: unknown) => {
        closing.abort();
        throw error;
      });
    },
    stop() {
      closing.abort();
      for (const connection of live.values()) connection.close();
      live.clear();
    },
    health() {
      const open = [...live.values()].filter((connection) => connection.isOpen());
      const silent = Math.min(...open.map((connection) => now() - connection.lastHeard()));
      return {
        ready: open.length > 0 && silent <= timing.deafAfter,
        detail:
          open.length === 0
            ? 'no connection to Slack'
            : `${open.length} of ${CONNECTIONS} connections to Slack, heard ${Math.round(silent / 1000)} s ago`,
      };
    },
  };
}
