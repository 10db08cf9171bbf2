import { createHash } from 'node:crypto';

/**
 * Names what an index is built from. Changes when a file is added, removed, renamed or changed, or when the reader
 * would understand it otherwise; does not depend on the order of the files.
 * @param files plans, and the lists that steer their reading (plans.yaml, indicators.yaml)
 * @param readerVersion raised with each change to how plans are read
 */
export function fingerprintOf(
  files: readonly { readonly file: string; readonly sha256: string }[],
  readerVersion: string,
): string {
  const lines = files.map(({ file, sha256 }) => JSON.stringify([file, sha256])).sort();
  return createHash('sha256')
    .update([JSON.stringify(readerVersion), ...lines].join('\n'))
    .digest('hex');
}
