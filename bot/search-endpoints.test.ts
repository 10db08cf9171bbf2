import { afterEach, beforeEach, expect, test } from 'vitest';
import { refusing, startRerankServer, type RerankServer } from '../retrieval/rerank/rerank-server.fixture.ts';
import { placesIn, run, workingFolder } from './program.fixture.ts';

let server: RerankServer;
beforeEach(async () => {
  server = await startRerankServer();
});
afterEach(() => server.close());

const settings = () => ({
  OPENAI_API_KEY: 'sk-hush-hush',
  OPENAI_BASE_URL: server.baseURL,
  OPENAI_RERANK_MODEL: 'stand-in-reranker',
});

test('the rerank model of the settings judges what was found, and is done without when it fails', async () => {
  const folder = workingFolder();
  const question = '示例市2025年高新技术企业要达到多少家？';
  const ask = () => run(['ask', question, ...placesIn(folder)], { environment: settings() });
  const honest = await ask();
  expect(honest.code).toBe(0);
  expect(server.requests[0]?.body).toMatchObject({ model: 'stand-in-reranker', query: question });
  expect(server.requests[0]?.body.documents[0]).toContain('示例市“十四五”科技创新规划');
  server.always(refusing(401));
  const alone = await ask();
  expect(alone).toMatchObject({ code: 0, stdout: honest.stdout });
  expect(alone.stderr).toContain('Check OPENAI_API_KEY. The order of the passages is our own.');
  expect(alone.stderr).not.toContain('hush');
});

test('without a rerank model nothing is asked', async () => {
  const environment = { ...settings(), OPENAI_RERANK_MODEL: '' };
  await run(['ask', '示例市2025年高新技术企业要达到多少家？', ...placesIn(workingFolder())], { environment });
  expect(server.requests).toEqual([]);
});
