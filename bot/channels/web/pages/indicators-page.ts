import { html } from 'hono/html';
import type { PlanSummary } from '../../../../retrieval/types.ts';
import { KIND_NAMES, statedValue, type Indicator } from '../indicator-list.ts';
import { SORT_KEYS, type IndicatorFilter } from '../schemas.ts';
import { draftBadge, NO_PLANS, page, shown, type Html } from './page.ts';

/** What the indicator page shows. */
export interface IndicatorsPageOptions {
  readonly filter: IndicatorFilter;
  readonly rows: readonly Indicator[];
  readonly plans: readonly PlanSummary[];
  /** Standard names that the plans' records have. */
  readonly canonicals: readonly string[];
  /** 1-based. */
  readonly sheet: number;
  readonly hasLogin: boolean;
}

/** Rows of one sheet. */
export const SHEET_ROWS = 100;

const HEADS: readonly { readonly name: string; readonly sort?: (typeof SORT_KEYS)[number] }[] = [
  { name: '指标', sort: 'indicator' },
  { name: '数值', sort: 'value' },
  { name: '时间', sort: 'time' },
  { name: '类别' },
  { name: '规划', sort: 'plan' },
  { name: '出处' },
];

/** The indicator list, filtered and sorted by links and a form, so that it works without a script. */
export function indicatorsPage({ filter, rows, plans, canonicals, sheet, hasLogin }: IndicatorsPageOptions): Html {
  const sheets = Math.max(1, Math.ceil(rows.length / SHEET_ROWS));
  const here = Math.min(sheet, sheets);
  const visible = rows.slice((here - 1) * SHEET_ROWS, here * SHEET_ROWS);
  return page(
    {
      title: '指标 · 规答',
      here: 'indicators',
      styles: ['fields.css', 'plans.css', 'indicators.css'],
      scripts: ['plans.js'],
      hasLogin,
    },
    html`<main id="content" class="indicators-list">
      <h1>指标</h1>
      ${filterForm(filter, plans, canonicals)}
      <p class="found">
        <span role="status">共${rows.length}条</span>
        ${
          rows.length > 0
            ? html`<a href="/api/indicators?${queryOf({ ...filter, format: 'csv' })}" download>导出 CSV（Excel）</a>`
            : ''
        }
      </p>
      ${
        rows.length === 0
          ? html`<p class="notice">
              ${plans.length === 0 ? NO_PLANS : html`没有符合条件的指标。<a href="/indicators">清除条件</a>`}
            </p>`
          : html`<table class="records" role="table" aria-label="指标">
              <thead role="rowgroup">
                <tr role="row">
                  ${HEADS.map((head) => headCell(head, filter))}
                </tr>
              </thead>
              <tbody role="rowgroup">
                ${visible.map(recordRow)}
              </tbody>
            </table>`
      }
      ${sheets > 1 ? sheetLinks(filter, here, sheets) : ''}
    </main>`,
  );
}

function filterForm(filter: IndicatorFilter, plans: readonly PlanSummary[], canonicals: readonly string[]): Html {
  return html`<form class="filter fields" method="get" action="/indicators" role="search" aria-label="筛选指标">
    <label
      >规划
      <select name="plan" data-submit>
        <option value="">全部</option>
        ${plans.map(({ id, title }) => option(id, title, filter.plan))}
      </select></label
    >
    <label
      >标准名称
      <select name="canonical" data-submit>
        <option value="">全部</option>
        ${canonicals.map((name) => option(name, name, filter.canonical))}
      </select></label
    >
    <label
      >类别
      <select name="kind" data-submit>
        <option value="">全部</option>
        ${Object.entries(KIND_NAMES).map(([kind, name]) => option(kind, name, filter.kind))}
      </select></label
    >
    <label
      >文字 <input type="search" name="q" value="${filter.q ?? ''}" maxlength="200" placeholder="指标、数值或地区"
    /></label>
    ${filter.sort === undefined ? '' : html`<input type="hidden" name="sort" value="${filter.sort}" />`}
    ${filter.order === undefined ? '' : html`<input type="hidden" name="order" value="${filter.order}" />`}
    <button type="submit" class="primary">筛选</button>
  </form>`;
}

function option(value: string, name: string, chosen: string | undefined): Html {
  return html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${shown(name)}</option>`;
}

function headCell({ name, sort }: (typeof HEADS)[number], filter: IndicatorFilter): Html {
  if (sort === undefined) return html`<th scope="col" role="columnheader">${name}</th>`;
  const isSorted = filter.sort === sort;
  const isDown = isSorted && filter.order === 'desc';
  const href = `/indicators?${queryOf({ ...filter, sort, order: isSorted && !isDown ? 'desc' : 'asc' })}`;
  const state = !isSorted ? 'none' : isDown ? 'descending' : 'ascending';
  return html`<th scope="col" role="columnheader" aria-sort="${state}">
    <a href="${href}" class="sort">${name}<span class="arrow" aria-hidden="true"></span></a>
  </th>`;
}

function recordRow(row: Indicator): Html {
  const { indicator, canonical, time, kind, plan, draft, href } = row;
  return html`<tr role="row">
    <td role="cell" class="indicator">
      ${shown(indicator)}${
        canonical !== undefined && canonical !== indicator
          ? html`<span class="canonical">${shown(canonical)}</span>`
          : ''
      }
    </td>
    <td role="cell" class="value">${shown(statedValue(row))}</td>
    <td role="cell" data-label="时间">${shown(time ?? '—')}</td>
    <td role="cell" data-label="类别">${KIND_NAMES[kind]}</td>
    <td role="cell" data-label="规划">${shown(plan)} ${draftBadge(draft)}</td>
    <td role="cell"><a href="${href}" aria-label="${shown(indicator)}的原文">原文</a></td>
  </tr>`;
}

function sheetLinks(filter: IndicatorFilter, here: number, sheets: number): Html {
  const link = (sheet: number, name: string): Html | '' =>
    sheet < 1 || sheet > sheets ? '' : html`<a href="/indicators?${queryOf(filter)}&sheet=${sheet}">${name}</a>`;
  return html`<nav class="sheets" aria-label="分页">
    ${link(here - 1, '上一页')}<span>第${here}页，共${sheets}页</span>${link(here + 1, '下一页')}
  </nav>`;
}

/** The filter as a query, empty fields left out. */
function queryOf(filter: IndicatorFilter): string {
  return new URLSearchParams(
    Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== ''),
  ).toString();
}
