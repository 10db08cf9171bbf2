import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCorpus } from '../../corpus/load.ts';
import { readAccessRules } from './access-rules.ts';

const shipped = (path: string): URL => new URL(`../../${path}`, import.meta.url);

test('the example is understood, and names plans that ship', async () => {
  const rules = readAccessRules(readFileSync(shipped('examples/access/access.yaml'), 'utf8'));
  const plans = (await loadCorpus([shipped('corpus/plans').pathname])).documents.map(({ plan }) => plan);
  expect(rules.unmatched(plans)).toEqual([]);
  const seen = (userId: string) =>
    plans.filter((plan) => rules.allows({ channel: 'slack', userId }, plan)).map(({ title }) => title);
  expect(seen('U0123ABCD').length).toBe(seen('U9').length + 1);
});
