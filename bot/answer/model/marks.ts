/** A sentence as the model wrote it, taken apart. */
export interface MarkedSentence {
  /** Without marks. */
  readonly text: string;
  /** The runs of marks, in order: behind which character of `text` they stand, and the passages they name. */
  readonly groups: readonly { readonly at: number; readonly passages: readonly number[] }[];
}

const LABEL = '(?:\\^|(?:ID|来源|资料|文献|出处|引用|段落|参考|passage|source|ref)\\s*[:：#]?\\s*)?';
const NUMBERS = `${LABEL}\\d{1,3}(?:\\s*[-–—~～至,，、;；和]\\s*${LABEL}\\d{1,3})*`;
/** [1] in all the ways that models write it: 【1】, ［1］, [ID:1], [1,2], [1-3], [^1], 【1†source】. */
const BRACKETED = `[[［【〔]\\s*(?<square>${NUMBERS})\\s*(?:†[^\\]］】〕]{0,20})?[\\]］】〕]`;
/** (1) where a mark would stand: at the end of a clause, behind text. At its start it numbers an item. */
const ROUND = `(?<=[^\\s、，。；：（(])[(（]\\s*(?<round>${NUMBERS})\\s*[)）](?=\\s*(?:[。，；！？,.;!?[［【(（]|$))`;
const MARK = new RegExp(`\\s*(?:${BRACKETED}|${ROUND})`, 'giu');

/** A longer range names no passages, it is a slip. */
const LONGEST_RANGE = 12;

/**
 * Takes the marks out of a sentence, repairing the ways in which models misspell them.
 * @param known whether a passage of this number has been shown to the model
 * @returns undefined when a mark names a passage that has not been shown, or a bracket is left that is no mark
 */
export function readMarks(sentence: string, known: (n: number) => boolean): MarkedSentence | undefined {
  const groups: { at: number; passages: number[] }[] = [];
  let text = '';
  let from = 0;
  for (const match of sentence.matchAll(MARK)) {
    const passages = numbersOf(match.groups?.['square'] ?? match.groups?.['round'] ?? '');
    const isRound = match.groups?.['round'] !== undefined;
    if (!passages?.every(known)) {
      // “（12）” may be anything; a bracketed number is a mark.
      if (isRound) continue;
      return undefined;
    }
    text += sentence.slice(from, match.index);
    from = match.index + match[0].length;
    const last = groups.at(-1);
    if (last?.at === text.length) last.passages.push(...passages);
    else groups.push({ at: text.length, passages });
  }
  text += sentence.slice(from);
  if (/[[\]［］【】]|\(\s*\)/u.test(text)) return undefined;
  return { text, groups: groups.map(({ at, passages }) => ({ at, passages: [...new Set(passages)] })) };
}

/** “1, 3-5” as 1, 3, 4, 5. */
function numbersOf(list: string): number[] | undefined {
  const numbers: number[] = [];
  for (const part of list.split(/[,，、;；和]/u)) {
    const [from, to, ...more] = part.split(/[-–—~～至]/u).map((text) => Number(/\d+/u.exec(text)?.[0]));
    if (from === undefined || more.length > 0) return undefined;
    const end = to ?? from;
    if (end < from || end - from > LONGEST_RANGE) return undefined;
    for (let n = from; n <= end; n += 1) numbers.push(n);
  }
  return numbers;
}
