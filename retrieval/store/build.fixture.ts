/**
 * Builds version N of a corpus into a data folder, and kills itself (SIGKILL) just before the P-th time that it changes
 * the disk or reports progress. Arguments: folder, N, P. With P 0 it builds to the end and prints how many such points
 * there are. A fourth argument, `child`, has the vectors built in a child process.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { buildIndex } from '../build.ts';
import { buildHnswFileHere } from './generation-writer.ts';
import { corpusOfVersion } from './versions.fixture.ts';
import { characterWords, countingEmbedder } from './store.fixture.ts';

const CHANGES = ['fsyncSync', 'linkSync', 'mkdirSync', 'openSync', 'renameSync', 'rmSync', 'writeFileSync'];

const [dataDir = '', version = '', point = '', vectors = ''] = process.argv.slice(2);
let points = 0;

function pass(): void {
  points += 1;
  if (String(points) === point) process.kill(process.pid, 'SIGKILL');
}

const functions = fs as unknown as Record<string, (...values: unknown[]) => unknown>;
for (const name of CHANGES) {
  const original = functions[name];
  if (original === undefined) throw new Error(`there is no ${name}`);
  functions[name] = (...values) => {
    if (String(values[0]).startsWith(dataDir) || typeof values[0] === 'number') pass();
    return original(...values);
  };
}
syncBuiltinESMExports();

await buildIndex(corpusOfVersion(Number(version)), {
  dataDir,
  fingerprint: `version ${version}`,
  words: characterWords,
  embedder: countingEmbedder(),
  onProgress: pass,
  ...(vectors === 'child' ? {} : { buildVectors: buildHnswFileHere }),
});
process.stdout.write(`${points}\n`);
