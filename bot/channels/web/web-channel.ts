import { setMaxListeners } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { GuidaError } from '../../../corpus/errors.ts';
import type { Channel } from '../../service/types.ts';
import { createAnswers } from './answers.ts';
import { createApp } from './app.ts';
import { isPlainPath, requireLoginBeyondLoopback } from './guard.ts';
import type { WebChannelOptions } from './web-types.ts';

/** The web channel while it runs. */
export interface WebChannel extends Channel {
  /** `http://host:port`; empty until it listens. */
  readonly address: string;
}

/** Headers of a request in bytes. */
const LARGEST_HEADERS = 16 * 1024;
const MOST_HEADERS = 100;
/** A request has to be there, headers and body, within this many milliseconds. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;

/**
 * The web page, its API and the operations' pages, served over HTTP by this process.
 * @throws GuidaError `settings` when other machines could reach it without a login
 */
export function createWebChannel(options: WebChannelOptions): WebChannel {
  requireLoginBeyondLoopback(options);
  const { service, log, now = Date.now } = options;
  const ended = new AbortController();
  setMaxListeners(0, ended.signal);
  const answers = createAnswers({ service, log, now });
  const app = createApp({ ...options, answers, signal: ended.signal });
  const server = createServer({ maxHeaderSize: LARGEST_HEADERS, requireHostHeader: true }, listenerOf(app, options));
  server.maxHeadersCount = MOST_HEADERS;
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  let address = '';

  return {
    name: 'web',
    get address() {
      return address;
    },
    async start() {
      address = await listen(server, options);
      await answers.resume();
    },
    async stop(graceMs) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      await answers.stop(graceMs);
      ended.abort();
      // What was answered last is still being written.
      const idle = setInterval(() => {
        server.closeIdleConnections();
      }, IDLE_MS);
      const all = setTimeout(() => {
        server.closeAllConnections();
      }, LAST_WORDS_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(all);
      address = '';
    },
    health: () => ({ ready: server.listening, detail: server.listening ? `serves ${address}` : 'does not listen' }),
  };
}

/** How long connections may take to read the end of their answers. */
const LAST_WORDS_MS = 1000;
const IDLE_MS = 20;

function listenerOf(app: ReturnType<typeof createApp>, { mounted = [] }: WebChannelOptions): RequestListener {
  // The process has other clients, whose Request and Response stay Node's own.
  const own = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const others = new Map(mounted.map(({ path, listener }) => [path, listener]));
  return (request, response) => {
    const target = request.url ?? '';
    if (!isPlainPath(target)) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
      response.end('没有找到。');
      return;
    }
    const other = others.get(target.split('?', 1)[0] ?? '');
    if (other) other(request, response);
    else void own(request, response);
  };
}

async function listen(server: Server, { host, port }: WebChannelOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(
        new GuidaError('channel-failed', `The web page cannot listen on ${host}:${port}. Set HOST and PORT.`, {
          cause: error,
        }),
      );
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
  const { address, port: actual, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`;
}
