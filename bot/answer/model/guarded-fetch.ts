import { z } from 'zod';
import { ModelFailure } from './failure.ts';

/** An answer longer than this is none, in bytes. */
const LONGEST_BODY = 4 * 2 ** 20;
/** A line longer than this is none, in characters. */
const LONGEST_LINE = 2 ** 20;

const part = z.looseObject({ text: z.string().optional() });
/** As much of a streamed piece as the client takes for granted. */
const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z
          .looseObject({
            content: z.union([z.string(), z.null(), z.array(part)]).optional(),
            tool_calls: z.union([z.array(z.unknown()), z.null()]).optional(),
          })
          .nullish(),
      }),
    )
    .nullish(),
});

/**
 * A fetch for the chat client, which takes what it is sent on trust: a web page in place of an answer, lines that are no
 * JSON (the client would write them to the console) and endless answers are failures here, and content that comes in
 * parts is joined.
 * @throws ModelFailure `unreadable`, from the call or from reading the body
 */
export function guardedFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok || response.body === null) return response;
    const type = response.headers.get('content-type') ?? '';
    if (/html|xml/iu.test(type)) {
      await response.body.cancel();
      throw new ModelFailure('unreadable', { cause: 'a web page' });
    }
    if (!/event-stream/iu.test(type)) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(eventLines()), { status, statusText, headers });
  };
}

/** Passes whole lines on, those with data checked. */
function eventLines(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let buffer = '';
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      buffer += decoder.decode(chunk, { stream: true });
      if (bytes > LONGEST_BODY || buffer.length > LONGEST_LINE)
        throw new ModelFailure('unreadable', { cause: 'too long' });
      const lines = buffer.split(/\r\n|\r(?!$)|\n/u);
      buffer = lines.pop() ?? '';
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.map((line) => `${checkedLine(line)}\n`).join('')));
    },
    flush(controller) {
      if (buffer !== '') controller.enqueue(encoder.encode(checkedLine(buffer)));
    },
  });
}

function checkedLine(line: string): string {
  const data = /^data:\s*(?<json>.*)$/u.exec(line)?.groups?.['json'];
  if (data === undefined || data === '' || data.startsWith('[DONE]')) return line;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new ModelFailure('unreadable', { cause: 'no JSON' });
  }
  if (typeof value === 'object' && value !== null && 'error' in value && Boolean(value.error))
    throw new ModelFailure('server', { cause: 'an error in the stream' });
  const chunk = chunkSchema.safeParse(value);
  if (!chunk.success) throw new ModelFailure('unreadable', { cause: 'another form' });
  let isChanged = false;
  for (const choice of chunk.data.choices ?? []) {
    const content = choice.delta?.content;
    if (!choice.delta || !Array.isArray(content)) continue;
    choice.delta.content = content.map(({ text }) => text ?? '').join('');
    isChanged = true;
  }
  return isChanged ? `data: ${JSON.stringify(chunk.data)}` : line;
}
