import { createHash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Reader } from '../../service/types.ts';
import type { WebChannelOptions, WebEnv } from './web-types.ts';

/** Tells who asks. */
export interface Login {
  /** There is a login page: people come with the secret, not through a proxy that knows them. */
  readonly hasPage: boolean;
  /** Who sends a request; undefined: someone who has to log in first. Sets a cookie for a browser that has none. */
  identify(c: Context<WebEnv>): Promise<Reader | undefined>;
  /** Tries a secret from the login page and remembers the browser. */
  enter(c: Context<WebEnv>, secret: string): Promise<'entered' | 'wrong' | 'too-many'>;
  leave(c: Context<WebEnv>): void;
}

const COOKIE = 'guida_user';
const LOGIN_DAYS = 30;
/** Wrong secrets from one address within `ATTEMPT_SECONDS`. */
const ATTEMPTS = 10;
const ATTEMPT_SECONDS = 300;
/** Whoever uses the API with the secret. */
const API_USER = 'api';
/** Whoever uses the API on this machine, where no login is set. */
const LOCAL_USER = 'local';
const BROWSER_USER = /^web-[0-9a-f]{32}$/u;

/** The login that the settings ask for. */
export function createLogin(options: WebChannelOptions): Login {
  const { secret, userHeader, publicUrl, now = Date.now } = options;
  const cookie = {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl?.startsWith('https:') === true,
    maxAge: LOGIN_DAYS * 24 * 3600,
  } as const;
  // Derived, so that a login outlives a restart, and a new secret ends every login.
  const key = secret === undefined ? undefined : Buffer.from(hkdfSync('sha256', secret, '', 'guida web login', 32));
  const attempts = new RateLimiterMemory({ points: ATTEMPTS, duration: ATTEMPT_SECONDS });

  const tryAgainst = async (c: Context<WebEnv>, given: string): Promise<'entered' | 'wrong' | 'too-many'> => {
    const address = c.env.incoming.socket.remoteAddress ?? '';
    const before = await attempts.get(address);
    if (before !== null && before.consumedPoints >= ATTEMPTS) return 'too-many';
    if (secret !== undefined && isSame(given, secret)) return 'entered';
    // Rejects once the limit is reached, which the next attempt is told.
    await attempts.consume(address).catch(() => undefined);
    return 'wrong';
  };

  const byCookie = async (c: Context<WebEnv>): Promise<string | undefined> => {
    if (key === undefined) {
      // Without a login a browser is known by 128 random bits: there is nothing that a signature would protect better.
      const known = getCookie(c, COOKIE) ?? '';
      if (BROWSER_USER.test(known)) return known;
      if (c.req.header('sec-fetch-mode') !== 'navigate') return undefined;
      const created = newBrowserUser();
      setCookie(c, COOKIE, created, cookie);
      return created;
    }
    const value = await getSignedCookie(c, key, COOKIE);
    const [user, until] = typeof value === 'string' ? value.split('.') : [];
    return user !== undefined && BROWSER_USER.test(user) && Number(until) > now() ? user : undefined;
  };

  const identifyUser = async (c: Context<WebEnv>): Promise<string | undefined> => {
    const bearer = /^Bearer +(\S+)$/iu.exec(c.req.header('authorization') ?? '')?.[1];
    const hasSecret = secret !== undefined && bearer !== undefined && (await tryAgainst(c, bearer)) === 'entered';
    if (userHeader !== undefined) return secret === undefined || hasSecret ? userOfProxy(c, userHeader) : undefined;
    // Whoever brings a wrong secret is not known by a cookie instead.
    if (secret !== undefined && bearer !== undefined) return hasSecret ? API_USER : undefined;
    const known = await byCookie(c);
    return known ?? (secret === undefined ? LOCAL_USER : undefined);
  };

  return {
    hasPage: secret !== undefined && userHeader === undefined,
    async identify(c) {
      const userId = await identifyUser(c);
      return userId === undefined ? undefined : { channel: 'web', userId };
    },
    async enter(c, given) {
      const outcome = await tryAgainst(c, given);
      if (outcome === 'entered' && key !== undefined) {
        await setSignedCookie(c, COOKIE, `${newBrowserUser()}.${now() + cookie.maxAge * 1000}`, key, cookie);
      }
      return outcome;
    },
    leave(c) {
      setCookie(c, COOKIE, '', { ...cookie, maxAge: 0 });
    },
  };
}

function newBrowserUser(): string {
  return `web-${randomBytes(16).toString('hex')}`;
}

/** In a time that tells nothing about the secret, not even its length. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** The one name that the proxy gives. Two of them mean that one is the client's own. */
function userOfProxy(c: Context<WebEnv>, header: string): string | undefined {
  const values = c.env.incoming.headersDistinct[header.toLowerCase()] ?? [];
  // Node reads header bytes as Latin-1; names are UTF-8.
  const name = Buffer.from(values[0] ?? '', 'latin1')
    .toString('utf8')
    .trim();
  const isOne = values.length === 1 && name.length > 0 && name.length <= 200;
  return isOne && !/[\p{Cc}\uFFFD,]/u.test(name) ? name : undefined;
}
