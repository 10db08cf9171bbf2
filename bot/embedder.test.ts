import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddingsServer, failing, type EmbeddingsServer } from '../retrieval/embed/embeddings-server.fixture.ts';
import { placesIn, run, workingFolder, type Ran } from './program.fixture.ts';

let server: EmbeddingsServer;

beforeEach(async () => {
  server = await startEmbeddingsServer();
});

afterEach(async () => {
  await server.close();
});

function ask(folder: string): Promise<Ran> {
  const environment = {
    OPENAI_API_KEY: 'sk-hush-hush',
    OPENAI_BASE_URL: server.baseURL,
    OPENAI_EMBEDDING_MODEL: 'stand-in',
  };
  return run(['ask', '示例市2025年高新技术企业要达到多少家？', ...placesIn(folder)], { environment });
}

test('the embedding model of the settings makes the vectors of the index, once', async () => {
  const folder = workingFolder();
  expect(await ask(folder)).toMatchObject({ code: 0, stdout: expect.stringContaining('300家') as string });
  const embedded = server.requests.flatMap(({ input }) => input);
  expect(embedded).toContainEqual(expect.stringContaining('示例科学城规划面积25平方公里'));
  writeFileSync(join(folder, 'plans/more.md'), '# 样本镇“十四五”规划\n\n到2025年，样本镇建成水库2座。\n');
  await ask(folder);
  const again = server.requests.flatMap(({ input }) => input).slice(embedded.length);
  expect(again).toContainEqual(expect.stringContaining('水库2座'));
  expect(again).not.toContainEqual(expect.stringContaining('示例科学城规划面积25平方公里'));
});

test('an endpoint that goes down after the index was built costs the vectors and no more', async () => {
  const folder = workingFolder();
  await ask(folder);
  server.always(() => failing(401));
  const ran = await ask(folder);
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('300家') as string });
  expect(ran.stderr).toContain('Check OPENAI_API_KEY. This answer rests on words alone.');
  expect(ran.stderr).not.toContain('hush');
});

test('without its endpoint the question is answered all the same, and that is told', async () => {
  server.always(() => failing(401));
  const ran = await ask(workingFolder());
  expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('300家') as string });
  expect(ran.stderr).toContain('Check OPENAI_API_KEY. The local embedding is used instead.');
  expect(ran.stderr).not.toContain('hush');
});
