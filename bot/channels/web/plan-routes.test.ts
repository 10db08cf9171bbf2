import { expect, test } from 'vitest';
import { SCRIPTED_PLANS, scriptedPassage, scriptedService } from '../../service/scripted-service.fixture.ts';
import { get, list, useWeb } from './web-testbed.fixture.ts';

const open = useWeb();

const PLAN = SCRIPTED_PLANS[0]?.id ?? '';

test('plans, outline, passages and tables are given by id', async () => {
  const { address } = await open(scriptedService());
  const plans = await list<{ id: string; counts: { passages: number } }>(address, '/api/plans');
  expect(plans.map(({ id }) => id)).toEqual(SCRIPTED_PLANS.map(({ id }) => id));
  expect(await (await get(address, `/api/plans/${PLAN}`)).json()).toEqual(plans[0]);
  expect(await list(address, `/api/plans/${PLAN}/sections`)).toHaveLength(SCRIPTED_PLANS[0]?.counts.sections ?? -1);
  expect(await list(address, `/api/plans/${PLAN}/passages`)).toHaveLength(plans[0]?.counts.passages ?? -1);
  expect(await list<{ order: number }>(address, `/api/plans/${PLAN}/passages?from=1&to=2`)).toMatchObject([
    { order: 1 },
    { order: 2 },
  ]);
  expect(await list(address, `/api/plans/${PLAN}/tables`)).toMatchObject([{ columns: ['指标', '2020年', '2025年'] }]);
});

test('a passage comes in its surroundings, a row with the columns of its table', async () => {
  const { address } = await open(scriptedService());
  const { id } = scriptedPassage('每万人发明专利拥有量');
  const body = await (await get(address, `/api/passages/${id}?around=1`)).json();
  expect(body).toMatchObject({
    plan: { id: PLAN },
    passage: {
      id,
      table: { columns: ['指标', '2020年', '2025年'], cells: ['每万人发明专利拥有量（件）', '12', '20'] },
    },
    before: [{ kind: 'prose' }],
    after: [{ kind: 'row' }],
    href: `/plans/${PLAN}#${id}`,
  });
});

test('a hidden plan is as absent as one that never was', async () => {
  const { address } = await open(scriptedService({ isHidden: ({ userId }, id) => userId === 'li' && id === PLAN }));
  const { id } = scriptedPassage('300家以上');
  for (const path of [
    `/api/plans/${PLAN}`,
    `/api/plans/${PLAN}/sections`,
    `/api/plans/${PLAN}/passages`,
    `/api/plans/${PLAN}/tables`,
    `/api/passages/${id}`,
    `/plans/${PLAN}`,
  ]) {
    expect((await get(address, path, 'zhang')).status, path).toBe(200);
    const hidden = await get(address, path, 'li');
    const unknown = await get(address, path.replace(PLAN, 'nothing').replace(id, 'nothing'), 'li');
    expect(hidden.status, path).toBe(404);
    expect(await hidden.text(), path).toBe(await unknown.text());
  }
  for (const path of ['/', '/plans', '/indicators', '/api/plans', '/api/indicators', '/api/indicators?format=csv']) {
    expect(await (await get(address, path, 'li')).text(), path).not.toContain('示例市“十四五”科技创新规划');
  }
});
