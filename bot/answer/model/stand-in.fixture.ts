import type { ServerResponse } from 'node:http';
import {
  sendJson,
  startLoopbackEndpoint,
  type LoopbackEndpoint,
  type RawRequest,
} from '../../../retrieval/loopback-endpoint.fixture.ts';
import { honestText, lyingText, passagesIn, type PromptPassage } from './stand-in-answers.fixture.ts';
import { obey } from './stand-in-obedience.fixture.ts';

/** A request as the stand-in saw it. */
export interface ChatRequest {
  readonly system: string;
  /** The user's message and what tools have found. */
  readonly user: string;
  readonly question: string;
  readonly passages: readonly PromptPassage[];
  readonly authorization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Answers of tools so far. */
  readonly toolAnswers: number;
  /** Whether the other side has hung up. */
  readonly isGone: () => boolean;
}

/** How the stand-in treats a request: what it returns, it writes. */
export type Behaviour = (
  request: ChatRequest,
  response: ServerResponse,
) => string | Promise<string | undefined> | undefined;

/** Ways to behave that need no more words. */
export type Mode =
  | 'honest'
  | 'researching'
  | 'lying'
  | 'obedient'
  | 'cut'
  | 'stall'
  | 'silent'
  | 'never-starts'
  | '401'
  | '429'
  | '429-soon'
  | '500'
  | 'html'
  | 'empty'
  | 'junk'
  | 'error-in-stream';

/** An OpenAI-compatible chat endpoint on the loopback that does as it is told. At first: honestly. */
export type StandIn = LoopbackEndpoint<ChatRequest, Behaviour | Mode>;

const MODES: Readonly<Record<Mode, Behaviour>> = {
  honest: honestText,
  researching: (request, response) => {
    if (request.toolAnswers > 0 || !Array.isArray(request.body['tools'])) return honestText(request);
    sendToolCalls(response, [{ name: 'search_plans', arguments: { query: request.question } }]);
    return undefined;
  },
  lying: lyingText,
  obedient: obey,
  cut: async (request, response) => {
    const text = honestText(request);
    startStream(response);
    sendPiece(response, text.slice(0, text.length / 2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    response.destroy();
    return undefined;
  },
  stall: (request, response) => {
    startStream(response);
    sendPiece(response, honestText(request).slice(0, 12));
    return undefined;
  },
  silent: () => undefined,
  'never-starts': (_, response) => {
    startStream(response);
    response.flushHeaders();
    return undefined;
  },
  401: (request, response) => {
    sendError(response, 401, `Incorrect API key provided: ${request.authorization ?? ''}`);
  },
  429: (_, response) => {
    sendError(response, 429, 'slow down', { 'retry-after': '3600' });
  },
  '429-soon': (_, response) => {
    sendError(response, 429, 'slow down', { 'retry-after': '0.05' });
  },
  500: (request, response) => {
    sendError(response, 500, `at handler (/srv/app/model.js:1:1) ${request.system}`);
  },
  html: (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>');
    return undefined;
  },
  empty: () => '',
  junk: (_, response) => {
    startStream(response);
    response.end('data: {"choices":[{"delta":{"content":"甲\n\ndata: nonsense\n\n: x\n\ndata: 5\n\n');
    return undefined;
  },
  'error-in-stream': (_, response) => {
    startStream(response);
    response.end(`data: ${JSON.stringify({ error: { message: 'overloaded', code: 503 } })}\n\n`);
    return undefined;
  },
};

/** Every mode. */
export const STAND_IN_MODES = Object.keys(MODES) as readonly Mode[];
/** Modes in which no usable answer comes. */
export const BROKEN_MODES = STAND_IN_MODES.filter(
  (mode) => !['honest', 'researching', 'obedient', '429-soon'].includes(mode),
);

function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): undefined {
  sendJson(response, status, { error: { message, code: 'boom' } }, headers);
}

/** Opens a stream of events. */
export function startStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

/** Sends a piece of text. */
export function sendPiece(response: ServerResponse, content: string, finish: string | null = null): void {
  sendDelta(response, { role: 'assistant', content }, finish);
}

function sendDelta(response: ServerResponse, delta: object, finish: string | null): void {
  const event = {
    id: 'c',
    object: 'chat.completion.chunk',
    model: 'stand-in',
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}

/** Ends a stream. */
export function endStream(response: ServerResponse): void {
  sendDelta(response, {}, 'stop');
  response.end('data: [DONE]\n\n');
}

/** Asks for look-ups. */
export function sendToolCalls(
  response: ServerResponse,
  calls: readonly { readonly name: string; readonly arguments: object }[],
): void {
  startStream(response);
  const tool_calls = calls.map((call, index) => ({
    index,
    id: `call_${index}_${Math.random().toString(36).slice(2)}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  sendDelta(response, { role: 'assistant', content: null, tool_calls }, null);
  sendDelta(response, {}, 'tool_calls');
  response.end('data: [DONE]\n\n');
}

/** Starts the stand-in. */
export function startStandIn(): Promise<StandIn> {
  return startLoopbackEndpoint<ChatRequest, Behaviour | Mode>({
    read: chatRequest,
    standing: 'honest',
    act: async (behaviour, request, response) => {
      const act = typeof behaviour === 'string' && behaviour in MODES ? MODES[behaviour] : behaviour;
      const text = typeof act === 'string' ? act : await act(request, response);
      if (text === undefined) return;
      startStream(response);
      for (let from = 0; from < text.length; from += 5) sendPiece(response, text.slice(from, from + 5));
      endStream(response);
    },
  });
}

function chatRequest({ body, authorization, isGone }: RawRequest): ChatRequest {
  const messages = body['messages'] as readonly { readonly role: string; readonly content: unknown }[];
  const said = (...roles: readonly string[]): string =>
    messages
      .filter(({ role }) => roles.includes(role))
      .map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
      .join('\n');
  const user = said('user', 'tool');
  return {
    system: said('system', 'developer'),
    user,
    question: /^(?:问题|最后一问)：(.*)$/mu.exec(user)?.[1] ?? '',
    passages: passagesIn(user),
    authorization,
    body,
    toolAnswers: messages.filter(({ role }) => role === 'tool').length,
    isGone,
  };
}
