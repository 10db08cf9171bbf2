import type { Corpus } from '../../corpus/types.ts';
import { normaliseForWords, runsOf } from './runs.ts';

/** Longest name, in characters, that is taken as one word; what is longer is a phrase, better found by its parts. */
const LONGEST_NAME = 8;
/** Indicators are named at length: 规模以上工业企业研发经费支出. */
const LONGEST_INDICATOR = 16;
/** The number of a heading, not a name. */
const ORDINAL = /^第.+[篇章节条]$/u;
/** “芯屏汽合”、“急终生智”: what a plan puts in quotation marks is a name it coined. */
const QUOTED = /[“"「]([^“”"「」]{2,16})[”"」]/gu;

/**
 * Names in a corpus that a common dictionary lacks, as user words for `createWords`: indicators, places, short
 * headings, and what the plans put in quotation marks. Sorted, so that the same corpus gives the same list.
 */
export function userWordsOf(corpus: Corpus): readonly string[] {
  const words = new Set<string>();
  const add = (text: string, longest: number) => {
    for (const { kind, text: run } of runsOf(normaliseForWords(text))) {
      const length = Array.from(run).length;
      if (kind === 'han' && length >= 2 && length <= longest && !ORDINAL.test(run)) words.add(run);
    }
  };
  for (const { plan, sections, passages, records } of corpus.documents) {
    add(plan.region, LONGEST_NAME);
    for (const { path } of sections) add(path.at(-1) ?? '', LONGEST_NAME);
    for (const { indicator, canonical } of records) {
      add(indicator, LONGEST_INDICATOR);
      add(canonical ?? '', LONGEST_INDICATOR);
    }
    for (const { text } of passages) {
      for (const [, name = ''] of text.matchAll(QUOTED)) add(name, LONGEST_NAME);
    }
  }
  return [...words].sort();
}
