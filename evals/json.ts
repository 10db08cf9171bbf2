import { numbersOf } from './baseline.ts';
import type { Report } from './report.ts';

/** Reports as JSON: scores of every set, and of each set that may be read, every question with its answer. */
export function jsonOf(reports: readonly Report[]): string {
  const value = reports.map(({ edition, set, summary, ablations, outcomes, judgements }) => ({
    edition,
    set: set.name,
    scores: numbersOf(summary.total),
    latency: summary.total.latency,
    kinds: Object.fromEntries([...summary.kinds].map(([kind, scores]) => [kind, numbersOf(scores)])),
    ablations: ablations.map(({ name, summary: own }) => ({ name, scores: numbersOf(own.total) })),
    ...(set.isKept
      ? {}
      : {
          questions: judgements.map(({ id, kind, marks, ungrounded, verdict }, index) => ({
            id,
            kind,
            turns: outcomes[index]?.question.turns,
            marks,
            verdict,
            ungrounded,
            answer: outcomes[index]?.answer,
            error: outcomes[index]?.error,
          })),
        }),
  }));
  return `${JSON.stringify(value, null, 2)}\n`;
}
