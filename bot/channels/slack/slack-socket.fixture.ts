import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';

/** How one delivery went. */
export interface Delivery {
  /** What the acknowledgement carried. */
  readonly response: unknown;
  /** Milliseconds from the first attempt to the acknowledgement. */
  readonly ms: number;
  /** Attempts it took. */
  readonly attempts: number;
}

/** Stands in for Slack's end of Socket Mode. */
export interface StandInSockets {
  /** When each attempt to connect came. */
  readonly attempts: readonly number[];
  readonly acks: readonly Delivery[];
  open(): number;
  /** Resolves once `count` connections are open. */
  opened(count: number): Promise<void>;
  /** Delivers, to one connection after another until one acknowledges. */
  deliver(type: 'events_api' | 'interactive' | 'slash_commands', payload: unknown): Promise<Delivery>;
  /** Sends to every connection, without an envelope. */
  say(text: string): void;
  disconnect(reason: 'warning' | 'refresh_requested'): void;
  cut(): void;
  /** The connections stay, but nothing they send is heard and nothing is sent to them. */
  deafen(): void;
  /** Whether new connections are refused. */
  isRefusing: boolean;
  /** New connections are accepted but get no hello. */
  isMute: boolean;
  /** How long an acknowledgement is waited for, in milliseconds. */
  ackWithin: number;
  ticketUrl(): string;
  close(): void;
}

/** @param server the sockets are opened on */
export function standInSockets(server: Server, host: () => string): StandInSockets {
  const wss = new WebSocketServer({ noServer: true, autoPong: false });
  const live = new Set<WebSocket>();
  const deaf = new Set<WebSocket>();
  const waiting = new Map<string, (response: unknown) => void>();
  const openings = new Set<() => void>();
  const attempts: number[] = [];
  const acks: Delivery[] = [];
  let envelopes = 0;
  let turn = 0;

  server.on('upgrade', (request, socket, head) => {
    attempts.push(Date.now());
    if (sockets.isRefusing) {
      socket.destroy();
      return;
    }
    wss.handleUpgrade(request, socket, head, (connection) => {
      live.add(connection);
      connection.on('ping', () => {
        if (!deaf.has(connection)) connection.pong();
      });
      connection.on('message', (data: Buffer) => {
        if (deaf.has(connection)) return;
        const { envelope_id, payload } = JSON.parse(data.toString()) as { envelope_id: string; payload: unknown };
        waiting.get(envelope_id)?.(payload);
      });
      connection.on('close', () => live.delete(connection));
      if (!sockets.isMute) connection.send(JSON.stringify({ type: 'hello', num_connections: live.size }));
      for (const opening of openings) opening();
    });
  });

  const hearing = (): readonly WebSocket[] => [...live].filter((connection) => !deaf.has(connection));

  const sockets: StandInSockets = {
    attempts,
    acks,
    isRefusing: false,
    isMute: false,
    ackWithin: 3_000,
    open: () => hearing().length,
    async opened(count) {
      while (hearing().length < count)
        await new Promise<void>((resolve) => {
          openings.add(resolve);
          setTimeout(resolve, 20);
        });
    },
    async deliver(type, payload) {
      const started = performance.now();
      for (let attempt = 0; ; attempt += 1) {
        const connection = [...live][(turn += 1) % Math.max(1, live.size)];
        if (!connection) {
          await wait(10);
          continue;
        }
        const envelope_id = `envelope-${(envelopes += 1)}`;
        const answered = new Promise<{ response: unknown }>((resolve) => {
          waiting.set(envelope_id, (response) => {
            resolve({ response });
          });
        });
        // Slack believes in a deaf connection as we do.
        const retry = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' };
        connection.send(JSON.stringify({ type, envelope_id, payload, accepts_response_payload: true, ...retry }));
        const stop = new AbortController();
        const result = await Promise.race([
          answered,
          wait(sockets.ackWithin, undefined, { signal: stop.signal }).catch(() => undefined),
        ]);
        stop.abort();
        waiting.delete(envelope_id);
        if (!result) continue;
        const delivery = { response: result.response, ms: performance.now() - started, attempts: attempt + 1 };
        acks.push(delivery);
        return delivery;
      }
    },
    say(text) {
      for (const connection of hearing()) connection.send(text);
    },
    disconnect(reason) {
      sockets.say(JSON.stringify({ type: 'disconnect', reason, debug_info: {} }));
    },
    cut() {
      for (const connection of live) connection.terminate();
    },
    deafen() {
      for (const connection of live) deaf.add(connection);
    },
    ticketUrl: () => `ws://${host()}/socket?ticket=ticket-${attempts.length}`,
    close() {
      for (const connection of live) connection.terminate();
      wss.close();
    },
  };
  return sockets;
}
