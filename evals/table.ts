import type { Mark } from './metrics/judge.ts';
import type { Scores } from './metrics/summary.ts';
import { percent, type Report } from './report.ts';

const COLUMNS: readonly (readonly [heading: string, mark: Mark])[] = [
  ['right', 'right'],
  ['and cited', 'cited'],
  ['evidence@1', 'evidence@1'],
  ['evidence@5', 'evidence@5'],
  ['grounded', 'grounded'],
];

/** A report as a table for the terminal: a line a kind, then the whole, then what is measured of the whole only. */
export function tableOf(report: Report): string {
  const { summary, baseline } = report;
  const line = (name: string, scores: Scores, before: number | undefined): readonly string[] => [
    name,
    String(scores.questions),
    ...COLUMNS.map(([, mark]) => percent(scores.marks[mark])),
    before === undefined ? '–' : points((scores.marks.right ?? 0) - before),
  ];
  const rows = [
    [`${report.edition}/${report.set.name}`, 'n', ...COLUMNS.map(([heading]) => heading), 'Δ right'],
    ...[...summary.kinds].map(([kind, scores]) => line(kind, scores, baseline?.kinds[kind]?.['right'])),
    line('all', summary.total, baseline?.scores['right']),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  return [...lines, ...totalsOf(report)].join('\n');
}

/** What is measured of a set as a whole. */
export function totalsOf({ summary: { total }, outcomes, ablations }: Report): readonly string[] {
  const errors = outcomes.filter(({ error }) => error !== undefined).length;
  return [
    `MRR ${fixed(total.meanReciprocalRank)}, all evidence@10 of several ${percent(total.complete)}; ` +
      `citation recall ${percent(total.citationRecall)}, precision ${percent(total.citationPrecision)}`,
    `false declines ${percent(total.falseDeclines)}, false answers ${percent(total.falseAnswers)}; ` +
      `CRAG score ${fixed(total.crag)}; ` +
      `length p50 ${total.length.p50}, p95 ${total.length.p95} characters; ` +
      `latency p50 ${total.latency.p50.toFixed(0)}, p95 ${total.latency.p95.toFixed(0)} ms`,
    ...(errors > 0 ? [`${errors} questions failed to be asked`] : []),
    ...ablations.map(({ name, summary }) => {
      const { marks, meanReciprocalRank } = summary.total;
      const found = `evidence@1 ${percent(marks['evidence@1'])}, @5 ${percent(marks['evidence@5'])}`;
      return `  ${name.padEnd(20)} right ${percent(marks.right)}, ${found}, MRR ${fixed(meanReciprocalRank)}`;
    }),
  ];
}

/** The questions that turned against the baseline, one a line; of the kept part only the ids. */
export function turnedOf(report: Report): readonly string[] {
  const questions = new Map(report.outcomes.map(({ question }) => [question.id, question]));
  const turned = (direction: 'lost' | 'gained', sign: string): readonly string[] => {
    const marks = new Map<string, Mark[]>();
    for (const comparison of report.comparisons.filter(({ scope }) => scope === 'all')) {
      for (const id of comparison[direction]) marks.set(id, [...(marks.get(id) ?? []), comparison.mark]);
    }
    return [...marks].map(([id, own]) => {
      const question = questions.get(id);
      const asked = report.set.isKept ? '' : ` ${question?.turns.join(' ｜ ') ?? ''}`;
      return `${sign} ${report.edition}/${report.set.name} ${id} ${question?.kind ?? ''} (${own.join(', ')})${asked}`;
    });
  };
  return [...turned('lost', '−'), ...turned('gained', '+')];
}

function points(difference: number): string {
  const rounded = Math.round(difference * 1000) / 10;
  return `${rounded >= 0 ? '+' : '−'}${Math.abs(rounded).toFixed(1)}`;
}

function fixed(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}
