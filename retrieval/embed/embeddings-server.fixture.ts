import type { ServerResponse } from 'node:http';
import { sendJson, startLoopbackEndpoint, type LoopbackEndpoint } from '../loopback-endpoint.fixture.ts';

/** A request as the stand-in saw it. */
export interface SeenRequest {
  readonly input: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

/** How the stand-in treats one request. Absent: honestly. */
export type Misbehaviour = (request: SeenRequest, response: ServerResponse) => void;

/** An OpenAI-compatible embeddings endpoint on the loopback that does as it is told. */
export interface EmbeddingsServer extends Pick<
  LoopbackEndpoint<SeenRequest, Misbehaviour>,
  'baseURL' | 'requests' | 'close'
> {
  /** Treats the coming requests by these, one each, and those after them honestly. */
  next(...behaviours: readonly (Misbehaviour | undefined)[]): void;
  /** Treats every request for which it returns something by that, once `next` is used up. */
  always(behaviour: (request: SeenRequest) => Misbehaviour | undefined): void;
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

/** Answers with an error that may be retried at once. */
export function failing(status: number, headers: Record<string, string> = {}): Misbehaviour {
  return (request, response) => {
    const message = `Incorrect API key provided: ${request.authorization ?? ''}`;
    sendJson(response, status, { error: { message, code: 'boom' } }, { 'retry-after-ms': '1', ...headers });
  };
}

/** Answers with a changed body. */
export function answering(change: (body: ReturnType<typeof honestBody>) => unknown): Misbehaviour {
  return (request, response) => {
    sendJson(response, 200, change(honestBody(request.input)));
  };
}

/** Starts the stand-in. */
export async function startEmbeddingsServer(): Promise<EmbeddingsServer> {
  const honest: Misbehaviour = ({ input, body }, response) => {
    sendJson(response, 200, honestBody(input, (body['dimensions'] as number | undefined) ?? 8));
  };
  const endpoint = await startLoopbackEndpoint<SeenRequest, Misbehaviour>({
    read: ({ body, authorization }) => ({ input: body['input'] as string[], body, authorization }),
    standing: honest,
    act: (behaviour, request, response) => {
      behaviour(request, response);
    },
  });
  return {
    ...endpoint,
    next(...behaviours) {
      endpoint.next(...behaviours.map((behaviour) => behaviour ?? honest));
    },
    always(behaviour) {
      endpoint.always((request, response) => {
        (behaviour(request) ?? honest)(request, response);
      });
    },
  };
}
