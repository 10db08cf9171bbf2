import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leaksInAnswers, leaksInPages, markedPlans, marksIn, matrixOf } from './access-matrix.fixture.ts';
import { ACCESS_FILE, eventsOf, openService, questionOf, type OpenedService } from './running-service.fixture.ts';
import type { Reader } from './types.ts';

const plans = markedPlans();
const matrix = matrixOf(plans, 11);
let opened: OpenedService;

beforeAll(async () => {
  opened = await openService({ documents: plans.map(({ document }) => document), rules: matrix.rules });
});
afterAll(() => opened.close());

test('the matrix has 90 readers, and plans that each may and may not see', () => {
  expect(matrix.readers).toHaveLength(90);
  const seen = matrix.readers.map((reader) => plans.filter((plan) => matrix.mayBeSeen(reader, plan)).length);
  expect(Math.min(...seen)).toBeGreaterThan(0);
  expect(Math.max(...seen)).toBeLessThan(plans.length);
});

test('no page shows a plan to whom it does not exist, and each shows those that do', async () => {
  const { leaks, found } = await leaksInPages(opened.service, plans, matrix);
  expect(leaks).toEqual([]);
  expect(found).toBeGreaterThan(100);
});

// A third of the plans for each reader, another third for the next; `npm run promises` asks about all.
test('no answer, follow-up, comparison, count or refusal rests on a plan that the reader may not see', async () => {
  const { leaks, found, shown } = await leaksInAnswers(opened.service, plans, matrix, 3);
  expect(leaks).toEqual([]);
  expect(shown).toBeGreaterThan(360);
  expect(found).toBeGreaterThan(5);
});

test('what a reader was told before a grant was taken back is not repeated', async () => {
  const [plan, other] = plans;
  if (!plan || !other) throw new Error('there are twelve plans');
  const documents = [plan.document, other.document];
  const own = await openService({ documents, rules: JSON.stringify({ public: ['*'] }) });
  const file = join(own.folder, ACCESS_FILE);
  try {
    const reader: Reader = { channel: 'web', userId: 'alice' };
    const ask = (text: string) => eventsOf(own.service, questionOf(text, { reader, conversationId: 'talk' }));
    const question = `${plan.place}到2025年高新技术企业要达到多少家？`;
    expect(marksIn(plan, await ask(question))).toContain(plan.marks[2]);
    writeFileSync(file, JSON.stringify({ public: [other.document.plan.title] }));
    for (const text of ['那众创空间呢？', '再说一遍', question]) {
      expect(marksIn(plan, await ask(text))).toEqual([]);
    }
    writeFileSync(file, 'public: [');
    expect((await ask(question)).at(-1)).toMatchObject({ type: 'refused', reason: 'not-ready' });
    await expect(own.service.plans(reader)).rejects.toMatchObject({ code: 'access-rules', message: /准备/u });
  } finally {
    await own.close();
  }
});
