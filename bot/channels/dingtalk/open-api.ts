import { isGuidaError } from '../../../corpus/errors.ts';
import type { AccessTokens } from './access-token.ts';
import { post, type HttpOptions, type HttpReply } from './http.ts';

/** The calls of DingTalk's OpenAPI, with a token. */
export interface OpenApi {
  /** Never throws; a token that was refused is renewed once. */
  call(path: string, body: unknown, method?: 'POST' | 'PUT'): Promise<HttpReply>;
}

/** What `createOpenApi` takes. */
export interface OpenApiOptions extends HttpOptions {
  readonly apiUrl: string;
  readonly tokens: AccessTokens;
}

/** Calls under `apiUrl`. */
export function createOpenApi(options: OpenApiOptions): OpenApi {
  const { apiUrl, tokens } = options;
  return {
    async call(path, body, method = 'POST') {
      for (let isRenewed = false; ; isRenewed = true) {
        let accessToken: string;
        try {
          accessToken = await tokens.get();
        } catch (error) {
          if (isGuidaError(error)) return { outcome: 'unsent' };
          throw error;
        }
        const reply = await post(options, { url: `${apiUrl}${path}`, method, body, accessToken });
        if (isRenewed || reply.outcome !== 'refused' || reply.status !== 401) return reply;
        tokens.forget(accessToken);
      }
    },
  };
}

/** Whether DingTalk asks to come again later: HTTP 429, its own code for too many calls (with HTTP 403), or a failure of its own. */
export function isPutOff(reply: HttpReply): boolean {
  if (reply.outcome === 'unsent') return true;
  if (reply.outcome !== 'refused') return false;
  return reply.status === 429 || reply.status >= 500 || /Qps|Throttl|TooFast|FlowControl|RateLimit/iu.test(reply.code);
}
