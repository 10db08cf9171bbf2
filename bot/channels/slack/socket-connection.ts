import WebSocket from 'ws';
import { z } from 'zod';
import { GuidaError } from '../../../corpus/errors.ts';
import type { SlackTiming } from './slack-options.ts';

/** One delivery over Socket Mode. It is answered with its id, or Slack delivers it again. */
export interface Envelope {
  readonly payload: Record<string, unknown>;
  readonly retryNum?: number;
  readonly retryReason?: string;
  /** Sends the acknowledgement. @throws GuidaError `channel-failed` when the socket is gone */
  ack(response?: unknown): void;
}

/** A socket that has said hello. */
export interface SocketConnection {
  /** Resolves once another is needed: the socket is gone, deaf, old, or Slack will close it soon. Never rejects. */
  readonly spent: Promise<string>;
  readonly isOpen: () => boolean;
  /** When it last sent anything, in milliseconds since the epoch. */
  readonly lastHeard: () => number;
  close(): void;
}

/** What `openConnection` takes. */
export interface ConnectionOptions {
  /** `wss://…` with a ticket: never logged. */
  readonly url: string;
  readonly timing: SlackTiming;
  readonly onEnvelope: (envelope: Envelope) => void;
  /** For frames that make no sense. */
  readonly onOddity: (what: string) => void;
  readonly now?: () => number;
}

const FRAME = z.looseObject({
  type: z.string(),
  reason: z.string().optional(),
  envelope_id: z.string().optional(),
  payload: z.record(z.string(), z.unknown()).optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
});

/** An event of Slack is at most a few hundred kilobytes. */
const LARGEST_FRAME = 4 * 1024 * 1024;

/**
 * Opens one Socket Mode connection.
 * @returns once Slack has said hello
 * @throws GuidaError `channel-failed` when it does not
 */
export function openConnection(options: ConnectionOptions): Promise<SocketConnection> {
  const { url, timing, onEnvelope, onOddity, now = Date.now } = options;
  const socket = new WebSocket(url, {
    handshakeTimeout: timing.helloWithin,
    maxPayload: LARGEST_FRAME,
    perMessageDeflate: false,
  });
  let lastHeard = now();
  const opened = now();
  let isGreeted = false;
  let spend: (why: string) => void = () => undefined;
  const spent = new Promise<string>((resolve) => (spend = resolve));

  const greeting = setTimeout(() => {
    socket.terminate();
  }, timing.helloWithin);
  const watchEvery = Math.max(5, Math.min(timing.pingAfter, timing.deafAfter) / 4);
  let watched = now();
  const watch = setInterval(() => {
    // When this process was held up, what the socket sent has not been read yet: it is not deaf, we were.
    const wasHeldUp = now() - watched > watchEvery * 3;
    watched = now();
    const silent = now() - lastHeard;
    if (silent > timing.deafAfter && !wasHeldUp) socket.terminate();
    else if (silent > timing.pingAfter && socket.readyState === WebSocket.OPEN) socket.ping();
    if (now() - opened > timing.socketAge) spend('its age');
  }, watchEvery);
  const heard = (): void => {
    lastHeard = now();
  };

  const connection: SocketConnection = {
    spent,
    isOpen: () => isGreeted && socket.readyState === WebSocket.OPEN,
    lastHeard: () => lastHeard,
    close() {
      // A deaf peer never answers the closing handshake.
      socket.close(1000);
      setTimeout(() => {
        socket.terminate();
      }, timing.closeAfter).unref();
    },
  };

  function receive(text: string, greet: () => void): void {
    const frame = FRAME.safeParse(parse(text));
    if (!frame.success) {
      onOddity('a frame that is no JSON object with a type');
      return;
    }
    const { type, reason, envelope_id, payload, retry_attempt, retry_reason } = frame.data;
    if (type === 'hello') greet();
    else if (type === 'disconnect') spend(`Slack says ${reason ?? 'disconnect'}`);
    else if (envelope_id === undefined || payload === undefined) onOddity('a frame without envelope');
    else
      onEnvelope({
        payload,
        ...(retry_attempt === undefined ? {} : { retryNum: retry_attempt }),
        ...(retry_reason === undefined ? {} : { retryReason: retry_reason }),
        ack(response) {
          if (socket.readyState !== WebSocket.OPEN)
            throw new GuidaError('channel-failed', 'the connection to Slack closed before the event was acknowledged');
          socket.send(
            JSON.stringify({
              envelope_id,
              payload: typeof response === 'string' ? { text: response } : (response ?? {}),
            }),
          );
        },
      });
  }

  return new Promise((resolve, reject) => {
    const greet = (): void => {
      isGreeted = true;
      clearTimeout(greeting);
      resolve(connection);
    };
    socket.on('message', (data) => {
      heard();
      receive(textOf(data), greet);
    });
    socket.on('ping', heard);
    socket.on('pong', heard);
    socket.on('error', () => {
      // What went wrong names the address with its ticket; `close` follows.
    });
    socket.on('close', () => {
      clearTimeout(greeting);
      clearInterval(watch);
      spend('it was closed');
      reject(new GuidaError('channel-failed', 'Slack closed the connection before it said hello'));
    });
  });
}

function textOf(data: WebSocket.RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
