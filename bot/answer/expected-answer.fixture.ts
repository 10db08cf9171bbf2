import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanDocument } from '../../corpus/types.ts';
import { assistantOver, type Asked } from './invented-plans.fixture.ts';

/** What an answer must say, in plain words (bold and marks aside), and what it must not. */
export interface Expected {
  readonly says: readonly (string | RegExp)[];
  readonly never?: RegExp;
  /** Default: false. */
  readonly declined?: boolean;
  readonly citations?: number;
}

/** An assistant that is asked, and whose answers are held against what is expected. */
export interface CheckedAssistant {
  readonly asked: () => Asked;
  /** Asks the last of the turns. */
  readonly check: (turns: string | readonly string[], expected: Expected) => Promise<void>;
  /** A test for each question. */
  readonly table: (cases: readonly [string, Expected][]) => void;
}

/** Opens an assistant over some plans for the tests of a file, and closes it after them. */
export function useAssistant(documents: readonly PlanDocument[]): CheckedAssistant {
  let opened: Asked | undefined;
  beforeAll(async () => {
    opened = await assistantOver(documents);
  });
  afterAll(() => opened?.close());
  const asked = (): Asked => {
    if (opened === undefined) throw new Error('the assistant is not open');
    return opened;
  };
  const check = async (turns: string | readonly string[], expected: Expected): Promise<void> => {
    const { text, declined, citations } = await asked().ask(...(typeof turns === 'string' ? [turns] : turns));
    const plain = text.replace(/\*\*|\[\d+\]/gu, '');
    for (const piece of expected.says) {
      if (typeof piece === 'string') expect(plain).toContain(piece);
      else expect(plain).toMatch(piece);
    }
    if (expected.never) expect(plain).not.toMatch(expected.never);
    expect(declined).toBe(expected.declined ?? false);
    if (expected.citations !== undefined) expect(citations).toHaveLength(expected.citations);
  };
  return {
    asked,
    check,
    table(cases) {
      test.each(cases)('%s', check);
    },
  };
}
