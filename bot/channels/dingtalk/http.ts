import { z } from 'zod';

/** How calls go out. */
export interface HttpOptions {
  readonly fetch: typeof fetch;
  /** Milliseconds for a whole call. */
  readonly timeout: number;
}

/** One call: JSON in, JSON out. */
export interface HttpCall {
  readonly url: string;
  readonly method?: 'POST' | 'PUT';
  readonly body: unknown;
  /** Goes into the header, never into the address. */
  readonly accessToken?: string;
}

/** What came of a call. */
export type HttpReply =
  | { readonly outcome: 'done'; readonly body: unknown }
  /** DingTalk said no: nothing was done. `code` is its own word for why, or empty. */
  | { readonly outcome: 'refused'; readonly status: number; readonly code: string; readonly retryAfter?: number }
  /** It never left here. */
  | { readonly outcome: 'unsent' }
  /** No whole answer came: it may have been done or not. */
  | { readonly outcome: 'unknown' };

const errorSchema = z.looseObject({ code: z.union([z.string(), z.number()]) });

/** Failures before anything was sent, by their codes in Node. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Makes a call. Never throws, and follows no redirect: a token must not travel on. */
export async function post(
  options: HttpOptions,
  { url, method = 'POST', body, accessToken }: HttpCall,
): Promise<HttpReply> {
  const headers = {
    'content-type': 'application/json',
    ...(accessToken === undefined ? {} : { 'x-acs-dingtalk-access-token': accessToken }),
  };
  return send(options, url, { method, headers, body: JSON.stringify(body) });
}

/** Asks for something. As `post`. */
export async function get(options: HttpOptions, url: string): Promise<HttpReply> {
  return send(options, url, { method: 'GET', headers: {} });
}

/** Sends a form with a file. As `post`. */
export async function postForm(options: HttpOptions, url: string, form: FormData): Promise<HttpReply> {
  return send(options, url, { method: 'POST', headers: {}, body: form });
}

async function send(
  options: HttpOptions,
  url: string,
  request: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string | FormData },
): Promise<HttpReply> {
  try {
    const response = await options.fetch(url, {
      ...request,
      redirect: 'error',
      headers: { accept: 'application/json', ...request.headers },
      signal: AbortSignal.timeout(options.timeout),
    });
    const text = await response.text();
    if (response.ok) return { outcome: 'done', body: parsed(text) };
    const error = errorSchema.safeParse(parsed(text));
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN) * 1000;
    return {
      outcome: 'refused',
      status: response.status,
      code: error.success ? String(error.data.code) : '',
      ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
    };
  } catch (error) {
    return { outcome: isUnsent(error) ? 'unsent' : 'unknown' };
  }
}

/** For an operator; holds no body. */
export function describeReply(reply: HttpReply): string {
  if (reply.outcome === 'refused') return `HTTP ${reply.status}${reply.code === '' ? '' : ` ${reply.code}`}`;
  return { done: 'an answer of another form', unsent: 'no connection', unknown: 'no answer' }[reply.outcome];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isUnsent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && UNSENT.has(String(cause.code));
}
