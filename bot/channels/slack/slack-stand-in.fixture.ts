import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { readBlocks, type StandInBlock } from './slack-limits.fixture.ts';
import { standInSockets, type StandInSockets } from './slack-socket.fixture.ts';
import { BOT, standInWorkspace, type StandInWorkspace } from './slack-web-api.fixture.ts';

/** A reply at the address of a slash command. */
export interface CommandReply {
  readonly id: string;
  readonly text: string;
  readonly blocks: readonly StandInBlock[];
  readonly type: unknown;
}

/** Stands in for Slack on loopback: Web API, Socket Mode, addresses of slash commands, with Slack's limits and codes. */
export interface SlackStandIn {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly workspace: StandInWorkspace;
  readonly sockets: StandInSockets;
  readonly replies: readonly CommandReply[];
  /** The next `count` replies at addresses of commands meet this status. */
  failReplies(status: number, count: number): void;
  /** Address at which a slash command is answered. */
  replyUrl(id: string): string;
  close(): Promise<void>;
}

const TOKENS = { bot: 'xoxb-stand-in-0000-secret', app: 'xapp-1-stand-in-0000-secret' } as const;

/** Opens a stand-in on a free port. */
export async function openSlackStandIn(): Promise<SlackStandIn> {
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sockets = standInSockets(server, () => host);
  const workspace = standInWorkspace(
    () => sockets.ticketUrl(),
    (id) => `http://${host}/upload/${id}`,
  );
  const replies: CommandReply[] = [];
  const failing: number[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request);
    const body = bytes.toString();
    const path = request.url ?? '';
    const file = workspace.files.find(({ id }) => path === `/upload/${id}`);
    if (file) {
      file.content = bytes;
      response.writeHead(200).end(`OK - ${bytes.byteLength}`);
      return;
    }
    if (path.startsWith('/commands/')) serveReply(path.slice('/commands/'.length), body, response);
    else if (path.startsWith('/api/')) serveMethod(path.slice('/api/'.length), request, body, response);
    else response.writeHead(404).end();
  }

  function serveReply(id: string, body: string, response: ServerResponse): void {
    const status = failing.shift();
    if (status !== undefined) {
      response.writeHead(status, { 'retry-after': '0' }).end('failed');
      return;
    }
    if (replies.filter((reply) => reply.id === id).length >= 5) {
      response.writeHead(404).end('used_url');
      return;
    }
    const { text, blocks, response_type } = JSON.parse(body) as Record<string, unknown>;
    replies.push({ id, text: String(text), blocks: readBlocks(blocks), type: response_type });
    response.writeHead(200).end('ok');
  }

  function serveMethod(method: string, request: IncomingMessage, body: string, response: ServerResponse): void {
    const parameters = parametersOf(body);
    workspace.calls.push({ method, parameters, at: Date.now() });
    const expected = method === 'apps.connections.open' ? TOKENS.app : TOKENS.bot;
    const failure = workspace.failures.get(method)?.shift();
    const send = (status: number, headers: Record<string, string>, fields: Record<string, unknown>): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(fields));
    };
    if (request.headers.authorization !== `Bearer ${expected}`) send(200, {}, { ok: false, error: 'invalid_auth' });
    else if (failure?.kind === 'error') send(200, {}, { ok: false, error: failure.error });
    else if (failure?.kind === 'rate-limit')
      send(429, { 'retry-after': String(failure.retryAfter) }, { ok: false, error: 'ratelimited' });
    else if (failure?.kind === 'status') send(failure.status, {}, { ok: false });
    else {
      const result = workspace.run(method, parameters);
      if (failure?.kind === 'lost') response.destroy();
      else if (typeof result === 'string') send(200, {}, { ok: false, error: result });
      else if (typeof result === 'number')
        send(429, { 'retry-after': String(result) }, { ok: false, error: 'ratelimited' });
      else send(200, {}, { ok: true, ...result });
    }
  }

  return {
    apiUrl: `http://${host}/api/`,
    botToken: TOKENS.bot,
    appToken: TOKENS.app,
    workspace,
    sockets,
    replies,
    failReplies(status, count) {
      for (let at = 0; at < count; at += 1) failing.push(status);
    },
    replyUrl: (id) => `http://${host}/commands/${id}`,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An event as Slack wraps it. */
export function eventBody(
  event: Readonly<Record<string, unknown>>,
  id = `Ev${String(event['ts'])}`,
): Record<string, unknown> {
  return {
    type: 'event_callback',
    team_id: 'T1',
    event_id: id,
    event,
    authorizations: [
      { team_id: 'T1', enterprise_id: null, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
    ],
  };
}

/** Resolves once `check` holds. @param within milliseconds, which a busy machine may need @throws Error after them */
export async function until(check: () => boolean, what = 'it', within = 60_000): Promise<void> {
  const end = Date.now() + within;
  while (!check()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await wait(5);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Slack takes forms whose objects are JSON. */
function parametersOf(body: string): Record<string, unknown> {
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([name, value]) =>
      ['blocks', 'metadata', 'view', 'prompts'].includes(name) ? [name, JSON.parse(value) as unknown] : [name, value],
    ),
  );
}
