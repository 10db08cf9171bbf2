import { createHash } from 'node:crypto';
import OpenAI from 'openai';
import { GuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';

/** An answer larger than this is no answer, in bytes: 2,048 vectors of 4,096 numbers take about 180 MB. */
const MAX_BODY_BYTES = 256 * 2 ** 20;

/** Statuses that have no body; `Response` refuses to be given one. */
const BODILESS = new Set([204, 205, 304]);

/** How the endpoint is reached. */
export interface OpenAiTransportOptions {
  /** Absent for endpoints that want none (Ollama). */
  readonly apiKey?: string;
  /** @default 'https://api.openai.com/v1' */
  readonly baseURL?: string;
  /** One attempt may take this long, body included, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** Further attempts after 408, 409, 429, 5xx and lost connections. @default 5 */
  readonly maxRetries?: number;
  /** An endpoint that asks for a longer pause than this is not waited for, in milliseconds. @default 30000 */
  readonly maxRetryAfterMs?: number;
  /** @default the global fetch */
  readonly fetch?: typeof globalThis.fetch;
}

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/**
 * Eight hexadecimal digits that tell endpoints apart and show no address: two servers may give one name to two models.
 */
export function endpointId({ baseURL = DEFAULT_BASE_URL }: Pick<OpenAiTransportOptions, 'baseURL'>): string {
  return createHash('sha256').update(baseURL.replace(/\/+$/u, '')).digest('hex').slice(0, 8);
}

/**
 * The official client, made safe for a long job: the time limit covers the body too (the client's own ends with the
 * headers), a body that is cut off counts as a lost connection and is retried, and nobody makes us wait for an hour.
 */
export function openAiClient(options: OpenAiTransportOptions): OpenAI {
  const { maxRetryAfterMs = 30_000, fetch = globalThis.fetch } = options;
  return new OpenAI({
    // The client insists on a key, and would otherwise take settings from the environment behind our back.
    apiKey: options.apiKey ?? 'none',
    baseURL: options.baseURL ?? DEFAULT_BASE_URL,
    organization: null,
    project: null,
    timeout: options.timeoutMs ?? 60_000,
    maxRetries: options.maxRetries ?? 5,
    logLevel: 'off',
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      const body = await wholeBody(response);
      const headers = new Headers(response.headers);
      if (retryAfterMs(headers) > maxRetryAfterMs) headers.set('x-should-retry', 'false');
      const { status, statusText } = response;
      return new Response(BODILESS.has(status) ? null : body, { status, statusText, headers });
    },
  });
}

/** Whose failure is told, and under which code. */
export interface EndpointName {
  readonly code: Extract<GuidaErrorCode, 'embedding-failed' | 'rerank-failed'>;
  /** Completes “The … endpoint”. */
  readonly purpose: string;
  /** The setting that names its model. */
  readonly modelSetting: string;
}

/** The endpoint that makes embeddings. */
export const EMBEDDING_ENDPOINT: EndpointName = {
  code: 'embedding-failed',
  purpose: 'embedding',
  modelSetting: 'OPENAI_EMBEDDING_MODEL',
};

/**
 * What went wrong, without key, address or the endpoint's own words (which may repeat the key): for users in the message,
 * for operators in the cause.
 */
export function transportFailure(error: unknown, endpoint: EndpointName): GuidaError {
  const status = error instanceof OpenAI.APIError ? (error.status as number | undefined) : undefined;
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const cause = new Error([name, status, systemCode(error)].filter((part) => part !== undefined).join(' '));
  const message = `The ${endpoint.purpose} endpoint ${complaint(error, status, endpoint.modelSetting)}.`;
  return new GuidaError(endpoint.code, message, { cause });
}

/** Whether the endpoint refused the request itself, as it does when there are too many texts in it. */
export function isRefused(error: unknown): boolean {
  return error instanceof OpenAI.APIError && [400, 413, 422].includes((error.status as number | undefined) ?? 0);
}

/**
 * Runs `call` until `signal` is aborted. The client does not look at a signal while it waits to try again, and leaves
 * its listeners on it, so each call gets a signal of its own.
 */
export async function unlessAborted<T>(
  signal: AbortSignal | undefined,
  call: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const stop = () => {
    own.abort();
  };
  signal?.addEventListener('abort', stop, { once: true });
  const stopped = new Promise<never>((_, reject) => {
    own.signal.addEventListener('abort', () => {
      reject(new Error('stopped'));
    });
  });
  try {
    return await Promise.race([call(own.signal), stopped]);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function complaint(error: unknown, status: number | undefined, modelSetting: string): string {
  if (error instanceof OpenAI.APIConnectionTimeoutError) return 'did not answer in time';
  if (error instanceof OpenAI.APIConnectionError) return 'could not be reached, or broke off its answer';
  if (status === undefined) return 'sent something that cannot be read';
  if (status === 401 || status === 403) return `refused the key (${status}). Check OPENAI_API_KEY`;
  if (status === 404) {
    return `does not know the model or the address (404). Check OPENAI_BASE_URL and ${modelSetting}`;
  }
  if (status === 429) return 'has had too many requests, or the quota is used up (429). Try again later';
  return `answered with an error (${status})`;
}

/** The operating system's word for a lost connection (ECONNREFUSED…), wherever it is nested. */
function systemCode(error: unknown): string | undefined {
  for (let inner: unknown = error; inner instanceof Error; inner = inner.cause) {
    if ('code' in inner && typeof inner.code === 'string' && /^(?:E[A-Z]+|UND_ERR_[A-Z_]+)$/u.test(inner.code)) {
      return inner.code;
    }
  }
  return undefined;
}

async function wholeBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (response.body !== null) {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > MAX_BODY_BYTES) throw new Error('the answer is too large');
    }
  }
  return Uint8Array.from(Buffer.concat(chunks));
}

function retryAfterMs(headers: Headers): number {
  const value = headers.get('retry-after');
  const milliseconds = Number(headers.get('retry-after-ms') ?? 0);
  if (value === null) return milliseconds;
  const seconds = Number.parseFloat(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Math.max(wait || 0, milliseconds);
}
