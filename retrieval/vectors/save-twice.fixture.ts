/** Saves an index over the file named by the first argument and prints how that failed; run under a file size limit. */
import { HnswIndex } from './hnsw.ts';
import { clusteredVectors, errorCode } from './vectors.fixture.ts';

const vectors = clusteredVectors({ count: 300, dimension: 16, seed: 2 });
const index = HnswIndex.build(
  vectors,
  vectors.map((_, label) => label),
);
process.stdout.write(
  `${
    errorCode(() => {
      index.save(process.argv[2] ?? '');
    }) ?? 'saved'
  }\n`,
);
