import { expect, test } from 'vitest';
import { scriptedService, SCRIPTED_PLANS } from '../../service/scripted-service.fixture.ts';
import { exampleQuestions } from './example-questions.ts';

const service = scriptedService();
const reader = { channel: 'web', userId: 'zhang' } as const;

test('examples are made of what the plans state, and are all different', async () => {
  const examples = exampleQuestions(await service.plans(reader), await service.records(reader));
  expect(new Set(examples).size).toBe(examples.length);
  expect(examples.length).toBeGreaterThan(1);
  for (const example of examples) expect(example).toMatch(/示例市|样板县/u);
});

test('nothing is asked of a draft, and nothing where there are no plans', async () => {
  const drafts = SCRIPTED_PLANS.filter(({ status }) => status === 'draft');
  expect(exampleQuestions(drafts, await service.records(reader))).toEqual([]);
  expect(exampleQuestions([], [])).toEqual([]);
});
