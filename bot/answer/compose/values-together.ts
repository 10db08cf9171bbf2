import { sameUnit, type Operand } from './operand.ts';
import { HALF, TRIED, type Candidate } from './operand-value.ts';
import { bare, pairsOf, shareOf } from './records-of.ts';

/** Ways of putting values together that are tried, best first. */
const TOGETHER = 8;

/**
 * One value for each phrase, in the ways that fit best together (from one passage, one plan, of one unit), best first.
 * Empty when a phrase has none.
 * @param alike whether they must count the same kind of thing
 */
export function valuesTogether(
  lists: readonly (readonly Candidate[])[],
  alike: boolean,
): readonly (readonly Operand[])[] {
  const ways: { readonly chosen: readonly Candidate[]; readonly score: number }[] = [];
  const extend = (chosen: readonly Candidate[], score: number): void => {
    const list = lists[chosen.length];
    if (list === undefined) ways.push({ chosen, score });
    for (const next of list?.slice(0, TRIED) ?? []) {
      // One figure in two places of a plan is one operand.
      const same = ({ key, planId, operand }: Candidate): boolean =>
        key === next.key ||
        (planId === next.planId && operand.number === next.operand.number && operand.label === next.operand.label);
      if (chosen.some(same)) continue;
      if (alike && chosen.some(({ operand }) => !sameUnit(operand.unit, next.operand.unit))) continue;
      if (alike && chosen.some((other) => isOtherRow(other, next) || isOtherRow(next, other))) continue;
      const near = chosen.reduce((sum, other) => sum + nearness(other, next), 0);
      extend([...chosen, next], score + next.score + near);
    }
  };
  extend([], 0);
  return ways
    .sort((a, b) => b.score - a.score)
    .slice(0, TOGETHER)
    .map(({ chosen }) => chosen.map(({ operand }) => operand));
}

/**
 * Whether one value is of a row that says more than what another of the same words is of: 隐形甲企业 of one year is nothing to set
 * against 甲企业 of the next.
 */
function isOtherRow({ rowName, operand }: Candidate, other: Candidate): boolean {
  const timeless = ({ label }: Operand): string => label.replace(/(?:19|20)\d{2}年/gu, '');
  if (rowName === undefined || other.rowName === rowName) return false;
  const asked = bare(timeless(operand));
  const called = bare(other.rowName ?? timeless(other.operand));
  const pairs = pairsOf(bare(rowName));
  return (
    shareOf(pairsOf(asked), (pair) => called.includes(pair)) === 1 &&
    shareOf(pairs, (pair) => called.includes(pair)) <= HALF
  );
}

/** What it adds that one value is of a part of the other (“中心，其中国家级”). */
const PART = 0.25;

function nearness(left: Candidate, right: Candidate): number {
  const part = [left, right].some(({ operand }, index) =>
    operand.label.startsWith(`${([right, left][index] ?? right).operand.label}，其中`),
  );
  const together = left.operand.passage.id === right.operand.passage.id ? 0.15 : 0;
  return together + (part ? PART : 0) + (left.planId === right.planId ? 0.08 : 0);
}
