import path from 'node:path';
import type { Edition } from './arguments.ts';
import type { Baseline } from './baseline.ts';
import { runEditionApart } from './edition.ts';
import { PARTS } from './questions.ts';
import { reportOn, type QuestionSet, type Report } from './report.ts';
import type { Stages } from './system.ts';

/** What `--ablate` runs: the search as shipped, then with one stage switched. */
export const ABLATIONS: readonly { readonly name: string; readonly stages: Stages }[] = [
  { name: 'as shipped', stages: {} },
  { name: 'without re-ranking', stages: { rerank: false } },
  { name: 'without plan filter', stages: { planFilter: false } },
  { name: 'without synonyms', stages: { synonyms: false } },
  { name: 'with vectors', stages: { vectors: true } },
];

/** What `evaluate` takes. */
export interface EvaluateOptions {
  /** Holds one index an edition. */
  readonly dataDir: string;
  readonly baseline: Baseline;
  /** Stages to run with. The first is what is scored, the others are ablations. Default: as shipped. */
  readonly runs?: typeof ABLATIONS;
}

/** Asks sets of questions of one corpus, in a process of its own, and scores the answers. */
export async function evaluate(
  edition: Edition,
  sets: readonly QuestionSet[],
  options: EvaluateOptions,
): Promise<readonly Report[]> {
  const { dataDir, baseline, runs = ABLATIONS.slice(0, 1) } = options;
  const result = await runEditionApart({
    corpus: edition.corpus,
    dataDir: path.join(dataDir, edition.name),
    questions: sets.flatMap(({ questions }) => questions),
    runs: runs.map(({ stages }) => stages),
  });
  let start = 0;
  return sets.map((set) => {
    const own = result.runs.map((outcomes) => outcomes.slice(start, start + set.questions.length));
    start += set.questions.length;
    const part = PARTS.find((name) => name === set.name);
    return reportOn({
      edition: edition.name,
      set,
      outcomes: own[0] ?? [],
      baseline: part && baseline[edition.name]?.[part],
      ablations: runs.length > 1 ? runs.map(({ name }, index) => ({ name, outcomes: own[index] ?? [] })) : [],
    });
  });
}
