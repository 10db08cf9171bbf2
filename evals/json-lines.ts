import path from 'node:path';
import type { z } from 'zod';
import { GuidaError } from '../corpus/errors.ts';

/** An object of a file of JSON lines. */
export interface JsonLine<T> {
  /** File and line, to name it in a message: `own.jsonl:3`. */
  readonly where: string;
  readonly value: T;
}

/**
 * Reads JSON objects, one a line; blank lines are passed over.
 * @throws GuidaError `usage` naming the file and line that does not read
 */
export function parseJsonLines<S extends z.ZodType>(
  content: string,
  file: string,
  schema: S,
): readonly JsonLine<z.infer<S>>[] {
  return content.split(/\r?\n/u).flatMap((line, index) => {
    const where = `${path.basename(file)}:${index + 1}`;
    return line.trim() === '' ? [] : [{ where, value: parseLine(line, where, schema) }];
  });
}

function parseLine<S extends z.ZodType>(line: string, where: string, schema: S): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new GuidaError('usage', `${where}: this line is not JSON.`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new GuidaError('usage', `${where}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}
