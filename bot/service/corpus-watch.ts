import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listSources } from '../../corpus/read.ts';
import { lookAtCorpus } from '../corpus-files.ts';

/** Looks out for changes of a corpus. */
export interface CorpusWatch {
  /** `CorpusFiles.fingerprint` of the files as they are; undefined while they change. */
  fingerprint(): Promise<string | undefined>;
}

/** Watches the files of a corpus. Reads them only when one has changed by its size or times. */
export function watchCorpus(corpus: readonly string[]): CorpusWatch {
  let lastSeen: string | undefined;
  let known: { readonly version: string; readonly fingerprint: string } | undefined;
  return {
    async fingerprint() {
      const version = await versionOf(corpus);
      const isFirst = lastSeen === undefined;
      const isSettled = version === lastSeen;
      lastSeen = version;
      // Files that are just being copied are not read half.
      if (!isFirst && !isSettled) return undefined;
      if (known?.version !== version) known = { version, fingerprint: (await lookAtCorpus(corpus)).fingerprint };
      return known.fingerprint;
    },
  };
}

/** Changes when a file of the corpus does, by its size and times alone. */
async function versionOf(corpus: readonly string[]): Promise<string> {
  const { files } = await listSources(corpus);
  // The list that corrects what is read lies in a folder, or beside a file that is named by itself.
  const lists = corpus.map((path) => join(isFile(path) ? dirname(path) : path, 'plans.yaml'));
  return [...files, ...lists]
    .map((path) => {
      const { size, mtimeMs, ino } = statSync(path, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: 0, ino: 0 };
      return `${path} ${size} ${mtimeMs} ${ino}`;
    })
    .join('\n');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
