import { expect, test } from 'vitest';
import type { Store } from '../types.ts';
import { embeddedStore } from './embedded-store.fixture.ts';
import { withStore, type StoreFactory } from './opened-store.fixture.ts';
import { rememberingStore, type RememberingOptions } from './remembering-store.ts';
import { restrictedStore } from './restricted-store.ts';
import { describeStore } from './store.contract.ts';
import { sampleCorpus } from './store.fixture.ts';

const remembering =
  (options: RememberingOptions): StoreFactory =>
  async (content) => {
    const { store, dispose } = await embeddedStore()(content);
    return { store: { ...rememberingStore(store, options), close: () => store.close() }, dispose };
  };

describeStore('remembering store', remembering({}));
describeStore('remembering store with hardly any room', remembering({ keptItems: 3, keptSearches: 1, keptWords: 2 }));

const opened = withStore(embeddedStore(), sampleCorpus());

/** A store that tells what it is asked. */
function watched(store: Store): { readonly store: Store; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    store: {
      ...rememberingStore(store, { keptItems: 0 }),
      sections: (planId) => (asked.push(`sections ${planId}`), store.sections(planId)),
      records: (filter) => (asked.push(`records ${String(filter.planIds)}`), store.records(filter)),
      searchWords: (words, filter, k) => (asked.push(`search ${words.join()}`), store.searchWords(words, filter, k)),
      documentFrequencies: (words, filter) => (
        asked.push(`count ${words.join()}`),
        store.documentFrequencies(words, filter)
      ),
    },
  };
}

test('what is known is not asked again, and is the same object', async () => {
  const { store, asked } = watched(opened().store);
  const remembered = rememberingStore(store);
  const [first] = await remembered.records({ planIds: ['city'] });
  const [again] = await remembered.records({});
  expect(again).toBe(first);
  await remembered.records({ planIds: ['province', 'city'] });
  for (const planId of ['city', 'city', 'nowhere']) await remembered.sections(planId);
  for (const words of [['章'], ['章'], ['样']]) await remembered.searchWords(words, {}, 3);
  await remembered.searchWords(['章'], { planIds: ['city'] }, 3);
  for (const words of [['章', '样'], ['样', '5g'], ['5g']]) await remembered.documentFrequencies(words);
  await remembered.documentFrequencies(['5g'], { planIds: ['province'] });
  expect(asked).toEqual([
    'records city',
    'records province',
    'sections city',
    'search 章',
    'search 样',
    'search 章',
    'count 章,样',
    'count 5g',
    'count 5g',
  ]);
});

test('what one reader was shown is not shown to another', async () => {
  const remembered = rememberingStore(opened().store);
  const everything = await remembered.records({});
  const restricted = restrictedStore(remembered, ['province']);
  const own = everything.filter(({ planId }) => planId === 'province');
  expect(await restricted.records({})).toEqual(own);
  expect(await restricted.sections('city')).toEqual([]);
  expect((await restricted.documentFrequencies(['章'])).counts.get('章')).toBe(0);
  expect(await remembered.records({})).toEqual(everything);
});
