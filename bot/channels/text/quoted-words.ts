/** Quoted words under a source, in characters; a longer passage is cut to the sentences that the answer rests on. */
const LONGEST_QUOTE = 160;

/**
 * The part of a passage that an answer rests on: whole when it is short; otherwise its sentences that share most with
 * the answer, in their order, with … for what is left out.
 */
export function quotedWords(quote: string, answer: string, longest: number = LONGEST_QUOTE): string {
  if (quote.length <= longest) return quote;
  const sentences = quote.split(/(?<=[。；！？\n])/u).filter((sentence) => sentence.trim() !== '');
  const pairs = pairsOf(answer);
  const ranked = sentences
    .map((sentence, position) => ({ sentence, position, shared: sharedWith(pairs, sentence) }))
    .toSorted((left, right) => right.shared - left.shared || left.position - right.position);
  const kept = new Set<number>();
  let length = 0;
  for (const { sentence, position } of ranked) {
    // The best one stays even when it alone is too long: a quote without the figure would prove nothing.
    if (kept.size > 0 && length + sentence.length > longest) break;
    kept.add(position);
    length += sentence.length;
  }
  const parts = sentences.map((sentence, position) => (kept.has(position) ? sentence.trim() : '…'));
  return parts.filter((part, position) => part !== '…' || parts[position - 1] !== '…').join('');
}

/** Neighbouring characters, without marks and white space. */
function pairsOf(text: string): ReadonlySet<string> {
  const characters = Array.from(text.replace(/[\p{P}\p{S}\s]+/gu, ''));
  return new Set(characters.slice(1).map((character, position) => `${characters[position] ?? ''}${character}`));
}

function sharedWith(pairs: ReadonlySet<string>, sentence: string): number {
  return [...pairsOf(sentence)].filter((pair) => pairs.has(pair)).length;
}
