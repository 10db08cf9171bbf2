import { characterWords, countingEmbedder } from '../store/store.fixture.ts';
import { corpusOfVersion } from '../store/versions.fixture.ts';
import { buildPostgresIndex, type PostgresBuildOptions } from './build.ts';

/** Builds the index of a version of the sample corpus in a database. */
export function buildVersion(
  url: string,
  version: number,
  options: Partial<PostgresBuildOptions> = {},
): ReturnType<typeof buildPostgresIndex> {
  return buildPostgresIndex(corpusOfVersion(version), {
    connection: { url },
    fingerprint: `version ${version}`,
    words: characterWords,
    embedder: countingEmbedder(),
    ...options,
  });
}
