import type { z } from '@hono/zod-openapi';
import type { RefusedStatus } from './guard.ts';
import { ErrorBody } from './schemas.ts';

/** Content that is JSON, in the description of a route. */
export function json<S>(schema: S) {
  return { 'application/json': { schema } };
}

/** A request with a JSON body. */
export function bodyOf<S>(schema: S) {
  return { body: { content: json(schema), required: true as const } };
}

/** A response that is well, as JSON. */
export function ok<S>(schema: S, description = '成功。') {
  return { description, content: json(schema) };
}

/** A response that says what is wrong. */
export function refused(description: string) {
  return ok(ErrorBody, description);
}

const MEANINGS: Readonly<Record<RefusedStatus, string>> = {
  400: '请求有误，原因见 message。',
  401: '需要登录。',
  403: '请求来自别的网站。',
  404: '没有找到。',
  409: '与现有的不一致。',
  413: '请求太长。',
  415: '请求不是 JSON。',
  421: '所用域名不是本服务的。',
  429: '提问太密。',
  500: '未能处理。',
  503: '暂时不能处理。',
};

/** Refusals by status, as a route's description names them. */
export function refusals<S extends z.ZodType, K extends RefusedStatus>(schema: S, ...statuses: readonly K[]) {
  const described = statuses.map((status) => [status, ok(schema, MEANINGS[status])] as const);
  return Object.fromEntries(described) as { readonly [status in K]: ReturnType<typeof ok<S>> };
}

/** What a route that only reads may answer besides. */
export const READ_REFUSALS = refusals(ErrorBody, 400, 401, 421, 500, 503);

/** What a route that takes a body may answer besides. */
export const BODY_REFUSALS = refusals(ErrorBody, 400, 401, 403, 413, 415, 421, 500);
