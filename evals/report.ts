import type { BaselinePart } from './baseline.ts';
import { compare, type Comparison } from './check.ts';
import { judge, type Judgement, type Outcome } from './metrics/judge.ts';
import { summarise, type Summary } from './metrics/summary.ts';
import type { KnownFact } from './questions.ts';

/** Questions that are asked and scored together. */
export interface QuestionSet {
  /** `tuning`, `kept`, or the name of a file. */
  readonly name: string;
  readonly questions: readonly KnownFact[];
  /** Only totals of it may be shown: nobody fits rules to what nobody reads. */
  readonly isKept: boolean;
}

/** One run of a set with a stage of the search switched. */
export interface Ablation {
  readonly name: string;
  readonly summary: Summary;
}

/** One set of questions on one corpus: what every form of the report is made from. */
export interface Report {
  readonly edition: string;
  readonly set: Omit<QuestionSet, 'questions'>;
  readonly outcomes: readonly Outcome[];
  readonly judgements: readonly Judgement[];
  readonly summary: Summary;
  /** What was accepted last for this set and corpus, when anything was. */
  readonly baseline: BaselinePart | undefined;
  readonly comparisons: readonly Comparison[];
  /** Questions of the baseline that were not asked. */
  readonly gone: readonly string[];
  /** The first is the run as shipped; empty unless ablations were asked for. */
  readonly ablations: readonly Ablation[];
}

/** What a report is made from. */
export interface ReportInput {
  readonly edition: string;
  readonly set: QuestionSet;
  readonly outcomes: readonly Outcome[];
  readonly baseline?: BaselinePart | undefined;
  /** Outcomes of the same questions with a stage switched. */
  readonly ablations?: readonly { readonly name: string; readonly outcomes: readonly Outcome[] }[];
}

/** Scores a run, and holds it against the baseline. */
export function reportOn({ edition, set, outcomes, baseline, ablations = [] }: ReportInput): Report {
  const judgements = outcomes.map(judge);
  const asked = new Set(judgements.map(({ id }) => id));
  const summary = summarise(judgements);
  return {
    edition,
    set: { name: set.name, isKept: set.isKept },
    outcomes,
    judgements,
    summary,
    baseline,
    comparisons: baseline ? compare(judgements, baseline) : [],
    gone: Object.keys(baseline?.marks ?? {}).filter((id) => !asked.has(id)),
    ablations: ablations.map(({ name, outcomes: own }) => ({ name, summary: summarise(own.map(judge)) })),
  };
}

/** Why a check of this report fails; empty when it passes. */
export function failuresOf(report: Report): readonly string[] {
  const where = `${report.edition}/${report.set.name}`;
  const drops = report.comparisons
    .filter(({ fails }) => fails)
    .map(({ scope, mark, before, after, lost, gained, p }) => {
      const odds = `${lost.length} lost, ${gained.length} gained, p = ${p.toFixed(4)}`;
      return `${where} ${scope}: ${mark} fell from ${percent(before)} to ${percent(after)} (${odds})`;
    });
  const errors = report.outcomes.flatMap(({ question, error }) =>
    error === undefined ? [] : [`${where} ${question.id}: asking failed: ${error}`],
  );
  const gone =
    report.gone.length > 0 ? [`${where}: ${report.gone.length} questions of the baseline were not asked`] : [];
  const missing = report.baseline ? [] : [`${where}: there is no baseline; write one with --accept`];
  return [...drops, ...errors, ...gone, ...missing];
}

/** A share as a percentage with one decimal; a dash for none. */
export function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(share * 100).toFixed(1)}%`;
}
