import { html } from 'hono/html';
import { NO_PLANS, page, shown, type Html } from './page.ts';

/** What the chat page shows before the first question. */
export interface ChatPageOptions {
  readonly examples: readonly string[];
  /** How many plans the reader may see, and the places that they are for. */
  readonly planCount: number;
  readonly regions: readonly string[];
  readonly hasLogin: boolean;
}

/** The chat page. What happens on it is in assets/chat.js. */
export function chatPage({ examples, planCount, regions, hasLogin }: ChatPageOptions): Html {
  const where =
    regions.length === 0 ? '' : `，涉及${regions.slice(0, 6).map(shown).join('、')}${regions.length > 6 ? '等地' : ''}`;
  return page(
    {
      title: '规答',
      here: 'chat',
      styles: ['fields.css', 'chat.css', 'answer.css', 'sources.css'],
      scripts: ['chat.js'],
      hasLogin,
    },
    html`<main id="content" class="conversation">
        <h1 id="headline" class="headline">问规划，答有出处</h1>
        <section id="welcome" class="welcome">
          ${
            planCount === 0
              ? html`<p class="notice">${NO_PLANS}</p>`
              : html`<p>
                  已收录<a href="/plans">${planCount}份规划</a
                  >${where}。回答中的数字都与所引原文核对过；点编号可看原文。
                </p>`
          }
          ${
            examples.length === 0
              ? ''
              : html`<h2 id="examples-head">可以这样问</h2>
                  <ul class="examples" aria-labelledby="examples-head">
                    ${examples.map(
                      (example) => html`<li><button type="button" class="example">${shown(example)}</button></li>`,
                    )}
                  </ul>`
          }
        </section>
        <ol id="turns" class="turns" aria-label="对话"></ol>
        <noscript><p class="notice">问答需要启用 JavaScript。规划和指标可以直接查看。</p></noscript>
      </main>
      <form id="ask" class="ask" aria-label="提问">
        <div class="field">
          <label class="unseen" for="question">问题</label>
          <textarea
            id="question"
            name="question"
            rows="1"
            maxlength="10000"
            placeholder="请输入关于规划的问题"
            autocomplete="off"
            enterkeyhint="send"
            aria-describedby="ask-hint"
          ></textarea>
          <button type="submit" id="send" class="send">发送</button>
        </div>
        <p class="hint">
          <span id="ask-hint">Enter 发送，Shift+Enter 换行</span>
          <button type="button" id="new-conversation" class="quiet" hidden>开始新对话</button>
        </p>
        <p id="announcer" class="unseen" role="status" aria-live="polite"></p>
      </form>
      <dialog id="source" class="source" aria-labelledby="source-title"></dialog>`,
  );
}
