import { isIP } from 'node:net';
import type { Context, MiddlewareHandler, TypedResponse } from 'hono';
import { GuidaError } from '../../../corpus/errors.ts';
import { refusalPage } from './pages/refusal-page.ts';
import type { WebChannelOptions, WebEnv } from './web-types.ts';

/** Only paths like ours are looked at: no dot segments, no escapes, no backslashes, nothing that names a file. */
const PLAIN_PATH = /^\/(?:[\w-][\w.-]*(?:\/[\w-][\w.-]*)*\/?)?$/u;

/** Whether the path of a request, as it came, is one that this server could know. */
export function isPlainPath(requestTarget: string): boolean {
  const path = requestTarget.split('?', 1)[0] ?? '';
  return PLAIN_PATH.test(path) && !path.includes('..');
}

/** Whether an address is only reachable from this machine. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/gu, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** @throws GuidaError `settings` when anyone on the network could ask without a login */
export function requireLoginBeyondLoopback({ host, secret, userHeader }: WebChannelOptions): void {
  if (isLoopback(host) || secret !== undefined || userHeader !== undefined) return;
  throw new GuidaError(
    'settings',
    'HOST lets other machines reach the web page, but there is no login. Set GUIDA_WEB_SECRET or GUIDA_WEB_USER_HEADER, or HOST=127.0.0.1.',
  );
}

/**
 * Answers only requests for a host name that is ours: a foreign name that was made to point here (DNS rebinding) would
 * let a web page read the plans. And only changes what a page of ours asks to change.
 */
export function guardHostAndOrigin(options: WebChannelOptions): MiddlewareHandler<WebEnv> {
  const { host, publicUrl } = options;
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  // Beyond loopback there is a login, whose cookie a foreign name does not have.
  const isAnyHost = !isLoopback(host) && publicHost === undefined;
  return async (c, next) => {
    const given = c.req.header('host')?.toLowerCase() ?? '';
    const name = URL.canParse(`http://${given}`) ? new URL(`http://${given}`).hostname : '';
    const isOurs = name !== '' && (isAnyHost || given === publicHost || isLoopback(name) || name === host);
    if (!isOurs) return refuse(c, 421, '请用本服务的地址访问（PUBLIC_URL）。');
    const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
    const isOwn = isRead || isOwnOrigin(c, given, publicUrl) || bringsSecret(c, options);
    if (!isOwn) return refuse(c, 403, '请求来自别的网站，未予处理。');
    return next();
  };
}

/**
 * Whether chat clients that run in another site's page, or in a desktop application's, may use `/v1`: they bring the
 * secret. Where a proxy brings it, it does so for everybody's requests, and it says nothing of where they come from.
 */
export function letsClientsIn({ secret, userHeader }: WebChannelOptions): boolean {
  return secret !== undefined && userHeader === undefined;
}

/** No page can make a browser send a secret that it does not know. Whether it is the right one, the login looks at. */
function bringsSecret({ req }: Context<WebEnv>, options: WebChannelOptions): boolean {
  return (
    letsClientsIn(options) && req.path.startsWith('/v1/') && /^Bearer +\S/iu.test(req.header('authorization') ?? '')
  );
}

/** A browser says where a request comes from; a client that is no browser says nothing. */
function isOwnOrigin(c: Context<WebEnv>, host: string, publicUrl: string | undefined): boolean {
  const site = c.req.header('sec-fetch-site');
  // No page can forge what the browser says here.
  if (site === 'same-origin') return true;
  if (site !== undefined && site !== 'none') return false;
  const origin = c.req.header('origin');
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === host || (publicUrl !== undefined && origin === new URL(publicUrl).origin);
}

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not `no-referrer`: with that, browsers send the forms of our own pages with `Origin: null`.
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-robots-tag': 'noindex',
};

/** Sets the headers that keep a browser from doing what no page of ours does. What plans say is not kept in caches. */
export function setSecurityHeaders({ publicUrl }: WebChannelOptions): MiddlewareHandler<WebEnv> {
  const isSecure = publicUrl?.startsWith('https:') === true;
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    if (isSecure) c.res.headers.set('strict-transport-security', 'max-age=31536000');
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'private, no-store');
  };
}

/** Whether a request comes from this machine and no proxy says that it passes on another's. */
export function isFromThisMachine(c: Context<WebEnv>): boolean {
  const isPassedOn = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  const address = c.env.incoming.socket.remoteAddress ?? '';
  return !isPassedOn && isLoopback(address.replace(/^::ffff:/u, ''));
}

/** An error: as a page to who reads pages, else as the API tells it; requests to `/v1` get OpenAI's shape. */
export function refuse(c: Context<WebEnv>, status: RefusedStatus, message: string): Response | Promise<Response> {
  if (c.req.path.startsWith('/v1/')) return c.json(openAiError(status, message), status);
  if (wantsPage(c)) return c.html(refusalPage(message), status);
  return c.json({ error: { code: CODES[status], message } }, status);
}

/** A browser that goes to an address, not a script of ours that asks the API. */
export function wantsPage({ req }: Context<WebEnv>): boolean {
  const isRead = req.method === 'GET' && !/^\/(?:api|v1)\//u.test(req.path);
  return isRead && /\btext\/html\b/u.test(req.header('accept') ?? '');
}

/** What does not exist, or not for this reader: nobody can tell which. */
export function notFound(
  c: Context<WebEnv>,
): Response & TypedResponse<{ error: { code: string; message: string } }, 404, 'json'> {
  return c.json({ error: { code: CODES[404], message: '没有找到。' } }, 404);
}

/** Statuses of refused requests. */
export type RefusedStatus = keyof typeof CODES;

const CODES = {
  400: 'invalid',
  401: 'login-needed',
  403: 'foreign-origin',
  404: 'not-found',
  409: 'answered-before',
  413: 'too-large',
  415: 'unsupported',
  421: 'foreign-host',
  429: 'too-many-questions',
  500: 'failed',
  503: 'not-ready',
} as const;

/** An error in the shape of OpenAI's API. `code`, where its own word for the status says too little. */
export function openAiError(
  status: RefusedStatus,
  message: string,
  code: string = OPENAI_CODES[status as number] ?? CODES[status],
): { error: { message: string; type: string; param: string | null; code: string } } {
  const type =
    status === 401
      ? 'authentication_error'
      : status === 429
        ? 'rate_limit_error'
        : status >= 500
          ? 'server_error'
          : 'invalid_request_error';
  return { error: { message, type, param: null, code } };
}

const OPENAI_CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  404: 'unknown_url',
  429: 'rate_limit_exceeded',
};
