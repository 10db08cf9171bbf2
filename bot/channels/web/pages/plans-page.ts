import { html } from 'hono/html';
import type { PlanSummary } from '../../../../retrieval/types.ts';
import { draftBadge, grouped, NO_PLANS, page, shown, type Html } from './page.ts';

/** The list of plans, by the place they are for. */
export function plansPage(plans: readonly PlanSummary[], { hasLogin }: { readonly hasLogin: boolean }): Html {
  const regions = grouped(plans, ({ region }) => region);
  return page(
    { title: '规划 · 规答', here: 'plans', styles: ['plans.css'], scripts: [], hasLogin },
    html`<main id="content" class="plans-list">
      <h1>规划</h1>
      ${
        plans.length === 0
          ? html`<p class="notice">${NO_PLANS}</p>`
          : html`<p class="lead">共${plans.length}份。点开可看目录、原文和表格。</p>`
      }
      ${regions.map(
        ([region, own], at) =>
          html`<section aria-labelledby="region-${at}">
            <h2 id="region-${at}">${region === '' ? '未注明地区' : shown(region)}</h2>
            <ul>
              ${own.map(planEntry)}
            </ul>
          </section>`,
      )}
    </main>`,
  );
}

function planEntry(plan: PlanSummary): Html {
  const { id, title, status, edition, counts } = plan;
  return html`<li>
    <a class="title" href="/plans/${id}">${shown(title)}</a>
    <p class="marks">${draftBadge(status === 'draft')}${editionBadge(edition)}</p>
    <p class="facts">${planFacts(plan).join(' · ')}</p>
    <dl class="counts">
      <div>
        <dt>章节</dt>
        <dd>${counts.sections}</dd>
      </div>
      <div>
        <dt>段落</dt>
        <dd>${counts.passages}</dd>
      </div>
      <div>
        <dt>表格</dt>
        <dd>${counts.tables}</dd>
      </div>
      <div>
        <dt>指标</dt>
        <dd>${counts.records > 0 ? html`<a href="/indicators?plan=${id}">${counts.records}</a>` : '0'}</dd>
      </div>
    </dl>
  </li>`;
}

/** Whether a plan is the official text or a digest of it. */
export function editionBadge(edition: PlanSummary['edition']): Html {
  return edition === 'full'
    ? html`<span class="badge">全文</span>`
    : html`<span class="badge" title="按原文要点整理，不是官方文本">要点本</span>`;
}

/** Level, issuer, date and period of a plan, as far as they are known. */
export function planFacts({ level, issuer, date, period }: PlanSummary): readonly string[] {
  return [
    level === '未知' ? '' : `${level}级`,
    issuer === undefined ? '' : shown(issuer),
    date === undefined ? '' : `${shown(date)}发布`,
    period === undefined
      ? ''
      : `规划期${period.from === undefined ? `至${period.to}年` : `${period.from}—${period.to}年`}`,
  ].filter((fact) => fact !== '');
}
