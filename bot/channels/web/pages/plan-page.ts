import { html } from 'hono/html';
import type { Passage, Section, Table } from '../../../../corpus/types.ts';
import type { PlanSummary } from '../../../../retrieval/types.ts';
import { draftBadge, page, shown, type Html } from './page.ts';
import { editionBadge, planFacts } from './plans-page.ts';

/** What a plan's page is made of. */
export interface PlanPageOptions {
  readonly plan: PlanSummary;
  readonly sections: readonly Section[];
  /** All of them, in order. */
  readonly passages: readonly Passage[];
  readonly tables: ReadonlyMap<string, Table>;
  readonly hasLogin: boolean;
}

/** Headings deeper than this are left out of the outline beside the text. */
const OUTLINE_DEPTH = 3;

/** A plan: its outline, and its text in order. A passage is found by `#` and its id. */
export function planPage({ plan, sections, passages, tables, hasLogin }: PlanPageOptions): Html {
  const anchors = new Map(sections.map(({ path }, at) => [keyOf(path), `s-${at}`] as const).toReversed());
  const outline = sections.filter(({ path }) => path.length <= OUTLINE_DEPTH && path.length > 0);
  // Only what is in the text can be gone to.
  const tablesInText = [...new Set(passages.flatMap(({ table }) => table?.id ?? []))].flatMap(
    (id) => tables.get(id) ?? [],
  );
  const [firstTable] = tablesInText;
  return page(
    {
      title: `${shown(plan.title)} · 规答`,
      here: 'plans',
      styles: ['plans.css', 'plan.css'],
      scripts: ['plans.js'],
      hasLogin,
    },
    html`<div class="plan-columns">
      <nav class="outline" aria-label="目录">
        <details open>
          <summary>目录</summary>
          <ol>
            ${outline.map(
              ({ path }) =>
                html`<li class="depth-${path.length}">
                  <a href="#${anchors.get(keyOf(path)) ?? ''}">${shown(path.at(-1) ?? '')}</a>
                </li>`,
            )}
          </ol>
          ${tablesInText.length === 0 ? '' : tableList(tablesInText)}
        </details>
      </nav>
      <main id="content" class="plan">
        <header class="title-block">
          <p class="marks">${draftBadge(plan.status === 'draft')}${editionBadge(plan.edition)}</p>
          <h1>${shown(plan.title)}</h1>
          <p class="facts">${[plan.region, ...planFacts(plan)].filter((fact) => fact !== '').join(' · ')}</p>
          <p class="facts">
            ${plan.counts.sections}个章节 · ${plan.counts.passages}段 ·
            ${
              firstTable === undefined
                ? html`${plan.counts.tables}张表格`
                : html`<a href="#${tableAnchor(firstTable.id)}">${plan.counts.tables}张表格</a>`
            }
            ${
              plan.counts.records > 0
                ? html` · <a href="/indicators?plan=${plan.id}">${plan.counts.records}条指标</a>`
                : ''
            }
          </p>
          ${
            plan.edition === 'digest'
              ? html`<p class="facts">本页是要点本，按原文要点整理，不是官方文本；正式引用前请核对原文。</p>`
              : ''
          }
          ${plan.status === 'draft' ? html`<p class="notice">征求意见稿，所列目标尚未生效。</p>` : ''}
        </header>
        ${textOf(passages, tables, anchors)}
      </main>
    </div>`,
  );
}

/** Below the outline: the tables, which readers look for by themselves. */
function tableList(tables: readonly Table[]): Html {
  return html`<p class="tables-head" id="tables-head">表格</p>
    <ol aria-labelledby="tables-head">
      ${tables.map(
        ({ id, caption }) => html`<li class="depth-2"><a href="#${tableAnchor(id)}">${shown(caption)}</a></li>`,
      )}
    </ol>`;
}

function tableAnchor(tableId: string): string {
  return `t-${tableId}`;
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** Passages under their headings; neighbouring rows of one table are set as a table again. */
function textOf(
  passages: readonly Passage[],
  tables: ReadonlyMap<string, Table>,
  anchors: ReadonlyMap<string, string>,
): readonly Html[] {
  const pieces: Html[] = [];
  const begun = new Set<string>();
  let path: readonly string[] = [];
  let at = 0;
  while (at < passages.length) {
    const passage = passages[at];
    if (!passage) break;
    pieces.push(...headings(path, passage.section, anchors));
    path = passage.section;
    const tableId = passage.table?.id;
    const table = tableId === undefined ? undefined : tables.get(tableId);
    if (!table) {
      pieces.push(html`<p class="passage" id="${passage.id}" tabindex="-1">${shown(passage.text)}</p>`);
      at += 1;
      continue;
    }
    const end = passages.findIndex((other, position) => position > at && other.table?.id !== tableId);
    const rows = passages.slice(at, end === -1 ? undefined : end);
    // A table that goes on after other text has its anchor where it begins.
    pieces.push(tableOf(table, rows, begun.has(table.id) ? undefined : tableAnchor(table.id)));
    begun.add(table.id);
    at += rows.length;
  }
  return pieces;
}

/** The headings that begin between two passages. */
function headings(
  before: readonly string[],
  after: readonly string[],
  anchors: ReadonlyMap<string, string>,
): readonly Html[] {
  let shared = 0;
  while (shared < after.length && shared < before.length && before[shared] === after[shared]) shared += 1;
  return after.slice(shared).map((heading, offset) => {
    const depth = shared + offset + 1;
    const id = anchors.get(keyOf(after.slice(0, depth))) ?? '';
    const words = shown(heading);
    if (depth === 1) return html`<h2 id="${id}">${words}</h2>`;
    if (depth === 2) return html`<h3 id="${id}">${words}</h3>`;
    if (depth === 3) return html`<h4 id="${id}">${words}</h4>`;
    return html`<h5 id="${id}">${words}</h5>`;
  });
}

function tableOf(table: Table, rows: readonly Passage[], anchor: string | undefined): Html {
  return html`<div
    class="table-frame"
    ${anchor === undefined ? '' : html`id="${anchor}"`}
    role="group"
    aria-label="${shown(table.caption)}"
    tabindex="0"
  >
    <table>
      <caption>
        ${shown(table.caption)}
      </caption>
      <thead>
        <tr>
          ${table.columns.map((column) => html`<th scope="col">${shown(column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => rowOf(row, table))}
      </tbody>
    </table>
  </div>`;
}

function rowOf({ id, text, table: place }: Passage, table: Table): Html {
  const cells = place && table.rows[place.row]?.cells;
  return html`<tr id="${id}" tabindex="-1">
    ${
      cells
        ? cells.map((cell) => html`<td>${shown(cell)}</td>`)
        : html`<td colspan="${table.columns.length}">${shown(text)}</td>`
    }
  </tr>`;
}
