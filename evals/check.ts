import type { Kind } from './questions.ts';
import { MARKS, type Judgement, type Mark } from './metrics/judge.ts';
import type { BaselinePart } from './baseline.ts';

/** One score held against the baseline, over the questions that both have. */
export interface Comparison {
  readonly scope: 'all' | Kind;
  readonly mark: Mark;
  readonly questions: number;
  /** Shares, 0 to 1. */
  readonly before: number;
  readonly after: number;
  /** Ids that had the mark and have not, and the other way round. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /** How often chance alone would turn the questions at least this much to the worse. */
  readonly p: number;
  /** The drop is more than noise. */
  readonly fails: boolean;
}

/** A drop of the whole part is looked at when it is more than this share. */
const MARGIN = 0.01;
/** A drop is more than noise when chance alone would make it more seldom than this. */
const SIGNIFICANCE = 0.05;

/**
 * Holds a run against the baseline, question by question. Both runs answer the same questions, so only those that
 * turned say anything; were the change of no consequence, each would have turned either way with equal odds. A drop
 * fails when the exact one-sided sign test on them (McNemar's test with binomial probabilities; Dietterich 1998,
 * Neural Computation 10:1895) gives less than 5 %, and, over a whole part, when it is more than 1 point as well.
 * So at least five questions must be lost: fewer are printed, not failed.
 */
export function compare(judgements: readonly Judgement[], baseline: BaselinePart): readonly Comparison[] {
  const scopes: (Kind | 'all')[] = ['all', ...new Set(judgements.map(({ kind }) => kind))];
  return scopes.flatMap((scope) => {
    const own = judgements.filter(({ kind }) => scope === 'all' || kind === scope);
    return MARKS.map((mark) => compareMark(scope, mark, own, baseline)).filter(({ questions }) => questions > 0);
  });
}

function compareMark(
  scope: Kind | 'all',
  mark: Mark,
  judgements: readonly Judgement[],
  baseline: BaselinePart,
): Comparison {
  const pairs = judgements.flatMap(({ id, marks }) => {
    const earlier = baseline.marks[id];
    const now = marks[mark];
    return earlier === undefined || now === undefined ? [] : [{ id, before: earlier.split(' ').includes(mark), now }];
  });
  const lost = pairs.filter(({ before, now }) => before && !now).map(({ id }) => id);
  const gained = pairs.filter(({ before, now }) => !before && now).map(({ id }) => id);
  const share = (count: number): number => (pairs.length === 0 ? 0 : count / pairs.length);
  const before = share(pairs.filter((pair) => pair.before).length);
  const after = share(pairs.filter(({ now }) => now).length);
  const p = signTest(lost.length, gained.length);
  const isLarge = scope !== 'all' || before - after > MARGIN;
  return { scope, mark, questions: pairs.length, before, after, lost, gained, p, fails: isLarge && p < SIGNIFICANCE };
}

/** Probability of at least `lost` heads in `lost + gained` throws of a fair coin. */
export function signTest(lost: number, gained: number): number {
  const throws = lost + gained;
  let term = 0.5 ** throws; // of no heads
  let atLeast = 0;
  for (let heads = 0; heads <= throws; heads += 1) {
    if (heads >= lost) atLeast += term;
    term *= (throws - heads) / (heads + 1);
  }
  return Math.min(1, atLeast);
}
