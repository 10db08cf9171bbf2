import { bareFigure, findFigures } from '../../corpus/figures.ts';
import type { Passage } from '../../corpus/types.ts';
import type { Statement } from './draft.ts';

/** Why the gate stopped a statement. */
export interface Objection {
  readonly what: 'figure' | 'name' | 'uncited';
  readonly text: string;
}

/** Everything of a passage that a reader of the citation sees: quote, headings. */
function readable(passage: Passage, titleOf: (planId: string) => string): string {
  return [passage.text, ...passage.section, titleOf(passage.planId)].map(bareFigure).join('｜');
}

/**
 * The gate: a statement may be shown only when each of its figures (with the unit directly behind it), years and quoted
 * names stands in a passage it cites. Figures in `computed` are results whose operands stand beside them.
 * @returns the first objection, or undefined when the statement may be shown
 */
export function objectionTo(statement: Statement, titleOf: (planId: string) => string): Objection | undefined {
  if (statement.about) return undefined; // read from the plan's metadata, not written
  const text = bareFigure(statement.text.replace(/\*\*/gu, ''));
  const sources = statement.passages.map((passage) => readable(passage, titleOf));
  const computed = new Set((statement.computed ?? []).map(bareFigure));
  for (const figure of findFigures(text)) {
    const number = figure.digits.replace(/[万亿千百]+$/u, '');
    if (computed.has(number) || computed.has(figure.digits)) continue;
    if (statement.passages.length === 0) return { what: 'uncited', text: figure.text };
    const suffix = `${figure.digits.slice(number.length)}[余多]?${figure.unit}`;
    const [lower = '', upper] = number.split('-');
    const held = (source: string): boolean =>
      holds(source, upper ?? lower, suffix) && (upper === undefined || source.includes(lower));
    if (!sources.some(held)) return { what: 'figure', text: figure.text };
  }
  for (const match of text.matchAll(/[“《]([^”》]{2,60})[”》]/gu)) {
    const name = match[1] ?? '';
    if (statement.passages.length > 0 && !sources.some((source) => source.includes(name)))
      return { what: 'name', text: name };
  }
  return undefined;
}

/**
 * Whether a source has a figure as one of its own, not as part of a longer one, with the same scale and unit behind it. A
 * bare table cell takes its unit from the brackets of its row or header (“（亿元）”).
 */
function holds(source: string, number: string, suffix: string): boolean {
  for (let at = source.indexOf(number); at !== -1; at = source.indexOf(number, at + 1)) {
    const before = source[at - 1] ?? '';
    const after = source.slice(at + number.length);
    if (/\d/u.test(before) || (before === '.' && /\d/u.test(source[at - 2] ?? '')) || /^(?:\d|\.\d)/u.test(after))
      continue;
    if (new RegExp(`^[余多]?${suffix}`, 'u').test(after)) return true;
    if (
      /^(?:$|[^\p{Script=Han}%‰\w]|左右|以上)/u.test(after.replace(/^\*/u, '')) &&
      new RegExp(`[（(][^（()）]*${suffix}[)）]`, 'u').test(source)
    )
      return true;
  }
  return false;
}
