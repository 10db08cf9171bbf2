import { itemsAfter } from './derived.ts';
import { withoutNumbering } from './right.ts';

/** One sentence of an answer with the numbers it cites. */
export interface Statement {
  readonly text: string;
  readonly cites: readonly number[];
}

/** A sentence, and the marks that stand behind its full stop. */
const SENTENCE = /[^。！？\n]*(?:[。！？]["”』」）；]*|$)(?:\s?\[\d+\])*/gu;

/**
 * The sentences of an answer with their citations. A mark holds for its own sentence and for those before it in the
 * line that have none; a line that leads over to a list has the marks of the list.
 */
export function statementsOf(answer: string): readonly Statement[] {
  const lines = answer.split('\n');
  return lines.flatMap((line, index) => {
    const own = sentencesOf(line);
    if (!/[：:]\**\s*$/u.test(line) || own.some(({ cites }) => cites.length > 0)) return own;
    const list = lines.slice(index + 1, index + 1 + itemsAfter(lines, index)).flatMap(marksOf);
    return own.map(({ text }) => ({ text, cites: [...new Set(list)] }));
  });
}

function sentencesOf(line: string): readonly Statement[] {
  const statements: Statement[] = [];
  let marks: readonly number[] = [];
  for (const [sentence] of [...line.matchAll(SENTENCE)].reverse()) {
    const own = marksOf(sentence);
    if (own.length > 0) marks = own;
    const text = withoutNumbering(sentence).replace(/\*\*/gu, '').trim();
    if (/[\p{L}\p{N}]/u.test(text)) statements.unshift({ text, cites: marks });
  }
  return statements;
}

function marksOf(text: string): readonly number[] {
  return [...new Set([...text.matchAll(/\[(\d+)\]/gu)].map(([, n]) => Number(n)))];
}
