import type { Passage } from '../../../corpus/types.ts';
import { parseRow } from '../row.ts';
import { plainText, readQuantities, type Quantity } from '../verify-quantities.ts';
import { sourceOfPassage, type SourceQuantity } from '../verify-sources.ts';

/** A figure with the words that say what it is a figure of. */
export interface FigureClaim<Q extends Quantity = Quantity> {
  readonly quantity: Q;
  /** The words between the figure before it, or the clause's beginning, and the next one: what it counts. */
  readonly own: string;
  /** Those of `own` that the thing counted is called by: of an enumeration (甲、乙、丙三大产业), what comes behind the figure. */
  readonly counted: string;
  /** Its sentence up to the end of its clause, or to the next figure. */
  readonly upTo: string;
  /** The `own` of the other figures of its sentence. */
  readonly rivals: readonly string[];
}

/** Ends the words that belong to a figure. */
const LAST_CLAUSE = /[，；。：！？｜\n](?=[^，；。：！？｜\n]*$)/u;
const CLAUSE_END = /[，；。：！？｜\n]/u;
const AFTER = /[，；。：！？、（(｜\n]/u;
/** Words behind a figure that still belong to it, in characters: 300家高新技术企业. */
const LONGEST_TAIL = 14;

/** Years and periods say when, figures in titles and quotes are part of a name: neither counts anything. */
export function isFigure(quantity: Quantity, text: string): boolean {
  if (/^(?:19|20)\d{2}$/u.test(quantity.number) && /^年?$/u.test(quantity.suffix)) return false;
  if (/^十[一二三四五六]?五$/u.test(quantity.key)) return false;
  const before = text.slice(0, quantity.start);
  return !/《[^》]*$|“[^”]*$/u.test(before);
}

/** The figures of a plain text with what they count. */
export function readClaims(text: string): readonly FigureClaim[] {
  return claimsOf(text, readQuantities(text));
}

/** The figures that a passage states, in its words, its headings and, for a row, its cells. */
export function claimsOfPassage(passage: Passage): readonly FigureClaim<SourceQuantity>[] {
  const row = passage.kind === 'row' ? parseRow(passage) : undefined;
  const headings = passage.section.flatMap((heading) => readProse(plainText(heading)));
  if (!row) return [...readProse(plainText(passage.text)), ...headings];
  const name = plainText(row.name.replace(/[（(][^（()）]*[)）]$/u, ''));
  const cells = row.values.flatMap((value) => {
    const text = `${row.caption}：${row.name}——${value.text}`;
    const { quantities } = sourceOfPassage({ ...passage, section: [row.caption], text }, '');
    // The years of a header say when; what else it says tells this column from the others.
    const header = plainText(value.header).replace(/(?:19|20)\d{2}年?/gu, '');
    const own = `${name}，${header}`;
    return quantities.map((quantity) => ({ quantity, own, counted: own, upTo: name, rivals: [] }));
  });
  const group = readProse(plainText(/（[^（）]*）$/u.exec(passage.text)?.[0] ?? ''));
  return [...cells, ...group, ...headings];
}

function readProse(text: string): readonly FigureClaim<SourceQuantity>[] {
  return claimsOf(
    text,
    readQuantities(text).map((quantity) => ({ ...quantity, units: [] })),
  );
}

function claimsOf<Q extends Quantity>(text: string, quantities: readonly Q[]): readonly FigureClaim<Q>[] {
  const figures = quantities.filter((quantity) => isFigure(quantity, text));
  const spans = figures.map((quantity, index) => {
    const sentence = sentenceStart(text, quantity.start);
    const previous = Math.max(sentence, figures[index - 1]?.end ?? 0);
    const next = figures[index + 1]?.start ?? text.length;
    const before = text.slice(previous, quantity.start);
    const cut = LAST_CLAUSE.exec(before);
    const lead = cut ? before.slice(cut.index + 1) : before;
    const behind = text.slice(quantity.end, Math.min(next, quantity.end + LONGEST_TAIL));
    const tail = behind.slice(0, AFTER.exec(behind)?.index ?? behind.length);
    const clause = text.slice(quantity.end, next);
    const rest = clause.slice(0, CLAUSE_END.exec(clause)?.index ?? clause.length);
    const own = `${lead}｜${tail}`;
    const items = lead.split('、');
    const counted = items.length === 1 ? own : tail === '' ? (items.at(-1) ?? '') : tail;
    return { quantity, sentence, own, counted, upTo: text.slice(sentence, quantity.end) + rest };
  });
  distribute(text, spans);
  return spans.map(({ quantity, sentence, own, counted, upTo }) => ({
    quantity,
    own,
    counted,
    upTo,
    rivals: spans.filter((other) => other.sentence === sentence && other.quantity !== quantity).map((it) => it.own),
  }));
}

/** “甲、乙分别达到1家和2家”: the first figure counts the first thing. */
function distribute(
  text: string,
  spans: { quantity: Quantity; sentence: number; own: string; counted: string }[],
): void {
  for (const match of text.matchAll(/([^，；。：！？\n]+?)(?:分别|各)(?=[^，；。！？\n]*\d)/gu)) {
    const end = match.index + match[0].length;
    const stop = /[；。！？\n]/u.exec(text.slice(end));
    const limit = end + (stop?.index ?? text.length - end);
    const counted = spans.filter(({ quantity }) => quantity.start >= end && quantity.start < limit);
    const items = (match[1] ?? '').split(/[、和与及]/u);
    for (const [index, span] of counted.entries())
      if (counted.length > 1)
        span.own = span.counted = items.length === counted.length ? (items[index] ?? '') : (match[1] ?? '');
  }
}

function sentenceStart(text: string, at: number): number {
  return Math.max(...['。', '！', '？', '\n'].map((end) => text.lastIndexOf(end, at - 1) + 1));
}
