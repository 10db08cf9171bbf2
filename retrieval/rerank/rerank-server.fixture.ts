import type { ServerResponse } from 'node:http';
import { sendJson, startLoopbackEndpoint, type LoopbackEndpoint } from '../loopback-endpoint.fixture.ts';

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
export type RerankServer = LoopbackEndpoint<RerankRequest, RerankBehaviour>;

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
export function startRerankServer(): Promise<RerankServer> {
  return startLoopbackEndpoint<RerankRequest, RerankBehaviour>({
    read: ({ path, authorization, body }) => ({ path, authorization, body: body as unknown as RerankRequest['body'] }),
    standing: scoring(() => 0.5),
    act: (behaviour, request, response) => {
      behaviour(request, response);
    },
  });
}
