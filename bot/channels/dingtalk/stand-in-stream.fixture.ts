import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** The stream's side of the stand-in: tickets, sockets, frames, acknowledgements. */
export interface StandInStream {
  /** A ticket for one connection. */
  ticket(): string;
  /** Sends a frame until it is acknowledged; resolves with the code of the acknowledgement and how long it took. */
  deliver(type: 'CALLBACK' | 'EVENT', topic: string, data: string): Promise<Acknowledged>;
  /** Sends something to every live connection as it stands. */
  raw(text: string): void;
  /** DingTalk's own frame on every live connection. */
  system(topic: string, data?: string): void;
  cut(): void;
  /** Connections stay open, but hear and say nothing any more. */
  deafen(): void;
  /** The connections that hear what is delivered. */
  live(): number;
  /** All open sockets, those among them that hear nothing any more. */
  sockets(): number;
  /** Answers to our `ping` frames. */
  readonly pongs: readonly unknown[];
  /** Refuses the handshake as long as it is true. */
  refuses: boolean;
  close(): void;
}

/** An acknowledgement. */
export interface Acknowledged {
  readonly code: number;
  readonly data: unknown;
  /** From the first delivery that was acknowledged, in milliseconds. */
  readonly tookMs: number;
}

interface Waiting {
  readonly frame: string;
  sentAt: number;
  readonly done: (acknowledged: Acknowledged) => void;
}

/** Serves streams on a server. Frames that are not acknowledged are sent again after `redeliverAfter` milliseconds. */
export function standInStream(server: Server, redeliverAfter: number): StandInStream {
  // Pings are answered below, so that a connection can go deaf.
  const sockets = new WebSocketServer({ noServer: true, autoPong: false });
  const tickets = new Set<string>();
  const live = new Set<WebSocket>();
  const deaf = new Set<WebSocket>();
  const waiting = new Map<string, Waiting>();
  const pongs: unknown[] = [];
  let refuses = false;

  const send = (entry: Waiting): void => {
    // The newest connection gets it, as after a `disconnect` frame.
    const socket = [...live].at(-1);
    if (!socket) return;
    entry.sentAt = performance.now();
    socket.send(entry.frame);
  };
  const redelivery = setInterval(
    () => {
      for (const entry of waiting.values()) if (performance.now() - entry.sentAt > redeliverAfter) send(entry);
    },
    Math.max(5, redeliverAfter / 4),
  );

  const onText = (text: string): void => {
    const reply = JSON.parse(text) as { code: number; headers: { messageId: string; topic?: string }; data: string };
    if (reply.headers.topic === 'ping') pongs.push(JSON.parse(reply.data));
    const entry = waiting.get(reply.headers.messageId);
    if (!entry) return;
    waiting.delete(reply.headers.messageId);
    entry.done({ code: reply.code, data: JSON.parse(reply.data), tookMs: performance.now() - entry.sentAt });
  };

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    if (refuses || !tickets.delete(ticket)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      live.add(opened);
      opened.on('message', (data) => {
        if (!deaf.has(opened) && Buffer.isBuffer(data)) onText(data.toString('utf8'));
      });
      opened.on('ping', () => {
        if (!deaf.has(opened)) opened.pong();
      });
      opened.on('close', () => {
        live.delete(opened);
      });
      for (const entry of waiting.values()) send(entry);
    });
  });

  const frameOf = (type: string, topic: string, messageId: string, data: string): string =>
    JSON.stringify({
      specVersion: '1.0',
      type,
      headers: { appId: 'app', connectionId: 'c', contentType: 'application/json', messageId, time: '0', topic },
      data,
    });

  return {
    ticket() {
      const ticket = `${randomUUID()}+/=`;
      tickets.add(ticket);
      return ticket;
    },
    deliver(type, topic, data) {
      const messageId = randomUUID();
      return new Promise((done) => {
        const entry = { frame: frameOf(type, topic, messageId, data), sentAt: -Infinity, done };
        waiting.set(messageId, entry);
        send(entry);
      });
    },
    raw(text) {
      for (const socket of live) socket.send(text);
    },
    system(topic, data = '{}') {
      for (const socket of live) socket.send(frameOf('SYSTEM', topic, randomUUID(), data));
      // From here on the old connection gets nothing any more, as with DingTalk.
      if (topic === 'disconnect') live.clear();
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate();
      live.clear();
    },
    deafen() {
      for (const socket of live) deaf.add(socket);
      live.clear();
    },
    live: () => live.size,
    sockets: () => sockets.clients.size,
    pongs,
    get refuses() {
      return refuses;
    },
    set refuses(value) {
      refuses = value;
    },
    close() {
      clearInterval(redelivery);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
