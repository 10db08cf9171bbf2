import OpenAI from 'openai';
import { GuidaError } from '../../../corpus/errors.ts';

/**
 * What is the matter with the model: it refused the key; had too many requests; broke (5xx); could not be reached; sent
 * nothing in time; broke off; sent an empty answer; sent what cannot be read; refused the request itself;
 * stopped at its own limit of length; or is being left alone for a while.
 */
export type ModelFailureKind =
  | 'key'
  | 'rate-limit'
  | 'server'
  | 'unreachable'
  | 'silent'
  | 'cut'
  | 'empty'
  | 'unreadable'
  | 'request'
  | 'length'
  | 'resting';

const COMPLAINTS: Readonly<Record<ModelFailureKind, string>> = {
  key: 'refused the key. Check OPENAI_API_KEY',
  'rate-limit': 'has had too many requests, or the quota is used up. Try again later',
  server: 'answered with an error of its own',
  unreachable: 'could not be reached. Check OPENAI_BASE_URL',
  silent: 'did not answer in time',
  cut: 'broke off its answer',
  empty: 'sent an empty answer',
  unreadable: 'sent something that cannot be read',
  request: 'does not accept the request. Check OPENAI_MODEL and OPENAI_BASE_URL',
  length: 'stopped before its answer was complete',
  resting: 'failed several times and is left alone for a while',
};

/** Told without key, address or the endpoint's own words, which may repeat the key or the prompt. */
export class ModelFailure extends GuidaError {
  readonly kind: ModelFailureKind;
  /** How long the endpoint asks to be left alone, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: ModelFailureKind, details: { readonly cause?: string; readonly retryAfterMs?: number } = {}) {
    const cause = details.cause === undefined ? {} : { cause: new Error(details.cause) };
    super('model-failed', `The chat endpoint ${COMPLAINTS[kind]}.`, cause);
    this.kind = kind;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Whatever went wrong on the way to the model, as a `ModelFailure`. The libraries wrap errors in errors. */
export function modelFailure(error: unknown): ModelFailure {
  const chain = chainOf(error);
  const known = chain.find((inner) => inner instanceof ModelFailure);
  if (known) return known;
  const answered = chain.find((inner) => statusOf(inner) !== undefined);
  const status = statusOf(answered);
  const code = chain.map(systemCode).find((it) => it !== undefined);
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const cause = [name, status, code].filter((part) => part !== undefined).join(' ');
  if (status !== undefined) {
    const retryAfterMs = retryAfter(answered);
    return new ModelFailure(kindOf(status), { cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
  const has = (type: new (...options: never[]) => Error): boolean => chain.some((inner) => inner instanceof type);
  if (has(OpenAI.APIConnectionTimeoutError)) return new ModelFailure('silent', { cause });
  if (has(OpenAI.APIConnectionError)) return new ModelFailure('unreachable', { cause });
  // A connection lost in mid-answer comes as a plain TypeError.
  if (has(TypeError) || code !== undefined) return new ModelFailure('cut', { cause });
  return new ModelFailure('unreadable', { cause });
}

function chainOf(error: unknown): readonly Error[] {
  const chain: Error[] = [];
  for (let inner: unknown = error; inner instanceof Error && !chain.includes(inner); inner = inner.cause)
    chain.push(inner);
  return chain;
}

function kindOf(status: number): ModelFailureKind {
  if (status === 401 || status === 403) return 'key';
  if (status === 429) return 'rate-limit';
  return status >= 500 || status === 408 || status === 409 ? 'server' : 'request';
}

function statusOf(error: unknown): number | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

function retryAfter(error: unknown): number | undefined {
  const headers = error instanceof Error && 'headers' in error ? error.headers : undefined;
  if (!(headers instanceof Headers)) return undefined;
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  const wait = /^\d+(?:\.\d+)?$/u.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** The operating system's word for a lost connection: ECONNREFUSED… */
function systemCode(error: Error): string | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return /^(?:E[A-Z]+|UND_ERR_[A-Z_]+)$/u.test(code) ? code : undefined;
}
