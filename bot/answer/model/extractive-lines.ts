import type { Passage } from '../../../corpus/types.ts';
import type { Answer } from '../types.ts';
import { plainText, readQuantities } from '../verify-quantities.ts';
import { isFigure } from './claims.ts';

/** A line of the extractive answer, and what an answer by a model must not lack of it. */
export interface ExtractiveLine {
  /** Without marks. */
  readonly text: string;
  readonly passages: readonly Passage[];
  /** Figures with their units in bold, and names in bold or numbered. Empty: nothing that could be told by itself. */
  readonly keys: readonly string[];
  /** It says that a plan is silent; its key is the place. */
  readonly isSilent: boolean;
}

/**
 * Takes an extractive answer apart.
 * @param isPlural more than one value is asked for: every figure of a single line counts, not only those in bold
 */
export function readLines(answer: Answer, passages: readonly Passage[], isPlural: boolean): readonly ExtractiveLine[] {
  const cited = new Map(
    answer.citations.map(({ n, passageId }) => [n, passages.find((passage) => passage.id === passageId)]),
  );
  const lines = answer.text.split('\n').filter((line) => line.trim() !== '' && !/^（[^（）]*）$/u.test(line));
  return lines.map((line) => {
    const marks = [...line.matchAll(/\[(\d+)\]/gu)].map(([, n]) => cited.get(Number(n)));
    const text = line.replace(/\[\d+\]/gu, '');
    const isSilent = /：未提及$/u.test(text.trim());
    return {
      text,
      passages: marks.filter((passage) => passage !== undefined),
      keys: keysOf(text, isPlural && lines.length === 1),
      isSilent,
    };
  });
}

/** Whether a key is a figure. */
export function isFigureKey(key: string): boolean {
  return /^[\d≥≤]/u.test(key);
}

/** Whether a sentence has all keys of a line. A line without keys is not covered by anything. */
export function hasKeys(sentence: string, { keys }: ExtractiveLine): boolean {
  if (keys.length === 0) return false;
  const figures = new Set(figuresOf(sentence));
  const said = bare(sentence);
  return keys.every((key) => figures.has(key) || (!/^\d/u.test(key) && said.includes(key)));
}

function keysOf(text: string, isPlural: boolean): readonly string[] {
  const item = /^\d+[.、]\s*(?<name>[^：:]+)/u.exec(text)?.groups?.['name'];
  if (item !== undefined) return [bare(item)];
  const bold = [...text.matchAll(/\*\*(.+?)\*\*/gu)].map(([, words = '']) => words);
  const all = isPlural && bold.some((words) => figuresOf(words).length > 0) ? figuresOf(text) : [];
  return [...all, ...bold].flatMap((words) => {
    const figures = figuresOf(words);
    // A place may be named by its short name: 安徽 for 安徽省.
    return figures.length > 0 ? figures : [bare(words).replace(/(?<=^[\p{Script=Han}]{2,3})[省市县区]$/u, '')];
  });
}

function figuresOf(text: string): readonly string[] {
  const plain = plainText(text);
  return readQuantities(plain)
    .filter((quantity) => isFigure(quantity, plain))
    .map(({ key }) => key);
}

function bare(text: string): string {
  return plainText(text).replace(/[\p{P}\p{S}\s]+/gu, '');
}
