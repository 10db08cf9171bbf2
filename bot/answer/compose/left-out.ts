import type { Statement } from '../statement.ts';

/** What a heading says whose text is not printed: （略）. */
const OMITTED = /^[（(]?(?:略|从略|此处略)[)）]?$/u;

/** Whether a part of a plan is not printed, by its heading without its number. */
export const isLeftOut = (name: string): boolean => OMITTED.test(name.trim());

/** Said of such a part. */
export const LEFT_OUT = '在文本中略去，没有内容。';

/** Whether an answer says no more than that a part is left out. */
export const saysLeftOut = (statements: readonly Statement[]): boolean =>
  statements.length > 0 && statements.every(({ text }) => text.endsWith(LEFT_OUT));
