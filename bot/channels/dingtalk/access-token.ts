import { z } from 'zod';
import { GuidaError } from '../../../corpus/errors.ts';
import { describeReply, get, post, type HttpOptions, type HttpReply } from './http.ts';

/** Gives access tokens for the OpenAPI. */
export interface AccessTokens {
  /** @throws GuidaError `channel-failed` when DingTalk gives none */
  get(): Promise<string>;
  /** The token was refused: the next `get` asks for another. */
  forget(token: string): void;
}

/** What `createAccessTokens` takes. */
export interface AccessTokenOptions extends HttpOptions {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly now: () => number;
}

/** What `createOldTokens` takes. */
export interface OldTokenOptions extends Omit<AccessTokenOptions, 'apiUrl'> {
  /** Address of the older API. */
  readonly oldApiUrl: string;
}

/** A token is renewed so long before it ends: 5 minutes, as DingTalk's own clients do. */
const EARLY = 5 * 60_000;

const tokenSchema = z
  .object({ accessToken: z.string().min(1), expireIn: z.number().positive() })
  .transform(({ accessToken, expireIn }) => ({ token: accessToken, seconds: expireIn }));
const oldTokenSchema = z
  .object({ errcode: z.literal(0), access_token: z.string().min(1), expires_in: z.number().positive() })
  .transform(({ access_token, expires_in }) => ({ token: access_token, seconds: expires_in }));

/** Tokens of the OpenAPI (api.dingtalk.com). */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { apiUrl, clientId, clientSecret, now } = options;
  const url = `${apiUrl}/v1.0/oauth2/accessToken`;
  return keepToken(() => post(options, { url, body: { appKey: clientId, appSecret: clientSecret } }), tokenSchema, now);
}

/**
 * Tokens of the older API (oapi.dingtalk.com). It wants the secret in the address, so one is asked for only where the
 * other kind was refused.
 */
export function createOldTokens(options: OldTokenOptions): AccessTokens {
  const { oldApiUrl, clientId, clientSecret, now } = options;
  const query = new URLSearchParams({ appkey: clientId, appsecret: clientSecret });
  return keepToken(() => get(options, `${oldApiUrl}/gettoken?${query.toString()}`), oldTokenSchema, now);
}

/** Keeps one token and renews it early. Callers at the same time share one call. */
function keepToken(
  call: () => Promise<HttpReply>,
  schema: z.ZodType<{ readonly token: string; readonly seconds: number }>,
  now: () => number,
): AccessTokens {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const reply = await call();
    const body = reply.outcome === 'done' ? schema.safeParse(reply.body) : undefined;
    if (!body?.success)
      throw new GuidaError('channel-failed', `DingTalk gave no access token (${describeReply(reply)})`);
    const { token, seconds } = body.data;
    kept = { token, until: now() + Math.max(seconds * 1000 - EARLY, 0) };
    return token;
  };

  return {
    async get() {
      if (kept && now() < kept.until) return kept.token;
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    forget(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
}
