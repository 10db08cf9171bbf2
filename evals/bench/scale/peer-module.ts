import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** A peer that is not installed. */
export class NotInstalled extends Error {}

/**
 * Imports a package that the project does not depend on, from the folder where whoever measures has installed it.
 * @throws NotInstalled
 */
export async function importPeer<T>(name: string, folder: string | undefined): Promise<T> {
  if (folder === undefined) throw new NotInstalled(name);
  let entry: string;
  try {
    entry = createRequire(path.join(path.resolve(folder), 'package.json')).resolve(name);
  } catch {
    throw new NotInstalled(name);
  }
  return (await import(pathToFileURL(entry).href)) as T;
}
