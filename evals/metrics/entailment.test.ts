import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseJsonLines } from '../json-lines.ts';
import { supports } from './support.ts';

/** Agreement that the stand-in must reach: that of ALCE's model with people, on recall (arXiv 2305.14627, section 6). */
const LEAST = 0.85;

const schema = z.strictObject({
  plan: z.string(),
  section: z.array(z.string()),
  text: z.string(),
  sentences: z.array(
    z.strictObject({
      text: z.string(),
      supported: z.boolean(),
      /** What is wrong with a sentence that the passage does not support. */
      reason: z.string().optional(),
    }),
  ),
});

const FILE = path.join(import.meta.dirname, 'entailment.jsonl');
const judged = parseJsonLines(readFileSync(FILE, 'utf8'), FILE, schema).flatMap(({ value: passage }) =>
  passage.sentences.map(({ text, supported, reason }) => ({
    kind: supported ? 'supported' : (reason ?? ''),
    agrees: supports([passage], text) === supported,
  })),
);

const agreement = (pairs: readonly { readonly agrees: boolean }[]): number =>
  pairs.filter(({ agrees }) => agrees).length / pairs.length;

test('the test for support agrees with the labels', () => {
  const kinds = [...new Set(judged.map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) => {
    const own = judged.filter((pair) => pair.kind === kind);
    return `  ${kind.padEnd(10)} ${String(own.filter(({ agrees }) => agrees).length).padStart(3)} of ${String(own.length)}`;
  });
  const total = `${(agreement(judged) * 100).toFixed(1)}% of ${String(judged.length)} labelled pairs`;
  process.stdout.write(`support: agrees on ${total}\n${rows.join('\n')}\n`);
  expect(judged.length).toBeGreaterThanOrEqual(200);
  expect(agreement(judged)).toBeGreaterThanOrEqual(LEAST);
  expect(agreement(judged.filter(({ kind }) => kind === 'supported'))).toBeGreaterThanOrEqual(LEAST);
  expect(agreement(judged.filter(({ kind }) => kind !== 'supported'))).toBeGreaterThanOrEqual(0.8);
});
