import { numbersOf } from '../baseline.ts';
import { percent, type Report } from '../report.ts';
import { ablationChart, kindChart, latencyChart, reasonChart } from './charts.ts';
import { countReasons, failedSection } from './failed.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

/** Scores in the table at the top: name in the baseline, heading, and whether less is better. */
const COLUMNS: readonly {
  readonly name: string;
  readonly heading: string;
  readonly isCost?: true;
  readonly isPlain?: true;
}[] = [
  { name: 'right', heading: 'Right' },
  { name: 'cited', heading: 'Right and cited' },
  { name: 'evidence@1', heading: 'Evidence@1' },
  { name: 'evidence@5', heading: 'Evidence@5' },
  { name: 'meanReciprocalRank', heading: 'MRR', isPlain: true },
  { name: 'grounded', heading: 'Grounded' },
  { name: 'citationRecall', heading: 'Citation recall' },
  { name: 'citationPrecision', heading: 'Citation precision' },
  { name: 'falseDeclines', heading: 'False declines', isCost: true },
  { name: 'falseAnswers', heading: 'False answers', isCost: true },
  { name: 'crag', heading: 'CRAG', isPlain: true },
];

/** Reports as one page of HTML that needs nothing else: no script, font, style or picture from elsewhere. */
export function pageOf(reports: readonly Report[], date: Date): string {
  const titleOf = ({ edition, set }: Report): string => `${edition} · ${set.name}`;
  const links = reports.map((report, index) => markup`<a href="#run-${index}">${titleOf(report)}</a> `);
  const sections = reports.map(
    (report, index) => markup`<section id="run-${index}"><h2>${titleOf(report)}</h2>${bodyOf(report)}</section>`,
  );
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Guida evaluation</title><style>${trusted(STYLE)}</style></head>
<body><header><h1>Guida evaluation</h1><p class="note">${date.toISOString().slice(0, 16).replace('T', ' ')} UTC</p><nav>${links}</nav></header>
<main>${totalsTable(reports)}${sections}</main></body></html>
`;
  return page.html;
}

function totalsTable(reports: readonly Report[]): Markup {
  const rows = reports.map((report) => {
    const now = numbersOf(report.summary.total);
    const cells = COLUMNS.map(({ name, isCost, isPlain }) => {
      const value = now[name];
      const shown = value === undefined ? '–' : isPlain ? value.toFixed(2) : percent(value);
      return markup`<td>${shown}${change(value, report.baseline?.scores[name], isCost ?? false)}</td>`;
    });
    const { length, latency } = report.summary.total;
    return markup`<tr><th>${report.edition} · ${report.set.name}</th><td>${now['questions'] ?? 0}</td>${cells}<td>${length.p50} / ${length.p95}</td><td>${latency.p50.toFixed(0)} / ${latency.p95.toFixed(0)}</td></tr>`;
  });
  const headings = COLUMNS.map(({ heading }) => markup`<th>${heading}</th>`);
  return markup`<div class="scroll"><table><thead><tr><th></th><th>Questions</th>${headings}<th>Characters p50 / p95</th><th>Milliseconds p50 / p95</th></tr></thead><tbody>${rows}</tbody></table></div>
${reports.some(({ baseline }) => baseline) ? markup`<p class="note">Small figures: change against the accepted baseline, in points.</p>` : markup``}`;
}

function change(now: number | undefined, before: number | undefined, isCost: boolean): Markup {
  if (now === undefined || before === undefined) return markup``;
  const points = Math.round((now - before) * 1000) / 10;
  if (points === 0) return markup`<small>=</small>`;
  const tone = points > 0 !== isCost ? 'better' : 'worse';
  return markup`<small class="${tone}">${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)}</small>`;
}

function bodyOf(report: Report): Markup {
  const figure = (caption: string, chart: string): Markup =>
    markup`<figure><figcaption>${caption}</figcaption>${trusted(chart)}</figure>`;
  const ablations =
    report.ablations.length > 1
      ? [figure('What each stage of the search is worth: change in points when it is switched', ablationChart(report))]
      : [];
  const kinds = `Answers by kind of question${report.baseline ? ', against the baseline' : ''}`;
  return markup`${figure(kinds, kindChart(report))}${ablations}
<div class="pair">${figure('Failed questions by reason', reasonChart(countReasons(report)))}${figure('Share of answers given within a time', latencyChart(report))}</div>
${failedSection(report)}`;
}
