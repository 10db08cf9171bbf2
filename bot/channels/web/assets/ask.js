/* global fetch, location, TextDecoderStream */

/** How long it is waited before the connection is tried again, milliseconds. Then the user is asked. */
const PAUSES = [500, 1000, 2000, 4000, 8000, 8000];

/**
 * Asks, and yields the events of the answer. When the connection is lost, also by a restart of the server, it asks again
 * with the same event id: the question is answered once, and the events come from the first one on (after `taken`).
 * @param {{ question: string, eventId: string, conversationId: string }} body
 * @returns {AsyncGenerator<{ type: string, [field: string]: any }>}
 */
export async function* ask(body) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      for await (const event of askOnce(body)) {
        yield event;
        if (event.type === 'answered' || event.type === 'refused') return;
        attempt = 0;
      }
    } catch {
      // A connection that fails and one that ends early are tried again alike.
    }
    const pause = PAUSES[attempt];
    if (pause === undefined) {
      yield { type: 'refused', reason: 'disconnected', text: '连接中断，请检查网络后重试。' };
      return;
    }
    yield { type: 'status', text: '连接中断，正在重新连接' };
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** @param {object} body @returns {AsyncGenerator<{ type: string, [field: string]: any }>} */
async function* askOnce(body) {
  const response = await fetch('/api/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.status === 401) {
    location.assign('/login');
    yield { type: 'refused', reason: 'login', text: '登录已过期，请重新登录。' };
    return;
  }
  if (!response.ok || !response.body) {
    // A proxy says 502 or 504 while the server restarts.
    if (response.status >= 502) throw new Error(`status ${response.status}`);
    const told = await response.json().catch(() => undefined);
    const reason = response.status === 409 ? 'answered-before' : 'failed';
    yield { type: 'refused', reason, text: told?.error?.message ?? '出了问题，请稍后再试。' };
    return;
  }
  yield* readEvents(response.body);
}

/** Reads Server-Sent Events. @param {ReadableStream<any>} stream */
async function* readEvents(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const lines = part.split('\n');
      const type = lines.find((line) => line.startsWith('event: '))?.slice(7);
      const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6));
      if (type !== undefined && data.length > 0) yield { ...JSON.parse(data.join('\n')), type };
    }
  }
}
