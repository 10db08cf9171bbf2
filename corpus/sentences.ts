/** A stretch of a text; `end` is exclusive, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const SENTENCE = /[^。！？!?]*[。！？!?]+[”’」』）)》]*|[^。！？!?]+$/gu;

/** The sentences of a text, in order and without gaps. A full stop inside a closing quote ends its sentence after it. */
export function splitSentences(text: string): readonly Stretch[] {
  return [...text.matchAll(SENTENCE)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The clauses of a text: cut at 。！？；and, where `commas`, at ， outside brackets and quotes. */
export function splitClauses(text: string, options: { commas: boolean }): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if ('（(“《「'.includes(character)) depth += 1;
    if ('）)”》」'.includes(character)) depth = Math.max(0, depth - 1);
    const cut = '。！？；'.includes(character) ? depth <= 1 : options.commas && character === '，' && depth === 0;
    if (!cut) continue;
    let end = index + 1;
    while (end < text.length && '”’）)》'.includes(text[end] ?? '') && depth > 0) {
      end += 1;
      depth -= 1;
    }
    stretches.push({ start, end });
    start = end;
    index = end - 1;
  }
  if (start < text.length) stretches.push({ start, end: text.length });
  return stretches;
}

/**
 * Packs sentences into runs of at most `limit` characters. A sentence longer than that is cut at its semicolons, a
 * piece that is still too long at its commas, then between the items of a list; only a longer one is cut anywhere,
 * and there not inside a number, a word or a character.
 */
export function packSentences(text: string, limit: number): readonly Stretch[] {
  const pieces = splitSentences(text).flatMap((sentence) => cutLong(text, sentence, limit, 0));
  const packed: Stretch[] = [];
  for (const piece of pieces) {
    const last = packed.at(-1);
    if (last && piece.end - last.start <= limit) packed[packed.length - 1] = { start: last.start, end: piece.end };
    else packed.push(piece);
  }
  return packed;
}

/** Where a long sentence may be cut, best first. */
const CUTS: readonly ((text: string) => readonly Stretch[])[] = [
  (text) => splitClauses(text, { commas: false }),
  (text) => splitClauses(text, { commas: true }),
  (text) =>
    [...text.matchAll(/[^、，；]*[、，；]|[^、，；]+$/gu)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })),
];

function cutLong(text: string, stretch: Stretch, limit: number, level: number): readonly Stretch[] {
  if (stretch.end - stretch.start <= limit) return [stretch];
  const split = CUTS[level];
  if (!split) return cutAnywhere(text, stretch, limit);
  return split(text.slice(stretch.start, stretch.end)).flatMap((piece) =>
    cutLong(text, { start: stretch.start + piece.start, end: stretch.start + piece.end }, limit, level + 1),
  );
}

/** How far back to look for a place between two words, in characters. */
const WORD_REACH = 40;

function cutAnywhere(text: string, stretch: Stretch, limit: number): readonly Stretch[] {
  const cuts: Stretch[] = [];
  let start = stretch.start;
  while (stretch.end - start > limit) {
    let end = start + limit;
    const least = Math.max(start + 1, end - WORD_REACH);
    while (end > least && /^[A-Za-z0-9.%]{2}$/u.test(text.slice(end - 1, end + 1))) end -= 1;
    if (end === least) end = start + limit;
    if (isHighSurrogate(text, end - 1)) end -= 1;
    cuts.push({ start, end: Math.max(end, start + 1) });
    start = Math.max(end, start + 1);
  }
  return [...cuts, { start, end: stretch.end }];
}

/** Whether a character outside the basic plane would be cut in two after `index`. */
function isHighSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xd800 && code <= 0xdbff;
}
