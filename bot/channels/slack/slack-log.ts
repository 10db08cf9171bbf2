import { LogLevel, type Logger as SdkLogger } from '@slack/bolt';
import type { Logger } from 'pino';
import { oneLine, withoutSecrets } from '../../log.ts';

/** Tokens of any workspace, addresses that carry a ticket, and reply addresses. */
const SECRET_SHAPES = /\b(?:xox[a-z]|xapp)-[\w-]+|\bwss?:\/\/\S+|https?:\/\/hooks\.slack\.com\/\S+/giu;

/** Longest text of a log line that comes from elsewhere, in characters. */
const LONGEST = 500;

/** Makes a text fit to be logged: on one line, with nothing in it that lets anyone in. */
export type Redact = (text: string) => string;

/** @param secrets tokens and keys of this installation */
export function redactor(secrets: readonly string[]): Redact {
  return (text) => oneLine(withoutSecrets(text, secrets).replace(SECRET_SHAPES, '[hidden]')).slice(0, LONGEST);
}

/** An error in one line for an operator, without stack, request or answer: those hold tokens and what people wrote. */
export function reasonOf(error: unknown, redact: Redact): string {
  return redact(error instanceof Error ? error.message : String(error));
}

/**
 * The logger that Bolt and the WebClient get. Their debug lines hold whole requests with what people wrote, and are
 * dropped; of the rest only texts and messages of errors are written.
 */
export function sdkLogger(log: Logger, redact: Redact): SdkLogger {
  const line = (parts: readonly unknown[]): string =>
    parts
      .map((part) => (typeof part === 'string' ? redact(part) : part instanceof Error ? reasonOf(part, redact) : ''))
      .join(' ');
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => {
      log.debug(line(parts));
    },
    warn: (...parts: unknown[]) => {
      log.warn(line(parts));
    },
    error: (...parts: unknown[]) => {
      log.error(line(parts));
    },
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
