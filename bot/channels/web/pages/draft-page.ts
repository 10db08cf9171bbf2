import { html } from 'hono/html';
import type { PlanSummary } from '../../../../retrieval/types.ts';
import { NO_PLANS, page, shown, type Html } from './page.ts';

/** What the draft page shows at first. */
export interface DraftPageOptions {
  /** Plans that the reader may see. */
  readonly plans: readonly PlanSummary[];
  /** A topic that a link brings along. */
  readonly topic: string;
  readonly hasLogin: boolean;
}

const LENGTHS = ['1页', '2页', '3页', '500字', '1000字', '2000字'];

/** The page on which a draft is ordered, its outline edited, and the file fetched. What happens on it is in assets/draft.js. */
export function draftPage({ plans, topic, hasLogin }: DraftPageOptions): Html {
  const regions = [...new Set(plans.map(({ region }) => region).filter((region) => region !== ''))];
  return page(
    {
      title: '起草 · 规答',
      here: 'draft',
      styles: ['fields.css', 'plans.css', 'answer.css', 'sources.css', 'draft.css'],
      scripts: ['draft.js'],
      hasLogin,
    },
    html`<main id="content" class="drafting">
        <h1>起草材料</h1>
        <p class="lead">按题目从规划中整理要点，每句带出处。先看提纲，删改之后再下载。</p>
        ${plans.length === 0 ? html`<p class="notice">${NO_PLANS}</p>` : ''}
        <form id="order" class="order fields" aria-label="起草材料">
          <label class="topic"
            >题目
            <textarea
              id="topic"
              name="topic"
              rows="2"
              maxlength="1000"
              required
              placeholder="例如：起草一份合肥人才政策要点"
            >
${shown(topic)}</textarea>
          </label>
          <label
            >篇幅
            <select id="length" name="length">
              <option value="">按题目</option>
              ${LENGTHS.map((length) => html`<option value="${length}">${length}</option>`)}
            </select></label
          >
          <label
            >范围
            <select id="scope" name="scope">
              <option value="">按题目</option>
              ${
                regions.length > 1
                  ? html`<optgroup label="地区">
                      ${regions.map((region) => {
                        const ids = plans.filter((plan) => plan.region === region).map(({ id }) => id);
                        return html`<option value="${ids.join(' ')}">${shown(region)}的规划</option>`;
                      })}
                    </optgroup>`
                  : ''
              }
              <optgroup label="规划">
                ${plans.map(({ id, title }) => html`<option value="${id}">${shown(title)}</option>`)}
              </optgroup>
            </select></label
          >
          <button type="submit" id="write" class="primary">生成提纲</button>
        </form>
        <p id="announcer" class="progress-line" role="status" aria-live="polite"></p>
        <section id="draft" class="preview" aria-label="材料预览"></section>
        <noscript><p class="notice">起草材料需要启用 JavaScript。规划和指标可以直接查看。</p></noscript>
      </main>
      <dialog id="source" class="source" aria-labelledby="source-title"></dialog>`,
  );
}
