import pino, { type DestinationStream, type Logger } from 'pino';
import { isGuidaError } from '../../corpus/errors.ts';
import { withoutSecrets, type Log } from '../log.ts';

/** What `createServiceLog` takes. */
export interface ServiceLogOptions {
  /** Takes whole lines of JSON. */
  readonly write: (line: string) => void;
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  /** Values that are replaced wherever they turn up: keys and tokens. */
  readonly secrets: readonly string[];
}

/**
 * The log of the running program: a line of JSON an entry, for whatever collects logs. What is asked and answered is
 * never an argument of an entry; secrets of the settings are taken out of every line, however they got there.
 */
export function createServiceLog({ write, level, secrets }: ServiceLogOptions): Logger {
  const hidden = secrets.flatMap(spellings);
  const destination: DestinationStream = {
    write(line) {
      write(withoutSecrets(line, hidden));
    },
  };
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError, error: describeError },
    },
    destination,
  );
}

/** The log as the parts of the program know it that also run in a terminal. */
export function asLog(logger: Logger): Log {
  const entry = (cause: unknown): object => (cause === undefined ? {} : { err: cause });
  return {
    warn(message, cause) {
      logger.warn(entry(cause), message);
    },
    detail(message, cause) {
      logger.debug(entry(cause), message);
    },
  };
}

/** An error with its code and what caused it. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const system: unknown = 'code' in error ? error.code : undefined;
  const code = isGuidaError(error) ? error.code : system;
  return {
    type: name,
    ...(typeof code === 'string' ? { code } : {}),
    message,
    stack,
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** A secret as it stands in plain text, in JSON, in an address, and in Base64; and the password within an address. */
function spellings(secret: string): readonly string[] {
  const password = URL.canParse(secret) ? new URL(secret).password : '';
  return [secret, password, safelyDecoded(password)].flatMap((text) =>
    text === ''
      ? []
      : [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text), Buffer.from(text).toString('base64')],
  );
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
