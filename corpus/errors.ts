/** Codes are part of the public interface: logs, tests and scripts match them. Add, never rename. */
export type GuidaErrorCode =
  | 'usage'
  | 'settings'
  | 'corpus-empty'
  | 'file-unreadable'
  | 'file-encrypted'
  | 'file-empty'
  | 'file-too-large'
  | 'file-inflates'
  | 'file-unsupported'
  | 'data-unwritable'
  | 'index-missing'
  | 'index-damaged'
  | 'index-mismatch'
  | 'index-busy'
  | 'vector-invalid'
  | 'vector-process'
  | 'words-dictionary'
  | 'words-list'
  | 'indicators-list'
  | 'embedding-failed'
  | 'rerank-failed'
  | 'index-read-only'
  | 'model-failed'
  | 'journal-failed'
  | 'channel-failed'
  | 'access-rules'
  | 'draft-failed'
  | 'database-failed'
  | 'internal';

/**
 * The one base of every error we throw on purpose. `message` may be shown to a user: it says what is wrong and what
 * to do, and holds no path outside the corpus, no key and no prompt. What only an operator may read is in `cause`.
 */
export class GuidaError extends Error {
  readonly code: GuidaErrorCode;

  constructor(code: GuidaErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'GuidaError';
    this.code = code;
  }
}

/** Whether `error` is ours, so that its message may be shown. */
export function isGuidaError(error: unknown): error is GuidaError {
  return error instanceof GuidaError;
}
