import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the stand-in saw it. */
export interface RerankRequest {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly query: string;
    readonly documents: readonly string[];
    readonly top_n: number;
  };
}

/** How the stand-in treats one request. */
export type RerankBehaviour = (request: RerankRequest, response: ServerResponse) => void;

/** A /rerank endpoint on the loopback that does as it is told. */
export interface RerankServer {
  readonly baseURL: string;
  readonly requests: readonly RerankRequest[];
  /** Treats the coming requests by these, one each, and those after them as `always` says. */
  next(...behaviours: readonly RerankBehaviour[]): void;
  always(behaviour: RerankBehaviour): void;
  close(): Promise<void>;
}

/** Scores each document by this; the answer is sorted by score, as the real ones are. */
export function scoring(score: (document: string, index: number) => number): RerankBehaviour {
  return ({ body }, response) => {
    const results = body.documents.map((text, index) => ({
      index,
      relevance_score: score(text, index),
      document: { text },
    }));
    results.sort((a, b) => b.relevance_score - a.relevance_score);
    sendJson(response, 200, { id: 'rerank-1', model: body.model, results, usage: { total_tokens: 1 } });
  };
}

/** Answers with an error that may be retried at once. */
export function refusing(status: number, headers: Record<string, string> = {}): RerankBehaviour {
  return ({ authorization }, response) => {
    const detail = `no for ${authorization ?? ''}`;
    sendJson(response, status, { error: { message: detail } }, { 'retry-after-ms': '1', ...headers });
  };
}

/** Answers with this body. */
export function replying(body: unknown): RerankBehaviour {
  return (_, response) => {
    sendJson(response, 200, body);
  };
}

/** Starts the stand-in; it finds every document equally good. */
export async function startRerankServer(): Promise<RerankServer> {
  const requests: RerankRequest[] = [];
  let coming: RerankBehaviour[] = [];
  let standing = scoring(() => 0.5);
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const text = Buffer.concat(await message.toArray()).toString('utf8');
    const body = JSON.parse(text) as RerankRequest['body'];
    const request = { path: message.url, authorization: message.headers.authorization, body };
    requests.push(request);
    (coming.shift() ?? standing)(request, response);
  };
  const server = createServer((message, response) => {
    void answer(message, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    next(...behaviours) {
      coming = [...behaviours];
    },
    always(behaviour) {
      standing = behaviour;
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
