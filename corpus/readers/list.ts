import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, extname, join, sep } from 'node:path';
import { EXTENSIONS, extensionOf } from './formats.ts';
import { printable } from './wording.ts';

/** The files of a corpus, and what was passed over. */
export interface SourceList {
  /** Paths that start with the folder as given, in code-unit order. No file stands in it twice. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}

/** Files that may lie beside the plans and are no plans: hidden ones, lock files of Word, notes, metadata. */
const NO_PLAN = /^(?:\.|~\$|readme|plans\.ya?ml$|thumbs\.db$|desktop\.ini$)/iu;

interface Finds {
  readonly files: string[];
  readonly warnings: string[];
  /** Real paths of files and folders already dealt with: a link may lead to them again, or round in a circle. */
  readonly seen: Set<string>;
}

/** A link met on the way, followed once all that lies in the folder itself is known. */
interface Link {
  readonly path: string;
  readonly shown: string;
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** `true` the first time. */
function remember(seen: Set<string>, path: string): boolean {
  if (seen.has(path)) return false;
  seen.add(path);
  return true;
}

function takeFile(path: string, shown: string, real: string, finds: Finds): void {
  if (extensionOf(path) === undefined) {
    const what = extname(path) === '' ? 'files without an ending' : `${printable(extname(path))} files`;
    finds.warnings.push(`${shown}: ${what} are not read. Save it as one of ${EXTENSIONS.join(' ')}.`);
  } else if (remember(finds.seen, real)) {
    finds.files.push(path);
  }
}

/** Walks one folder; links go to `links`. `shown` is the path within the corpus, for messages. */
async function walkFolder(path: string, shown: string, finds: Finds, links: Link[]): Promise<void> {
  if (!remember(finds.seen, await realpath(path))) return;
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (NO_PLAN.test(entry.name)) continue;
    const inner = { path: join(path, entry.name), shown: join(shown, printable(entry.name)) };
    if (entry.isSymbolicLink()) links.push(inner);
    else if (entry.isDirectory())
      await guarded(inner.shown, finds, () => walkFolder(inner.path, inner.shown, finds, links));
    else if (entry.isFile()) takeFile(inner.path, inner.shown, await realpath(inner.path), finds);
    else finds.warnings.push(`${inner.shown}: not a regular file, passed over.`);
  }
}

async function followLink(link: Link, root: string, finds: Finds, links: Link[]): Promise<void> {
  const target = await realpath(link.path);
  if (!isInside(target, root)) {
    finds.warnings.push(`${link.shown}: a link that leads out of the folder, passed over. Copy the file instead.`);
  } else if ((await stat(target)).isDirectory()) {
    await walkFolder(link.path, link.shown, finds, links);
  } else {
    takeFile(link.path, link.shown, target, finds);
  }
}

async function guarded(shown: string, finds: Finds, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be opened (${code})`;
    finds.warnings.push(`${shown}: ${reason}. Check its name and permissions.`);
  }
}

/**
 * Finds the files of a corpus in folders, at any depth. Hidden files, README*, plans.yaml and Word's lock files are
 * skipped without a word; other kinds of files, links that lead out of their folder, and folders that cannot be
 * opened are warnings. An item of `dirs` may also be a single file.
 */
export async function listSources(dirs: readonly string[]): Promise<SourceList> {
  const finds: Finds = { files: [], warnings: [], seen: new Set() };
  for (const dir of dirs) {
    const shown = printable(basename(dir));
    const links: Link[] = [];
    await guarded(shown, finds, async () => {
      const root = await realpath(dir);
      if (!(await stat(root)).isDirectory()) takeFile(dir, shown, root, finds);
      else await walkFolder(dir, shown, finds, links);
      for (let link = links.shift(); link !== undefined; link = links.shift()) {
        const followed = link;
        await guarded(followed.shown, finds, () => followLink(followed, root, finds, links));
      }
    });
  }
  return { files: finds.files.toSorted(), warnings: finds.warnings };
}
