import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listSources } from '../corpus/read.ts';
import type { Corpus } from '../corpus/types.ts';
import { DEFAULT_LIMITS } from '../corpus/readers/limits.ts';
import { fingerprintOf } from '../retrieval/store/fingerprint.ts';

/** Code that decides what an index of a given corpus looks like. */
const INDEXING_CODE = [
  'corpus',
  'retrieval/build.ts',
  'retrieval/embed',
  'retrieval/postgres',
  'retrieval/store',
  'retrieval/words',
];
const NO_CODE = /\.(?:test|fixture|contract)\.ts$|\.md$/u;

/** The files of a corpus as they lie on the disk now. */
export interface CorpusFiles {
  /** How many plan files there are. */
  readonly count: number;
  /** Changes when a file is added, removed, renamed or changed, and when this program would read it otherwise. */
  readonly fingerprint: string;
}

/** Looks at the files of a corpus without understanding them: 100 MB take about a tenth of a second. */
export async function lookAtCorpus(dirs: readonly string[]): Promise<CorpusFiles> {
  const { files } = await listSources(dirs);
  const lists = dirs.map((dir) => join(dir, 'plans.yaml'));
  const hashed: { file: string; sha256: string }[] = [];
  for (const path of [...files, ...lists]) {
    const sha256 = await contentHash(path);
    if (sha256 !== undefined) hashed.push({ file: nameWithin(dirs, path), sha256 });
  }
  return { count: files.length, fingerprint: fingerprintOf(hashed, codeVersion()) };
}

/** Names a corpus as it was read: a file that failed for lack of time or memory is worth another try, although the files are as they were. */
export function fingerprintWithFailures(files: CorpusFiles, { failures }: Pick<Corpus, 'failures'>): string {
  const failed = failures.map(({ file, reason }) => ({ file: basename(file), sha256: reason }));
  return fingerprintOf(failed, files.fingerprint);
}

/** The path within its folder, so that the same folder under another name, or moved, is the same corpus. */
function nameWithin(dirs: readonly string[], path: string): string {
  const dir = dirs.find((candidate) => path === candidate || path.startsWith(join(candidate, '/')));
  return dir === undefined || dir === path ? basename(path) : relative(dir, path);
}

/** Absent when there is no such file. */
async function contentHash(path: string): Promise<string | undefined> {
  try {
    const { size, mtimeMs } = statSync(path);
    // Refused by the reader anyway; not worth reading through at each start.
    if (size > DEFAULT_LIMITS.fileBytes) return `${size} bytes of ${mtimeMs}`;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    // One that cannot be read now may be readable next time, and is then another corpus.
    return code === 'ENOENT' ? undefined : code;
  }
}

let version: string | undefined;

/**
 * Names the code that reads and indexes, by its content: an index that other code has made is built again, and nobody
 * has to remember to raise a number.
 */
function codeVersion(): string {
  version ??= hashOfFiles(
    INDEXING_CODE.flatMap((path) => codeFiles(fileURLToPath(new URL(`../${path}`, import.meta.url)))),
  );
  return version;
}

function codeFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => name !== 'plans' && !NO_CODE.test(name))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap(({ name }) => codeFiles(join(path, name)));
}

function hashOfFiles(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${basename(path)}\n`).update(readFileSync(path));
  return hash.digest('hex');
}
