import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import MiniSearch, { type Options } from 'minisearch';
import { STORE_DEFAULTS } from '../../../retrieval/store/embedded-store.ts';
import type { Contender } from './contender.ts';
import { readPlans } from './prepared.ts';

const { text, heading, title } = STORE_DEFAULTS.weights;
const OPTIONS: Options = {
  fields: ['text', 'heading', 'title'],
  tokenize: (value) => value.split(' '),
  processTerm: (term) => term,
  searchOptions: { boost: { text, heading, title } },
};

/** MiniSearch: words only, all of it in memory. */
export const miniSearch: Contender = {
  name: 'MiniSearch',
  most: 100_000,
  async build({ prepared, folder }) {
    const index = new MiniSearch(OPTIONS);
    for await (const { plan, passages } of readPlans(prepared)) {
      index.addAll(passages.map((one) => ({ ...one, heading: one.section.join(' '), title: plan.title })));
    }
    await writeFile(path.join(folder, 'index.json'), JSON.stringify(index));
  },
  async open({ folder }) {
    const index = MiniSearch.loadJSON(await readFile(path.join(folder, 'index.json'), 'utf8'), OPTIONS);
    return {
      searchWords: (words, k) =>
        Promise.resolve(
          index
            .search(words.join(' '))
            .slice(0, k)
            .map(({ id }) => String(id)),
        ),
      close: () => Promise.resolve(),
    };
  },
};
