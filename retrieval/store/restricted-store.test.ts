import { expect, test } from 'vitest';
import { embeddedStore } from './embedded-store.fixture.ts';
import { withStore } from './opened-store.fixture.ts';
import { restrictedStore } from './restricted-store.ts';
import { sampleCorpus } from './store.fixture.ts';

const opened = withStore(embeddedStore(), sampleCorpus());

test('a plan that is not allowed is in nothing that comes back, whatever is asked for', async () => {
  const { store, passages, words, embedder } = opened();
  const [city, other] = sampleCorpus().documents.map(({ plan }) => plan.id);
  if (city === undefined || other === undefined) throw new Error('the sample has two plans');
  const restricted = restrictedStore(store, [city]);
  const allIds = passages.map(({ id }) => id);
  const asked = words.split(passages.map(({ text }) => text).join(''));
  const vector = await embedder.embedQuery('研发强度');
  const everything = async (view: typeof store) => [
    await view.plans(),
    await view.sections(other),
    await view.passages(allIds),
    await view.passageRange(other, 0, 99),
    await view.sectionPassages(other, []),
    await view.tables({}),
    await view.tables({ planIds: [other] }),
    await view.records({}),
    await view.records({ planIds: [other, city] }),
    await view.searchWords(asked, {}, 99),
    await view.searchWords(asked, { planIds: [other] }, 99),
    await view.searchVectors(vector, {}, 99),
    await view.searchVectors(vector, { planIds: [other] }, 99),
  ];
  expect(JSON.stringify(await everything(store))).toContain(`"${other}`);
  expect(JSON.stringify(await everything(restricted))).not.toContain(`"${other}`);
  expect(await restricted.sections(city)).toEqual(await store.sections(city));
  expect(await restricted.passageRange(city, 0, 99)).toEqual(await store.passageRange(city, 0, 99));
  expect(await restricted.tables({})).toEqual(await store.tables({ planIds: [city] }));
  expect(await restricted.documentFrequencies(asked)).toEqual(
    await store.documentFrequencies(asked, { planIds: [city] }),
  );
  const own = { planIds: [city], countedIn: [city] };
  expect(await restricted.searchWords(asked, {}, 99)).toEqual(await store.searchWords(asked, own, 99));
  const all = { countedIn: [city, other] };
  expect(await restricted.searchWords(asked, all, 99)).toEqual(await store.searchWords(asked, own, 99));
});

test('with no plan allowed there is nothing', async () => {
  const restricted = restrictedStore(opened().store, []);
  expect(await restricted.plans()).toEqual([]);
  expect(await restricted.tables({})).toEqual([]);
  expect(await restricted.records({})).toEqual([]);
  expect(await restricted.searchWords(['目标'], {}, 9)).toEqual([]);
});

test('closing it leaves the store open', async () => {
  const { store } = opened();
  await restrictedStore(store, []).close();
  expect(await store.plans()).toHaveLength(2);
});
