import type { Citation } from '../../answer/types.ts';

/** Quoted words under a source, in characters; of a longer passage, what the answer rests on. */
const LONGEST_QUOTE = 140;

/** A figure that statement and passage share says more than this many pairs of characters. */
const FIGURE_WEIGHT = 20;

/** A further sentence is quoted only if it bears on the statement at least so much as a share of the best one. */
const WORTH_QUOTING = 0.5;

/** A first sentence that is shorter is a heading that runs in: it says nothing without the next one. */
const LONGEST_RUN_IN = 24;

/** Shorter statements, such as a cell of a table, are read with their line. */
const SHORTEST_STATEMENT = 6;

/** A piece of a passage, and how much of a statement it holds. */
interface Piece {
  readonly text: string;
  readonly shared: number;
}

/**
 * The part of a passage that an answer rests on: whole when it is short; otherwise the sentences that hold what the answer
 * states with this source, figures first, in their order, with … for what is left out. Of a sentence that is too long by
 * itself, the clauses around the one that holds it.
 */
export function quotedWords(
  { n, quote }: Pick<Citation, 'n' | 'quote'>,
  answer: string,
  longest: number = LONGEST_QUOTE,
): string {
  if (quote.length <= longest) return quote;
  const statement = statementWith(n, answer);
  const sentences = piecesOf(sentencesOf(quote), statement);
  const best = bestOf(sentences);
  const sentence = sentences[best];
  if (!sentence) return quote;
  if (sentence.text.length > longest) {
    const clauses = piecesOf(sentence.text.split(/(?<=[，、：])/u), statement);
    const { from, to } = aroundBest(clauses, longest);
    const words = clauses.map(({ text }, at) => (at >= from && at < to ? text : ''));
    return elided(sentences.flatMap((_, at) => (at === best ? words : '')));
  }
  const kept = keptWith(best, sentences, longest);
  return elided(sentences.map(({ text }, at) => (kept.has(at) ? text : '')));
}

/** What of an answer carries the mark `[n]`: all of it where nothing does. */
function statementWith(n: number, answer: string): string {
  const mark = `[${n}]`;
  const statements = answer
    .split('\n')
    .filter((line) => line.includes(mark))
    .map((line) => {
      const own = line.split(/(?<=\[\d{1,3}\])(?!\[\d{1,3}\])/u).filter((stretch) => stretch.includes(mark));
      const words = own.join('').replace(/\[\d{1,3}\]|[*|]/gu, '');
      return words.trim().length < SHORTEST_STATEMENT ? line : words;
    });
  return (statements.length === 0 ? answer : statements.join('\n')).replace(/\[\d{1,3}\]/gu, '');
}

function sentencesOf(quote: string): readonly string[] {
  const [first = '', second, ...rest] = quote.split(/(?<=[。；！？\n])/u).filter((sentence) => sentence.trim() !== '');
  if (second === undefined) return [first];
  return first.length > LONGEST_RUN_IN ? [first, second, ...rest] : [first + second, ...rest];
}

function piecesOf(texts: readonly string[], statement: string): readonly Piece[] {
  const pairs = pairsOf(statement);
  const figures = figuresOf(statement);
  return texts.map((text) => ({
    text,
    shared: common(pairsOf(text), pairs) + FIGURE_WEIGHT * common(figuresOf(text), figures),
  }));
}

/** Position of the piece that shares most; the first of equal ones. */
function bestOf(pieces: readonly Piece[]): number {
  const most = Math.max(...pieces.map(({ shared }) => shared));
  return pieces.findIndex(({ shared }) => shared === most);
}

/** Positions of the best piece and of those that bear on the statement as well, as far as there is room. */
function keptWith(best: number, pieces: readonly Piece[], longest: number): ReadonlySet<number> {
  const kept = new Set([best]);
  const least = WORTH_QUOTING * (pieces[best]?.shared ?? 0);
  let length = pieces[best]?.text.length ?? 0;
  const others = pieces
    .map((piece, at) => ({ ...piece, at }))
    .filter(({ shared, at }) => at !== best && shared > 0 && shared >= least)
    .toSorted((left, right) => right.shared - left.shared || left.at - right.at);
  for (const { text, at } of others) {
    if (length + text.length > longest) break;
    kept.add(at);
    length += text.length;
  }
  return kept;
}

/** A stretch of neighbouring pieces with the best one in it, grown towards the side that shares more. `to` is not in it. */
function aroundBest(pieces: readonly Piece[], longest: number): { readonly from: number; readonly to: number } {
  let from = bestOf(pieces);
  let to = from + 1;
  let length = pieces[from]?.text.length ?? 0;
  for (;;) {
    const [before, after] = [pieces[from - 1], pieces[to]];
    const fits = (piece: Piece | undefined): piece is Piece =>
      piece !== undefined && length + piece.text.length <= longest;
    const isBefore = fits(before) && (!fits(after) || before.shared >= after.shared);
    const grown = isBefore ? before : fits(after) ? after : undefined;
    if (!grown) return { from, to };
    if (isBefore) from -= 1;
    else to += 1;
    length += grown.text.length;
  }
}

/** Pieces one after another, with one … for those that are empty. */
function elided(pieces: readonly string[]): string {
  const parts = pieces.map((piece) => (piece === '' ? '…' : piece.trim()));
  return parts.filter((part, at) => part !== '…' || parts[at - 1] !== '…').join('');
}

/** Neighbouring characters, without marks and white space. */
function pairsOf(text: string): ReadonlySet<string> {
  const characters = Array.from(text.replace(/[\p{P}\p{S}\s]+/gu, ''));
  return new Set(characters.slice(1).map((character, position) => `${characters[position] ?? ''}${character}`));
}

function figuresOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/\d+(?:\.\d+)?/gu));
}

function common(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  return [...left].filter((one) => right.has(one)).length;
}
