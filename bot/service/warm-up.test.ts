import { expect, test } from 'vitest';
import { temporaryIndex, words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { inventedPlans } from '../answer/invented-plans.fixture.ts';
import { warmUp } from './warm-up.ts';

test('looks up what answers rest on', async () => {
  const { store, close } = await temporaryIndex(inventedPlans());
  const asked = new Set<string>();
  const watched = new Proxy(store, {
    get(target, name) {
      asked.add(String(name));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  await warmUp({ store: watched, words });
  expect([...asked]).toEqual(expect.arrayContaining(['passages', 'records', 'sections', 'searchWords']));
  await close();
});
