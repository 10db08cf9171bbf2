import { isGuidaError } from '../../corpus/errors.ts';
import { unwritable } from '../vectors/durable-file.ts';

/** What a full, read-only, missing or failing disk says, through Node. EFBIG: a limit on the size of files. */
const FILE_SYSTEM_CODES = new Set([
  'EACCES',
  'EDQUOT',
  'EEXIST',
  'EFBIG',
  'EIO',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'ENOTSUP',
  'EPERM',
  'EROFS',
]);

/** The same through SQLite, with its extended codes: SQLITE_IOERR_WRITE, … */
const SQLITE_CODE = /^SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN)/u;

/** An error of a build, as `data-unwritable` when the disk is the reason; any other as it is. */
export function asUnwritable(error: unknown): unknown {
  if (isGuidaError(error) || !(error instanceof Error) || !('code' in error)) return error;
  const { code } = error;
  const isDisk = typeof code === 'string' && (FILE_SYSTEM_CODES.has(code) || SQLITE_CODE.test(code));
  return isDisk ? unwritable(error) : error;
}
