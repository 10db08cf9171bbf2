import type { Labelled } from './labelled-figures.ts';
import { sameUnit } from './operand.ts';
import { ASIDE } from './operand-words.ts';
import type { AskedOperation } from './operation.ts';
import { pairsOf } from './records-of.ts';

/** What is asked for each of a kind (多少元, 多少人次, 多少钱); money is asked for in any scale. */
const MEASURE = /(?:多少|几)(?<measure>万?元|亿元|钱|资金|经费|人次|人|名|亩|场次|场|家|个|项|件|吨)/u;
/** Counters that many kinds of things share: which things are meant, their noun must say. */
const COMMON = /^[个家项件名人所座]$/u;

/**
 * A sum and the number of things that it is shared out among, in this order: 4782万元 and 24031户 for 户均多少元. Empty when
 * the sentence does not have both, or has several that fit as well.
 */
export function sumForEach(
  labelled: readonly Labelled[],
  { rest, words, counter = '个' }: AskedOperation,
): readonly Labelled[] {
  const asked = `${rest}${words}`;
  const measure = MEASURE.exec(words)?.groups?.['measure'] ?? '';
  const counts = labelled.filter(({ unit }) => countsIn(unit, counter));
  const count = COMMON.test(counter)
    ? bestNamed(counts, asked)
    : counts.length === 1
      ? counts[0]
      : bestNamed(counts, asked);
  const sums = labelled.filter(
    (item) =>
      item !== count &&
      !countsIn(item.unit, counter) &&
      !/^[%倍年]?$/u.test(item.unit) &&
      isMeasured(item.unit, measure),
  );
  const sum = sums.length === 1 && measure !== '' ? sums[0] : bestNamed(sums, asked);
  return sum && count ? [sum, count] : [];
}

const bare = (unit: string): string => unit.replace(/^(?:万亿|万|亿)/u, '');

function countsIn(unit: string, counter: string): boolean {
  return unit !== '' && (sameUnit(bare(unit), counter) || bare(unit) === `${counter}次`);
}

function isMeasured(unit: string, measure: string): boolean {
  if (measure === '') return true;
  return /元|钱|资金|经费/u.test(measure) ? /元$/u.test(unit) : bare(unit).startsWith(bare(measure));
}

/** The one whose label shares most pairs of letters with what is asked; undefined when none or two do. */
function bestNamed(labelled: readonly Labelled[], asked: string): Labelled | undefined {
  const text = asked.replace(new RegExp(ASIDE, 'gu'), ' ');
  // 国家自然科学基金 is not the fund that is asked about without 国家.
  const isOther = (label: string): boolean => label.includes('国家') && !text.includes('国家');
  const shares = labelled.map(({ label }) =>
    isOther(label) ? 0 : [...pairsOf(label)].filter((pair) => text.includes(pair)).length,
  );
  const most = Math.max(0, ...shares);
  return most > 0 && shares.filter((share) => share === most).length === 1 ? labelled[shares.indexOf(most)] : undefined;
}
