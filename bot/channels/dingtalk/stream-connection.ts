import { WebSocket } from 'ws';
import { z } from 'zod';
import { GuidaError } from '../../../corpus/errors.ts';
import { CARD_TOPIC, ROBOT_TOPIC } from './frames.ts';
import { describeReply, post, type HttpOptions } from './http.ts';
import type { DingTalkTimings } from './timings.ts';

/** What a connection tells whoever opened it. Nothing is told after `closed`. */
export interface ConnectionListener {
  text(text: string): void;
  /** Nothing has been heard for too long, or the connection is old. Told once. */
  worn(reason: 'deaf' | 'old'): void;
  closed(): void;
}

/** An open stream. */
export interface StreamConnection {
  /** Sends when the connection is still open; what is not acknowledged is delivered again. */
  send(text: string): void;
  close(): void;
  /** Milliseconds since anything was heard. */
  silentFor(): number;
}

/** What `openConnection` takes. */
export interface ConnectionOptions extends Pick<HttpOptions, 'fetch'> {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timings: DingTalkTimings;
  readonly now: () => number;
}

/** No frame that DingTalk describes comes near this, in bytes. */
const LARGEST_FRAME = 1_000_000;

const ticketSchema = z.object({ endpoint: z.string().min(1), ticket: z.string().min(1) });

/**
 * Asks the gateway for a ticket and opens the stream.
 * @throws GuidaError `settings` when DingTalk refuses the credentials, `channel-failed` for anything else; neither holds a
 * secret or a ticket
 */
export async function openConnection(
  options: ConnectionOptions,
  listener: ConnectionListener,
): Promise<StreamConnection> {
  const { timings, now } = options;
  const url = await askForTicket(options);
  const socket = new WebSocket(url, { handshakeTimeout: timings.connectTimeout, maxPayload: LARGEST_FRAME });
  const openedAt = now();
  let heardAt = openedAt;
  const heard = (): void => {
    heardAt = now();
  };
  socket.on('ping', heard);
  socket.on('pong', heard);
  // Listened to before it is open: the first frames may come together with the handshake.
  socket.on('message', (data, isBinary) => {
    heard();
    if (!isBinary && Buffer.isBuffer(data)) listener.text(data.toString('utf8'));
  });
  await opened(socket);
  heard();
  let isWorn = false;
  let lookedAt = now();
  const watchdog = setInterval(() => {
    // After this process was held up, what came meanwhile has not been read yet: that silence is its own.
    const wasHeldUp = now() - lookedAt > 2 * timings.pingEvery;
    lookedAt = now();
    const isDeaf = !wasHeldUp && now() - heardAt > timings.deafAfter;
    if (!isWorn && (isDeaf || now() - openedAt > timings.renewAfter)) {
      isWorn = true;
      listener.worn(isDeaf ? 'deaf' : 'old');
    }
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, timings.pingEvery);
  socket.on('close', () => {
    clearInterval(watchdog);
    listener.closed();
  });
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close() {
      clearInterval(watchdog);
      socket.close();
      // A peer that does not answer the close must not keep the socket.
      setTimeout(() => {
        socket.terminate();
      }, timings.connectTimeout).unref();
    },
    silentFor: () => now() - heardAt,
  };
}

/** The address of the stream. It holds the ticket, so it is shown to nobody. */
async function askForTicket(options: ConnectionOptions): Promise<string> {
  const { apiUrl, clientId, clientSecret } = options;
  const reply = await post(
    { ...options, timeout: options.timings.connectTimeout },
    {
      url: `${apiUrl}/v1.0/gateway/connections/open`,
      body: {
        clientId,
        clientSecret,
        ua: 'guida',
        subscriptions: [ROBOT_TOPIC, CARD_TOPIC].map((topic) => ({ type: 'CALLBACK', topic })),
      },
    },
  );
  if (reply.outcome === 'refused' && (reply.status === 400 || reply.status === 401)) {
    throw new GuidaError(
      'settings',
      `DingTalk refused DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET (${describeReply(reply)}): copy both again from the app's page “凭证与基础信息”`,
    );
  }
  const ticket = reply.outcome === 'done' ? ticketSchema.safeParse(reply.body) : undefined;
  if (!ticket?.success) {
    throw new GuidaError('channel-failed', `DingTalk's gateway gave no ticket (${describeReply(reply)})`);
  }
  const url = URL.canParse(ticket.data.endpoint) ? new URL(ticket.data.endpoint) : undefined;
  const isSafe = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && apiUrl.startsWith('http:'));
  if (!url || !isSafe) throw new GuidaError('channel-failed', "DingTalk's gateway named no encrypted endpoint");
  url.searchParams.set('ticket', ticket.data.ticket);
  return url.href;
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    // Errors of an open socket end in `close`, which is where they are dealt with.
    socket.on('error', (cause) => {
      reject(new GuidaError('channel-failed', 'the stream to DingTalk could not be opened', { cause }));
    });
    socket.once('open', resolve);
  });
}
