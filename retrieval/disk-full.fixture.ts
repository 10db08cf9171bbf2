/**
 * Builds version N of a corpus into a data folder and prints how that ended. Run under a limit on the size of files,
 * which is what a full disk looks like to who writes. Arguments: folder, N.
 */
import { isGuidaError } from '../corpus/errors.ts';
import { buildIndex } from './build.ts';
import { characterWords } from './store/store.fixture.ts';
import { corpusOfVersion } from './store/versions.fixture.ts';

const [dataDir = '', version = ''] = process.argv.slice(2);
try {
  const fingerprint = `version ${version}`;
  await buildIndex(corpusOfVersion(Number(version)), {
    dataDir,
    fingerprint,
    words: characterWords,
    embedder: 'local',
  });
  process.stdout.write('built');
} catch (error) {
  process.stdout.write(isGuidaError(error) ? error.code : String(error));
}
