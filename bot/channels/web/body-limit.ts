import type { Context, MiddlewareHandler } from 'hono';
import { refuse } from './guard.ts';
import type { WebEnv } from './web-types.ts';

/**
 * Refuses a body of more than so many bytes, whether its length is told or it comes in chunks. (Hono's own makes a new
 * `Request` of one that comes in chunks, and Node's takes none that is not Node's.)
 */
export function limitBody(mostBytes: number): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { raw } = c.req;
    const length = raw.headers.get('content-length');
    if (length !== null && Number(length) > mostBytes) return tooLarge(c);
    // Without a length and without chunks there is no body.
    if (raw.headers.get('transfer-encoding') === null || !raw.body) return next();
    const body = await readWithin(raw.body, mostBytes);
    if (!body) return tooLarge(c);
    const { method, headers, signal } = raw;
    c.req.raw = new Request(c.req.url, { method, headers, signal, body });
    return next();
  };
}

/** @returns undefined when there is more */
async function readWithin(stream: ReadableStream<Uint8Array>, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Node's streams can be iterated, of which their type says nothing.
  for await (const chunk of stream as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The rest of the body is not read, so that the connection is of no more use. */
function tooLarge(c: Context<WebEnv>): Response | Promise<Response> {
  c.header('connection', 'close');
  return refuse(c, 413, '请求太长。');
}
