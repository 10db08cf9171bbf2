import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of a page. Whatever is put into a template is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page has. */
export interface PageOptions {
  readonly title: string;
  /** Which entry of the navigation is this page. */
  readonly here: 'chat' | 'draft' | 'plans' | 'indicators' | 'none';
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** Offer to log out. */
  readonly hasLogin: boolean;
}

/** Whether there are none or none for this reader, nobody is told. */
export const NO_PLANS = '目前没有可以查看的规划。需要时请与管理员联系。';

const PLACES = [
  { key: 'chat', href: '/', name: '问答' },
  { key: 'draft', href: '/drafts', name: '起草' },
  { key: 'plans', href: '/plans', name: '规划' },
  { key: 'indicators', href: '/indicators', name: '指标' },
] as const;

/** A whole page around its content. */
export function page({ title, here, styles, scripts, hasLogin }: PageOptions, content: Html): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/page.css" />
        ${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}" />`)}
        ${scripts.map((name) => html`<script type="module" src="/assets/${name}"></script>`)}
      </head>
      <body class="${here}">
        <a class="skip" href="#content">跳到正文</a>
        <header class="masthead">
          <a class="name" href="/">规答</a>
          ${
            here === 'none'
              ? ''
              : html`<nav aria-label="主导航">
                  ${PLACES.map(
                    ({ key, href, name }) =>
                      html`<a href="${href}" ${key === here ? html`aria-current="page"` : ''}>${name}</a>`,
                  )}
                  ${hasLogin ? html`<form method="post" action="/logout"><button class="quiet">退出</button></form>` : ''}
                </nav>`
          }
        </header>
        ${content}
      </body>
    </html>`;
}

/** A text of a plan as it is set on a page: it must not turn the writing round or hide in control characters. */
export function shown(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}

/** Items by what they have in common, in the order in which they come. */
export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): readonly (readonly [K, readonly T[]])[] {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups];
}

/** The mark of a plan whose targets are not in force. */
export function draftBadge(isDraft: boolean): Html | '' {
  return isDraft ? html`<span class="badge draft">征求意见稿</span>` : '';
}
