import { fiveYearPeriod } from '../../corpus/metadata.ts';
import type { Statement } from './statement.ts';
import { plainText, readQuantities, type Quantity } from './verify-quantities.ts';
import { areRight, readSums, resultsOf } from './verify-sum.ts';
import { sourceOfPassage, sourceOfPlan, type Source, type SourceQuantity } from './verify-sources.ts';

/** Why the gate stopped a statement. */
export interface Objection {
  /**
   * `order`: it is an order to an assistant; `figure`: no cited passage has it with this unit; `bound`: none has it with this 以上, 左右…; `year`: there it is for
   * another year; `name`: a quoted name stands in none; `status`: the plan's status is another; `arithmetic`: the sum shown
   * is wrong; `subject`: the passages speak of something else; `uncited`: a figure without a passage.
   */
  readonly what: 'order' | 'figure' | 'bound' | 'year' | 'name' | 'status' | 'arithmetic' | 'subject' | 'uncited';
  readonly text: string;
}

/**
 * The gate: a statement may be shown only when each of its figures (with its unit, scale, bound and year) and quoted names
 * stands in a passage it cites, or in the metadata of the plan it is about. Figures listed in `computed` are let through;
 * a sum shown beside them must be right, and its operands must stand in the passages.
 * @returns the first objection, or undefined when the statement may be shown
 */
export function objectionTo(statement: Statement, titleOf: (planId: string) => string): Objection | undefined {
  if (ORDER.test(statement.text)) return { what: 'order', text: statement.text };
  const written = plainText(statement.text);
  const sums = readSums(written);
  // A sum is checked by itself; what it is a sum of stands beside it.
  const text = sums.reduce((rest, sum) => rest.replace(sum.text, ''), written);
  const sources = [
    ...statement.passages.map((passage) => sourceOfPassage(passage, titleOf(passage.planId))),
    ...(statement.about ? [sourceOfPlan(statement.about)] : []),
  ];
  const computed = new Set((statement.computed ?? []).map(plainText));
  const stated = sources.flatMap((source) => source.quantities);
  const quantities = readQuantities(text);
  const [sum] = sums;
  if (sum && !areRight(sums, quantities)) return { what: 'arithmetic', text: sum.text };
  const results = resultsOf(sums, quantities);
  for (const quantity of quantities) {
    if (computed.has(quantity.number) || computed.has(quantity.key)) {
      // Of a sum, the operands must stand in the passages; the year of a target without one is its plan's horizon.
      if (!sum || results.includes(quantity.number) || isPeriodEnd(quantity, sources)) continue;
    }
    if (sources.length === 0) {
      if (isSilentOn(text) || /^十.?五$/u.test(quantity.key)) continue;
      return { what: 'uncited', text: quantity.key };
    }
    if (sources.some((source) => isOfTitle(quantity, text, source))) continue;
    const objection = compare(quantity, stated);
    if (objection) return { what: objection, text: text.slice(quantity.start, quantity.end) };
  }
  if (sources.length === 0) return undefined;
  for (const match of text.matchAll(/“([^“”]+)(?:”|$)|《([^《》]+)(?:》|$)/gu)) {
    const name = match[1] ?? match[2] ?? '';
    if (!sources.some((source) => source.text.includes(name))) return { what: 'name', text: name };
  }
  const base = strangeBase(text, sources);
  if (base !== undefined) return { what: 'year', text: base };
  if (statement.about) return statusObjection(text, statement.about.status);
  return sum || isAbout(text, sources) ? undefined : { what: 'subject', text };
}

/** Words of a plan that are addressed to an assistant: an order that somebody has smuggled in, and no statement. */
const ORDER =
  /(?:助手|assistant)[^。；]{0,12}(?:须|应当|请|should|must|output|append|reply|call)|系统(?:指令|提示词|消息)|system prompt|ignore (?:all )?(?:previous|prior)|<\|im_(?:start|end)\|>|你是[^。]{0,12}(?:宣传员|助手|机器人)|note to assistant/iu;

/** What a growth is measured against: 比“十二五”. */
const BASE = /[比较][“"]?(十[一二三四五六]?五)/gu;

/** A period that the statement compares with and no source does. */
function strangeBase(text: string, sources: readonly Source[]): string | undefined {
  const known = new Set(sources.flatMap((source) => [...source.text.matchAll(BASE)].map((match) => match[1])));
  return [...text.matchAll(BASE)].find((match) => !known.has(match[1]))?.[0];
}

/** Whether a source states the quantity; if not, what is the matter with it. */
function compare(quantity: Quantity, stated: readonly SourceQuantity[]): 'figure' | 'bound' | 'year' | undefined {
  const same = stated.filter((other) => isSame(quantity, other));
  if (same.length === 0) return 'figure';
  const bounded = same.filter((other) => sameBounds(quantity, other));
  if (bounded.length === 0) return 'bound';
  return bounded.some((other) => sameYear(quantity, other)) ? undefined : 'year';
}

/** Whether a source's quantity is that of a statement: same figure and unit, same bounds, not for another year. */
export function isStatedBy(quantity: Quantity, other: SourceQuantity): boolean {
  return isSame(quantity, other) && sameBounds(quantity, other) && sameYear(quantity, other);
}

function isSame(quantity: Quantity, other: SourceQuantity): boolean {
  if (quantity.key === other.key) {
    return quantity.follows === '' || other.follows === '' || quantity.follows === other.follows;
  }
  if (quantity.number !== other.number) return false;
  if (/^(?:19|20)\d{2}$/u.test(quantity.number) && /^年?$/u.test(quantity.suffix) && /^年?$/u.test(other.suffix))
    return quantity.follows === '';
  return other.units.includes(quantity.suffix);
}

function sameBounds(quantity: Quantity, other: Quantity): boolean {
  if (quantity.strives ? !other.strives : other.strivesHere) return false;
  return quantity.bounds.size === other.bounds.size && [...quantity.bounds].every((bound) => other.bounds.has(bound));
}

/** A figure that the statement gives for a year is not for another year in the passage. */
function sameYear(quantity: Quantity, other: Quantity): boolean {
  return (
    quantity.sentenceYear === undefined || other.lastYear === undefined || quantity.sentenceYear === other.lastYear
  );
}

/** A quantity of a title counts only where the statement has the title's next words too (“十四五”科技…). */
function isOfTitle(quantity: Quantity, text: string, source: Source): boolean {
  return source.title.includes(text.slice(quantity.start, quantity.end + 3));
}

/** The last year of a five-year plan that the sources name, or the year before its first. */
function isPeriodEnd({ key }: Quantity, sources: readonly Source[]): boolean {
  const periods = sources.flatMap(({ text }) => text.match(/十[一二三四五六]?五/gu) ?? []).map(fiveYearPeriod);
  return periods.some((period) => period && [`${period.from - 1}年`, `${period.to}年`].includes(key));
}

/** “《…2035年…》：未提及” names a plan to say that it is silent. */
function isSilentOn(text: string): boolean {
  return /^-?《[^《》]+》：未提及$/u.test(text);
}

function statusObjection(text: string, status: 'final' | 'draft'): Objection | undefined {
  const said = /(不)?是征求意见稿/u.exec(text);
  return said && (said[1] === undefined) !== (status === 'draft') ? { what: 'status', text: said[0] } : undefined;
}

/** Least share of the statement's character pairs that its sources have. Verbatim text has nearly all of them. */
const SUBJECT = 0.4;

function isAbout(text: string, sources: readonly Source[]): boolean {
  return subjectShare(text, sources) >= SUBJECT;
}

/** Share of the pairs of neighbouring Chinese characters of a statement that stand in its sources; 1 when it has none. */
export function subjectShare(text: string, sources: readonly Source[]): number {
  const pairs = new Set<string>();
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu))
    for (let at = 0; at + 2 <= run.length; at += 1) pairs.add(run.slice(at, at + 2));
  if (pairs.size === 0) return 1;
  const found = [...pairs].filter((pair) => sources.some((source) => source.text.includes(pair)));
  return found.length / pairs.size;
}
