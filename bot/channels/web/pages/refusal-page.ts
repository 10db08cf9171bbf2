import { html } from 'hono/html';
import { page, type Html } from './page.ts';

/** What a browser shows where there is nothing else to show: the reason in a line, and the way back. */
export function refusalPage(message: string): Html {
  return page(
    { title: '规答', here: 'none', styles: ['login.css'], scripts: [], hasLogin: false },
    html`<main id="content" class="refusal">
      <h1>${message}</h1>
      <p><a href="/">回到首页</a></p>
    </main>`,
  );
}
