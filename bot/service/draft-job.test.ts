import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DraftOrder } from '../draft/types.ts';
import { markedPlans, marksIn, matrixOf } from './access-matrix.fixture.ts';
import { openService, type OpenedService } from './running-service.fixture.ts';
import type { Reader } from './types.ts';

const plans = markedPlans();
const matrix = matrixOf(plans, 5);
let opened: OpenedService;

beforeAll(async () => {
  opened = await openService({ documents: plans.map(({ document }) => document), rules: matrix.rules });
});
afterAll(() => opened.close());

const orderFor = (topic: string, changes: Partial<DraftOrder> = {}): DraftOrder => ({
  topic,
  formats: ['md', 'csv'],
  ...changes,
});

test('no draft and no file rests on a plan that the reader may not see, also when its id is named', async () => {
  const leaks: string[] = [];
  let drafted = 0;
  for (const reader of matrix.readers.filter((_, at) => at % 6 === 0)) {
    for (const plan of plans) {
      const outcome = await opened.service.draft(
        reader,
        orderFor(`${plan.place}高新技术企业目标要点`, { planIds: [plan.document.plan.id] }),
      );
      const files =
        outcome.type === 'drafted' ? outcome.files.map(({ content }) => Buffer.from(content).toString()) : [];
      const found = marksIn(plan, [outcome, files]);
      if (!matrix.mayBeSeen(reader, plan) && found.length > 0) leaks.push(`${reader.userId}: ${found.join()}`);
      if (matrix.mayBeSeen(reader, plan) && outcome.type === 'drafted') drafted += 1;
    }
  }
  expect(leaks).toEqual([]);
  expect(drafted).toBeGreaterThan(20);
});

test('orders count as questions do, and none is taken while the service stops', async () => {
  const own = await openService({ questionsPerMinute: 1 });
  try {
    const reader: Reader = { channel: 'web', userId: 'alice' };
    const order = orderFor('示例市主要目标要点');
    expect(await own.service.draft(reader, order)).toMatchObject({ type: 'drafted' });
    expect(await own.service.draft(reader, order)).toMatchObject({ type: 'refused', reason: 'too-many-questions' });
    await own.service.stop(0);
    const other: Reader = { channel: 'web', userId: 'bob' };
    expect(await own.service.draft(other, order)).toMatchObject({ type: 'refused', reason: 'stopping' });
  } finally {
    await own.close();
  }
});

test('what the plans do not say is said, and an outline of another state of the plans is not used', async () => {
  const own = await openService();
  try {
    const reader: Reader = { channel: 'web', userId: 'alice' };
    expect(await own.service.draft(reader, orderFor('登月计划和潜艇制造要点'))).toMatchObject({ type: 'nothing' });
    const order = orderFor('示例市主要目标要点', { edits: { id: 'another', sections: [] } });
    const changed = await own.service.draft(reader, order);
    expect('text' in changed && changed.text).toContain('更新');
    own.setReady(false);
    expect(await own.service.draft(reader, orderFor('示例市目标'))).toMatchObject({ reason: 'not-ready' });
  } finally {
    await own.close();
  }
});
