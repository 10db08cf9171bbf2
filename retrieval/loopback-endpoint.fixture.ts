import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came, its body read. */
export interface RawRequest {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the other side has hung up. */
  readonly isGone: () => boolean;
}

/** A stand-in of a remote endpoint on the loopback, which does as it is told. */
export interface LoopbackEndpoint<Request, Behaviour> {
  readonly baseURL: string;
  /** What has come, in order. */
  readonly requests: readonly Request[];
  /** Treats the coming requests by these, one each, and those after them as `always` says. */
  next(...behaviours: readonly Behaviour[]): void;
  /** Treats every request by this, once `next` is used up. */
  always(behaviour: Behaviour): void;
  /** May be called twice. */
  close(): Promise<void>;
}

/** What a stand-in is made of. */
export interface LoopbackEndpointOptions<Request, Behaviour> {
  readonly read: (request: RawRequest) => Request;
  /** How it behaves until it is told otherwise. */
  readonly standing: Behaviour;
  readonly act: (behaviour: Behaviour, request: Request, response: ServerResponse) => void | Promise<void>;
}

/** Starts a stand-in that takes JSON. */
export async function startLoopbackEndpoint<Request, Behaviour>({
  read,
  standing: first,
  act,
}: LoopbackEndpointOptions<Request, Behaviour>): Promise<LoopbackEndpoint<Request, Behaviour>> {
  const requests: Request[] = [];
  let coming: Behaviour[] = [];
  let standing = first;
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    // A client that hangs up in the middle is what some tests are about.
    response.on('error', () => undefined);
    const text = Buffer.concat(await message.toArray()).toString('utf8');
    const request = read({
      path: message.url,
      authorization: message.headers.authorization,
      body: JSON.parse(text) as Record<string, unknown>,
      isGone: () => response.destroyed || response.socket?.destroyed === true,
    });
    requests.push(request);
    const behaviour = coming.length > 0 ? (coming.shift() as Behaviour) : standing;
    await act(behaviour, request, response);
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
      coming = [];
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

/** Sends JSON; a text goes as it stands. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
