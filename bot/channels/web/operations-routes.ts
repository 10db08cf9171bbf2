import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { isFromThisMachine, refuse } from './guard.ts';
import type { Login } from './login.ts';
import { ok, refusals } from './route-parts.ts';
import { ErrorBody } from './schemas.ts';
import type { Operations, WebEnv } from './web-types.ts';

const plainText = { 'text/plain': { schema: z.string() } };
const readiness = z.object({ ready: z.boolean() });

const healthRoute = createRoute({
  method: 'get',
  path: '/healthz',
  summary: '程序在运行',
  security: [],
  responses: { 200: { description: 'ok', content: plainText } },
});
const readyRoute = createRoute({
  method: 'get',
  path: '/readyz',
  summary: '能否回答问题',
  description: '详情只告诉本机。',
  security: [],
  responses: { 200: ok(readiness, '可以回答。'), 503: ok(readiness, '还不能回答。') },
});
const metricsRoute = createRoute({
  method: 'get',
  path: '/metrics',
  summary: 'Prometheus 指标',
  description: '本机可读，别处须登录。',
  responses: {
    200: { description: '指标。', content: plainText },
    ...refusals(ErrorBody, 401, 421, 500),
  },
});

/** Whether the program lives and can answer: asked by whatever watches over it, under any host name. */
export function addHealthRoutes(app: OpenAPIHono<WebEnv>, operations: Operations): void {
  app.openapi(healthRoute, (c) => c.text('ok', 200));
  app.openapi(readyRoute, async (c) => {
    const health = await operations.health();
    return c.json(isFromThisMachine(c) ? health : { ready: health.ready }, health.ready ? 200 : 503);
  });
}

/** Counts of what was done. */
export function addMetricsRoute(app: OpenAPIHono<WebEnv>, operations: Operations, login: Login): void {
  const requireKnown: MiddlewareHandler<WebEnv> = async (c, next) => {
    const isKnown = isFromThisMachine(c) || (await login.identify(c)) !== undefined;
    return isKnown ? next() : refuse(c, 401, '请先登录。');
  };
  app.use('/metrics', requireKnown);
  app.openapi(metricsRoute, async (c) =>
    c.text(await operations.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }),
  );
}
