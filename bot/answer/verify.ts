import type { Statement } from './draft.ts';
import { plainText, readQuantities, type Quantity } from './verify-quantities.ts';
import { sourceOfPassage, sourceOfPlan, type Source, type SourceQuantity } from './verify-sources.ts';

/** Why the gate stopped a statement. */
export interface Objection {
  /**
   * `figure`: no cited passage has it with this unit; `bound`: none has it with this 以上, 左右…; `year`: there it is for
   * another year; `name`: a quoted name stands in none; `status`: the plan's status is another; `arithmetic`: the sum shown
   * is wrong; `subject`: the passages speak of something else; `uncited`: a figure without a passage.
   */
  readonly what: 'figure' | 'bound' | 'year' | 'name' | 'status' | 'arithmetic' | 'subject' | 'uncited';
  readonly text: string;
}

/**
 * The gate: a statement may be shown only when each of its figures (with its unit, scale, bound and year) and quoted names
 * stands in a passage it cites, or in the metadata of the plan it is about. Figures listed in `computed` are let through;
 * a sum shown beside them must be right, and its operands must stand in the passages.
 * @returns the first objection, or undefined when the statement may be shown
 */
export function objectionTo(statement: Statement, titleOf: (planId: string) => string): Objection | undefined {
  const text = plainText(statement.text);
  const sources = [
    ...statement.passages.map((passage) => sourceOfPassage(passage, titleOf(passage.planId))),
    ...(statement.about ? [sourceOfPlan(statement.about)] : []),
  ];
  const computed = new Set((statement.computed ?? []).map(plainText));
  const stated = sources.flatMap((source) => source.quantities);
  const sum = readSum(text);
  if (sum && !isRight(sum, stated)) return { what: 'arithmetic', text: sum.text };
  for (const quantity of readQuantities(text)) {
    if (computed.has(quantity.number) || computed.has(quantity.key)) continue;
    if (sources.length === 0) {
      if (isSilentOn(text)) continue;
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
  if (statement.about) return statusObjection(text, statement.about.status);
  return sum || isAbout(text, sources) ? undefined : { what: 'subject', text };
}

/** Whether a source states the quantity; if not, what is the matter with it. */
function compare(
  quantity: Quantity,
  stated: readonly SourceQuantity[],
): 'figure' | 'bound' | 'year' | undefined {
  const same = stated.filter((other) => isSame(quantity, other));
  if (same.length === 0) return 'figure';
  const bounded = same.filter((other) => sameBounds(quantity, other));
  if (bounded.length === 0) return 'bound';
  return bounded.some((other) => sameYear(quantity, other)) ? undefined : 'year';
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
  return (
    quantity.bounds.size === other.bounds.size && [...quantity.bounds].every((bound) => other.bounds.has(bound))
  );
}

/** A figure that the statement gives for a year is not for another year in the passage. */
function sameYear(quantity: Quantity, other: Quantity): boolean {
  return quantity.clauseYear === undefined || other.lastYear === undefined || quantity.clauseYear === other.lastYear;
}

/** A quantity of a title counts only where the statement has the title's next words too (“十四五”科技…). */
function isOfTitle(quantity: Quantity, text: string, source: Source): boolean {
  return source.title.includes(text.slice(quantity.start, quantity.end + 3));
}

/** “《…2035年…》：未提及” names a plan to say that it is silent. */
function isSilentOn(text: string): boolean {
  return /^(?:- )?《[^《》]+》：未提及$/u.test(text);
}

function statusObjection(text: string, status: 'final' | 'draft'): Objection | undefined {
  const said = /(不)?是征求意见稿/u.exec(text);
  return said && (said[1] === undefined) !== (status === 'draft') ? { what: 'status', text: said[0] } : undefined;
}

interface Sum {
  readonly text: string;
  readonly left: string;
  readonly operator: string;
  readonly right: string;
  readonly result: string;
  readonly percent: boolean;
}

function readSum(text: string): Sum | undefined {
  const match = /([\d.]+)\s?([−÷+])\s?([\d.]+)\s?=\s?([\d.]+)(%?)/u.exec(text);
  if (!match) return undefined;
  const [written, left = '', operator = '', right = '', result = '', percent] = match;
  return { text: written, left, operator, right, result, percent: percent === '%' };
}

function isRight(sum: Sum, stated: readonly Quantity[]): boolean {
  const left = Number(sum.left);
  const right = Number(sum.right);
  const value =
    sum.operator === '+' ? left + right : sum.operator === '−' ? left - right : (left / right) * (sum.percent ? 100 : 1);
  const known = (number: string): boolean => stated.some((other) => other.number === number);
  return Math.abs(value - Number(sum.result)) <= 0.0051 && known(sum.left) && known(sum.right);
}

/** Least share of the statement's character pairs that its sources have. Verbatim text has nearly all of them. */
const SUBJECT = 0.35;

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
