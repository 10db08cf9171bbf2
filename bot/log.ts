/** Where the program tells an operator what it does. Never the answer itself. */
export interface Log {
  /** Something to act on. `cause` is written with `--verbose` only. */
  warn(message: string, cause?: unknown): void;
  /** Written with `--verbose` only. */
  detail(message: string, cause?: unknown): void;
}

/** What `createLog` takes. */
export interface LogOptions {
  /** Takes whole lines, with their line ends. */
  readonly write: (text: string) => void;
  /** Also details and causes with their stacks. Default false. */
  readonly verbose?: boolean;
  /** Values that are replaced wherever they turn up: keys and tokens. Default none. */
  readonly secrets?: readonly string[];
}

/** A shorter “secret” is no secret, and would black out half a message. */
const SHORTEST_SECRET = 6;

/** What stands in place of a secret. */
const HIDDEN = '[hidden]';

/** A log in plain lines, for a terminal. One message is one line; only a stack takes several. */
export function createLog({ write, verbose = false, secrets = [] }: LogOptions): Log {
  const put = (message: string, cause: unknown): void => {
    write(`guida: ${oneLine(withoutSecrets(message, secrets))}\n`);
    if (verbose && cause !== undefined) write(`${withoutSecrets(describe(cause), secrets)}\n`);
  };
  return {
    warn: put,
    detail(message, cause) {
      if (verbose) put(message, cause);
    },
  };
}

/** A text as one line that a terminal prints as it stands: control characters, escape sequences among them, are dropped. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim();
}

/** Replaces every secret, longest first so that none leaves a rest of another. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((left, right) => right.length - left.length)
    .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
}

/** An error with its stack and what caused it, for an operator. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describe(error.cause)}`;
}
