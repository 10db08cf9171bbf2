import { expect } from 'vitest';
import type { Asked } from './invented-plans.fixture.ts';

/** What an answer must say, in plain words (bold and marks aside), and what it must not. */
export interface Expected {
  readonly says: readonly (string | RegExp)[];
  readonly never?: RegExp;
  /** Default: false. */
  readonly declined?: boolean;
  readonly citations?: number;
}

/** Asks the last of the turns, and holds the answer against what is expected of it. */
export async function checkAnswer(asked: Asked, turns: string | readonly string[], expected: Expected): Promise<void> {
  const { text, declined, citations } = await asked.ask(...(typeof turns === 'string' ? [turns] : turns));
  const plain = text.replace(/\*\*|\[\d+\]/gu, '');
  for (const piece of expected.says) {
    if (typeof piece === 'string') expect(plain).toContain(piece);
    else expect(plain).toMatch(piece);
  }
  if (expected.never) expect(plain).not.toMatch(expected.never);
  expect(declined).toBe(expected.declined ?? false);
  if (expected.citations !== undefined) expect(citations).toHaveLength(expected.citations);
}
