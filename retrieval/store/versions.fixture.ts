import type { Corpus } from '../../corpus/types.ts';
import { corpusOf } from './store.fixture.ts';

/** Enough for more than one batch of rows. */
const PASSAGES = 120;

/** A corpus that says in every passage which version it is of. */
export function corpusOfVersion(version: number): Corpus {
  const texts = Array.from(
    { length: PASSAGES },
    (_, i) => `示例v${version}第${i}段，任务${(i * 7) % 13}，指标${i % 17}。`,
  );
  return corpusOf({ id: `v${version}`, title: `示例市规划v${version}`, sections: [[['任务'], ...texts]] });
}
