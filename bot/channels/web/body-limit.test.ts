import { expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { USER_HEADER } from './web-harness.fixture.ts';
import { useWeb } from './web-testbed.fixture.ts';

const open = useWeb();
const headers = { 'content-type': 'application/json', [USER_HEADER]: 'zhang' };
const question = JSON.stringify({ question: '高企', stream: false });

/** Posts a body in chunks, whose length the server is not told. */
function postChunks(url: string, ...chunks: readonly string[]): Promise<Response> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return fetch(url, { method: 'POST', headers, body, duplex: 'half' });
}

test('a body that comes in chunks is read like any other', async () => {
  const service = scriptedService();
  const { address } = await open(service);
  const reply = await postChunks(`${address}/api/ask`, question.slice(0, 10), question.slice(10));
  expect(reply.status).toBe(200);
  expect(service.takes.map(({ text, reader }) => [text, reader.userId])).toEqual([['高企', 'zhang']]);
  const completion = JSON.stringify({ model: 'guida', messages: [{ role: 'user', content: '高企' }] });
  expect((await postChunks(`${address}/v1/chat/completions`, completion)).status).toBe(200);
});

test('a body over the limit is refused, in chunks as well', async () => {
  const { address } = await open(scriptedService());
  const large = 'x'.repeat(64 * 1024);
  const reply = await postChunks(`${address}/api/ask`, '{"question":"', ...Array<string>(17).fill(large), '"}');
  expect(reply.status).toBe(413);
  expect(await reply.json()).toMatchObject({ error: { code: 'too-large' } });
});

test('a request of another method, without a body, is told so and is no failure', async () => {
  const warned: unknown[] = [];
  const { address } = await open(scriptedService(), { log: { warn: (...words) => warned.push(words) } });
  for (const method of ['DELETE', 'PUT', 'PATCH', 'OPTIONS'])
    expect((await fetch(`${address}/api/plans`, { method, headers })).status, method).toBe(404);
  expect(warned).toEqual([]);
});
