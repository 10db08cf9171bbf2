import { html } from 'hono/html';
import { page, type Html } from './page.ts';

/** The login page. */
export function loginPage({ to, message }: { readonly to: string; readonly message?: string }): Html {
  return page(
    { title: '登录 · 规答', here: 'none', styles: ['fields.css', 'login.css'], scripts: ['login.js'], hasLogin: false },
    html`<main id="content" class="login">
      <h1>登录</h1>
      <form method="post" action="/login" id="login" class="fields">
        <input type="hidden" name="to" value="${to}" />
        <label for="secret">访问口令</label>
        <input
          id="secret"
          name="secret"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          ${message === undefined ? '' : html`aria-invalid="true" aria-describedby="login-message"`}
        />
        ${message === undefined ? '' : html`<p id="login-message" class="problem" role="alert">${message}</p>`}
        <button type="submit" class="primary">进入</button>
      </form>
      <p class="hint">口令由本单位的管理员提供。</p>
    </main>`,
  );
}
