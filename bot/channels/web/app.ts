import { OpenAPIHono } from '@hono/zod-openapi';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { isGuidaError } from '../../../corpus/errors.ts';
import type { Answers } from './answers.ts';
import { addAskRoutes } from './ask-routes.ts';
import { readAssets } from './assets.ts';
import { limitBody } from './body-limit.ts';
import { addDraftRoutes } from './draft-routes.ts';
import { addCompletionRoutes } from './chat-completions.ts';
import { guardHostAndOrigin, letsClientsIn, refuse, setSecurityHeaders } from './guard.ts';
import { createLogin, type Login } from './login.ts';
import { addHealthRoutes, addMetricsRoute } from './operations-routes.ts';
import { addPageRoutes } from './page-routes.ts';
import { addLoginRoutes } from './login-routes.ts';
import { addPlanRoutes } from './plan-routes.ts';
import type { WebChannelOptions, WebEnv } from './web-types.ts';

/** A conversation that a client of the chat completions sends whole; a question and a reason are far smaller. */
const LARGEST_BODY = 1024 * 1024;

const NOT_READY = '规划资料还没有准备好，请过几分钟再试。';

/** What `createApp` takes. */
export interface AppOptions extends WebChannelOptions {
  readonly answers: Answers;
  /** Aborted when the program ends before an answer does. */
  readonly signal: AbortSignal;
}

/** Everything the web channel serves, in the order in which a request passes it. */
export function createApp(options: AppOptions): OpenAPIHono<WebEnv> {
  const { service, log, answers, operations, publicUrl, signal, now = Date.now } = options;
  const assets = readAssets();
  const login = createLogin(options);
  const app = new OpenAPIHono<WebEnv>({
    defaultHook: (result, c) => {
      if (result.success) return undefined;
      // An id of another form is simply not there.
      if (result.target === 'param') return refuse(c, 404, '没有找到。');
      const issue = result.error.issues[0];
      return refuse(c, 400, `请求有误：${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
    },
  });

  app.notFound((c) => refuse(c, 404, '没有找到。'));
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500)
      return refuse(c, error.status === 415 ? 415 : 400, '请求有误。');
    log.warn('A request to the web page failed.', error);
    // The index is still being built, or nobody can tell who may see what: that passes, and is no failure.
    const passes = isGuidaError(error) && (error.code === 'index-missing' || error.code === 'access-rules');
    return passes ? refuse(c, 503, NOT_READY) : refuse(c, 500, '出了问题，请稍后再试。');
  });

  app.use(setSecurityHeaders(options));
  addHealthRoutes(app, operations);
  if (letsClientsIn(options)) app.use('/v1/*', cors({ origin: '*', allowMethods: ['GET', 'POST'] }));
  app.use(guardHostAndOrigin(options));
  app.use(limitBody(LARGEST_BODY));
  addMetricsRoute(app, operations, login);
  app.get('/assets/:name', (c) => {
    const asset = assets.get(c.req.param('name'));
    if (!asset) return refuse(c, 404, '没有找到。');
    const etag = `"${asset.version}"`;
    const headers = { 'content-type': asset.type, 'cache-control': 'no-cache', etag };
    return c.req.header('if-none-match') === etag ? c.body(null, 304, headers) : c.body(asset.body, 200, headers);
  });
  addLoginRoutes(app, login);
  requireReader(app, login);

  addAskRoutes(app, service, answers);
  addDraftRoutes(app, service);
  addPlanRoutes(app, service);
  addCompletionRoutes(app, { service, log, publicUrl, now, signal });
  addPageRoutes(app, service, { hasLogin: login.hasPage });
  describeApi(app);
  return app;
}

/** Whoever is not known is asked to log in: a person on a page, a client by a status. */
function requireReader(app: OpenAPIHono<WebEnv>, login: Login): void {
  app.use(async (c, next) => {
    const reader = await login.identify(c);
    if (reader) {
      c.set('reader', reader);
      return next();
    }
    const isPage = c.req.method === 'GET' && !/^\/(?:api|v1)\//u.test(c.req.path);
    if (isPage && login.hasPage)
      return c.redirect(`/login?to=${encodeURIComponent(c.req.path + new URL(c.req.url).search)}`, 303);
    return refuse(c, 401, login.hasPage ? '请先登录。' : '请通过单位的入口访问。');
  });
}

function describeApi(app: OpenAPIHono<WebEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'secret', {
    type: 'http',
    scheme: 'bearer',
    description: '设置了 GUIDA_WEB_SECRET 时。',
  });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Guida 规答', version: '1', description: '关于政府规划的问答：每个数字都与所引原文核对过。' },
    security: [{ secret: [] }, {}],
  });
}
