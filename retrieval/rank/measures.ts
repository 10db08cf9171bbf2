/** Counters that measure one kind of thing; counters of things (家, 个, 项…) are not held to one another. */
const MEASURES: Readonly<Record<string, RegExp>> = {
  money: /^(?:万?亿|[万亿]?元|[亿万]?美元|万亿元)$/u,
  share: /^(?:%|‰|个百分点|百分点|成|倍)$/u,
  people: /^(?:万?(?:名|人|人次|位|人年))$/u,
  size: /^(?:nm|纳米|微米|米|公里|平方公里|平方米|亩|万亩|吨|万吨|T|特斯拉)$/u,
};

/** What a counter measures; undefined for one that counts things. */
export function measureOf(counter: string): string | undefined {
  return Object.keys(MEASURES).find((measure) => MEASURES[measure]?.test(counter));
}

/** What all of some counters measure; empty when any of them counts things, or there is none. */
export function measuresOf(counters: readonly string[]): readonly string[] {
  const measures = counters.map(measureOf);
  return measures.includes(undefined) ? [] : [...new Set(measures.filter((measure) => measure !== undefined))];
}
