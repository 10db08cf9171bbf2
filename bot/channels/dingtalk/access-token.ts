import { z } from 'zod';
import { GuidaError } from '../../../corpus/errors.ts';
import { describeReply, post, type HttpOptions } from './http.ts';

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

/** A token is renewed so long before it ends: 5 minutes, as DingTalk's own clients do. */
const EARLY = 5 * 60_000;

const tokenSchema = z.object({ accessToken: z.string().min(1), expireIn: z.number().positive() });

/** Keeps one token and renews it early. Callers at the same time share one call. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { apiUrl, clientId, clientSecret, now } = options;
  let kept: { readonly token: string; readonly until: number } | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const reply = await post(options, {
      url: `${apiUrl}/v1.0/oauth2/accessToken`,
      body: { appKey: clientId, appSecret: clientSecret },
    });
    const body = reply.outcome === 'done' ? tokenSchema.safeParse(reply.body) : undefined;
    if (!body?.success)
      throw new GuidaError('channel-failed', `DingTalk gave no access token (${describeReply(reply)})`);
    const { accessToken: token, expireIn } = body.data;
    kept = { token, until: now() + Math.max(expireIn * 1000 - EARLY, 0) };
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
