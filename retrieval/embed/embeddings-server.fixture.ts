import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A request as the stand-in saw it. */
export interface SeenRequest {
  readonly input: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

/** How the stand-in treats one request. Absent: honestly. */
export type Misbehaviour = (request: SeenRequest, response: ServerResponse) => void;

/** An OpenAI-compatible embeddings endpoint on the loopback that does as it is told. */
export interface EmbeddingsServer {
  readonly baseURL: string;
  readonly requests: readonly SeenRequest[];
  /** Treats the coming requests by these, one each, and those after them honestly. */
  next(...behaviours: readonly (Misbehaviour | undefined)[]): void;
  /** Treats every request for which it returns something by that, once `next` is used up. */
  always(behaviour: (request: SeenRequest) => Misbehaviour | undefined): void;
  /** May be called twice. */
  close(): Promise<void>;
}

/** The vector of a text: the same for the same text, and telling by its first number how long that is. */
export function vectorOf(text: string, dimension = 8): number[] {
  return Array.from({ length: dimension }, (_, i) =>
    i === 0 ? text.length : ((text.codePointAt(i - 1) ?? 0) % 97) / 97,
  );
}

/** The honest answer to a request. */
export function honestBody(input: readonly string[], dimension = 8) {
  const data = input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text, dimension) }));
  return { object: 'list', data, model: 'stand-in', usage: { prompt_tokens: 0, total_tokens: 0 } };
}

/** Sends JSON. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Answers with an error that may be retried at once. */
export function failing(status: number, headers: Record<string, string> = {}): Misbehaviour {
  return (request, response) => {
    const message = `Incorrect API key provided: ${request.authorization ?? ''}`;
    send(response, status, { error: { message, code: 'boom' } }, { 'retry-after-ms': '1', ...headers });
  };
}

/** Answers with a changed body. */
export function answering(change: (body: ReturnType<typeof honestBody>) => unknown): Misbehaviour {
  return (request, response) => {
    send(response, 200, change(honestBody(request.input)));
  };
}

/** Starts the stand-in. */
export async function startEmbeddingsServer(): Promise<EmbeddingsServer> {
  const requests: SeenRequest[] = [];
  let coming: (Misbehaviour | undefined)[] = [];
  let standing: (request: SeenRequest) => Misbehaviour | undefined = () => undefined;
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const text = Buffer.concat(await message.toArray()).toString('utf8');
    const body = JSON.parse(text) as Record<string, unknown>;
    const request = { input: body.input as string[], body, authorization: message.headers.authorization };
    requests.push(request);
    const behaviour = coming.length > 0 ? coming.shift() : standing(request);
    if (behaviour !== undefined) behaviour(request, response);
    else send(response, 200, honestBody(request.input, (body.dimensions as number | undefined) ?? 8));
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
