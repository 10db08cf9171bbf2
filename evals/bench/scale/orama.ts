import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Contender } from './contender.ts';
import { importPeer } from './peer-module.ts';
import { readPlans, readVectors } from './prepared.ts';

/** What is used of `@orama/orama`. */
interface Orama {
  readonly create: (options: object) => object;
  readonly insert: (index: object, document: object) => string | Promise<string>;
  readonly search: (index: object, options: object) => Found | Promise<Found>;
  readonly save: (index: object) => unknown;
  readonly load: (index: object, saved: unknown) => void;
}
interface Found {
  readonly hits: readonly { readonly document: { readonly key: string } }[];
}

/** Orama: words and vectors, all of it in memory; vectors are compared with all. */
export const orama: Contender = {
  name: 'Orama',
  most: 10_000,
  async build({ prepared, folder, dimension, peers }) {
    const { create, insert, save } = await importPeer<Orama>('@orama/orama', peers);
    const index = create(optionsOf(dimension));
    const vectors = readVectors(prepared);
    let at = 0;
    for await (const { plan, passages } of readPlans(prepared)) {
      for (const { id, section, text } of passages) {
        const embedding = Array.from(vectors.subarray(at * dimension, (at += 1) * dimension));
        await insert(index, { key: id, text, heading: section.join(' '), title: plan.title, embedding });
      }
    }
    await writeFile(path.join(folder, 'index.json'), JSON.stringify(save(index)));
  },
  async open({ folder, dimension, peers }) {
    const { create, load, search } = await importPeer<Orama>('@orama/orama', peers);
    const index = create(optionsOf(dimension));
    load(index, JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8')));
    const keysOf = ({ hits }: Found): readonly string[] => hits.map(({ document }) => document.key);
    const boost = { text: 1, heading: 0.6, title: 0.3 };
    const properties = Object.keys(boost);
    return {
      searchWords: async (words, limit) =>
        keysOf(await search(index, { term: words.join(' '), properties, boost, limit, threshold: 1 })),
      searchVectors: async (vector, limit) => {
        const asked = { value: Array.from(vector), property: 'embedding' };
        return keysOf(await search(index, { mode: 'vector', vector: asked, similarity: 0, limit }));
      },
      close: () => Promise.resolve(),
    };
  },
};

function optionsOf(dimension: number): object {
  const tokenizer = {
    language: 'spaces',
    normalizationCache: new Map(),
    tokenize: (text: string) => text.split(' ').filter((word) => word !== ''),
  };
  const schema = { key: 'enum', text: 'string', heading: 'string', title: 'string', embedding: `vector[${dimension}]` };
  return { schema, components: { tokenizer } };
}
