import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import { isGuidaError } from '../../corpus/errors.ts';
import { write, type Host } from '../host.ts';
import { conversationSchema, type Conversation } from './conversation.ts';
import type { Session } from './session.ts';

/** Longest line that is read, in characters; the rest of a longer one is passed over. */
export const LONGEST_LINE = 1_000_000;

/** What stands in place of an answer to a line that cannot be answered. */
interface Refused {
  readonly id: string | number | null;
  readonly error: string;
}

/**
 * Answers each line of stdin by one line of stdout, in order. A line that cannot be answered gives `{id, error}` and
 * the rest go on; empty lines give nothing.
 */
export async function answerLines(
  { host, log }: Pick<Session, 'host' | 'log'>,
  answer: (conversation: Conversation) => Promise<object>,
): Promise<void> {
  for await (const line of linesOf(host.stdin)) {
    if (line.text.trim() === '') continue;
    const conversation = line.cut ? tooLong() : parseConversation(line.text);
    await write(
      host.stdout,
      `${JSON.stringify('error' in conversation ? conversation : await answered(conversation))}\n`,
    );
  }

  async function answered(conversation: Conversation): Promise<object> {
    try {
      return await answer(conversation);
    } catch (error) {
      log.warn(`A question could not be answered (${isGuidaError(error) ? error.code : 'internal'}).`, error);
      return {
        id: conversation.id,
        error: isGuidaError(error) ? error.message : 'An internal error; --verbose tells more on stderr.',
      };
    }
  }
}

/** A line as a conversation, or what is wrong with it. */
export function parseConversation(line: string): Conversation | Refused {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { id: null, error: 'not JSON; each line must read {"id":"1","turns":["…"]}' };
  }
  const parsed = conversationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const id = z.object({ id: conversationSchema.shape.id }).safeParse(value).data?.id ?? null;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return {
    id,
    error: isObject
      ? (parsed.error.issues[0]?.message ?? 'not a question')
      : 'not an object; each line must read {"id":"1","turns":["…"]}',
  };
}

function tooLong(): Refused {
  return { id: null, error: `longer than ${LONGEST_LINE} characters` };
}

/** Lines at `\n` alone, without their ends: JSON may hold U+2028, where `readline` would cut. */
async function* linesOf(stream: Host['stdin']): AsyncGenerator<{ readonly text: string; readonly cut: boolean }> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  let cut = false;
  let isFirst = true;
  for await (const chunk of stream) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n');
    for (const [index, part] of parts.entries()) {
      if (index > 0) {
        yield { text, cut };
        text = '';
        cut = false;
        isFirst = false;
      }
      const rest = isFirst && text === '' ? part.replace(/^\uFEFF/u, '') : part;
      cut ||= text.length + rest.length > LONGEST_LINE;
      text += rest.slice(0, LONGEST_LINE - text.length);
    }
  }
  yield { text: text + decoder.end(), cut };
}
