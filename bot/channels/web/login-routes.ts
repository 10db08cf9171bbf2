import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Login } from './login.ts';
import { isPlainPath } from './guard.ts';
import { loginPage } from './pages/login-page.ts';
import type { WebEnv } from './web-types.ts';

const WRONG = '口令不对，请再试一次。';
const TOO_MANY = '尝试次数太多，请几分钟后再试。';

/** The login page and what it sends. */
export function addLoginRoutes(app: OpenAPIHono<WebEnv>, login: Login): void {
  if (!login.hasPage) return;
  app.get('/login', (c) => c.html(loginPage({ to: ownPath(c.req.query('to')) })));
  app.post('/login', async (c) => {
    const { secret, to } = await c.req.parseBody();
    const target = ownPath(to);
    const outcome = await login.enter(c, typeof secret === 'string' ? secret : '');
    if (outcome === 'entered') return c.redirect(target, 303);
    const isLimited = outcome === 'too-many';
    return c.html(loginPage({ to: target, message: isLimited ? TOO_MANY : WRONG }), isLimited ? 429 : 403);
  });
  app.post('/logout', (c) => {
    login.leave(c);
    return c.redirect('/login', 303);
  });
}

/** Where to go after the login: a page of ours, never another site's. */
function ownPath(to: unknown): string {
  if (typeof to !== 'string') return '/';
  const [target = '', place] = to.split('#', 2);
  const isOurs = isPlainPath(target) && !/[^\x21-\x7e]/u.test(target) && !target.startsWith('/login');
  return isOurs ? target + (place !== undefined && /^[\w-]+$/u.test(place) ? `#${place}` : '') : '/';
}
