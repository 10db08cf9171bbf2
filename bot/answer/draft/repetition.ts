/** What a text says, as it is compared: the pairs of neighbouring characters of its words, and its figures. */
export interface TextPairs {
  readonly pairs: ReadonlySet<string>;
  readonly figures: string;
}

/** Share of the shorter text's pairs that make it a repetition of the other. */
const SAME = 0.82;

/** Reads the pairs and figures of a text; punctuation and turns of order (要, 将) do not count. */
export function pairsOfText(text: string): TextPairs {
  const bare = text.normalize('NFKC').replace(/[要将的]/gu, '');
  const pairs = new Set<string>();
  for (const [run] of bare.matchAll(/[\p{L}\p{N}]{2,}/gu))
    for (let at = 0; at + 2 <= run.length; at += 1) pairs.add(run.slice(at, at + 2));
  return { pairs, figures: (bare.match(/\d[\d.]*/gu) ?? []).join(' ') };
}

/** Whether a text says nothing that another has not said: nearly all its words, and all its figures. */
export function isRepeated(text: TextPairs, other: TextPairs): boolean {
  if (text.pairs.size === 0) return true;
  const stated = new Set(other.figures.split(' '));
  if (text.figures !== '' && !text.figures.split(' ').every((figure) => stated.has(figure))) return false;
  let shared = 0;
  for (const pair of text.pairs) if (other.pairs.has(pair)) shared += 1;
  return shared / text.pairs.size >= SAME;
}
