import { z } from '@hono/zod-openapi';
import { expect, test } from 'vitest';
import { scriptedPassage, scriptedService } from '../../service/scripted-service.fixture.ts';
import { createAnswers } from './answers.ts';
import { createApp } from './app.ts';
import { ChunkView, CompletionView, ModelsView, OpenAiErrorBody } from './chat-schemas.ts';
import { AnswerView, IndicatorView, PassageView, PlanView, SourceBody, TableView } from './schemas.ts';
import { get, list, post, useWeb } from './web-testbed.fixture.ts';

const open = useWeb();

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<Record<string, { readonly content?: object; readonly description: string }>>;
}
interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What is no part of the API: the pages, what they load, the login, and the description itself. */
const PAGES = /^\/(?:$|plans|indicators|drafts|assets|log(?:in|out)|openapi\.json)/u;

/** Methods and paths that the server knows, as its description would write them. */
function servedRoutes(): readonly string[] {
  const service = scriptedService();
  const log = { warn: () => undefined };
  const { routes } = createApp({
    service,
    log,
    host: '127.0.0.1',
    port: 0,
    secret: 'a-secret-of-the-office',
    operations: { health: () => ({ ready: true }), metrics: () => Promise.resolve('') },
    answers: createAnswers({ service, log, now: Date.now }),
    signal: new AbortController().signal,
  });
  const own = routes.filter(({ method, path }) => method !== 'ALL' && !PAGES.test(path));
  return [...new Set(own.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/gu, '{$1}')}`))].toSorted();
}

async function described(address: string): Promise<Description> {
  return (await (await get(address, '/openapi.json')).json()) as Description;
}

test('the description has every route of the API, and none that is not served', async () => {
  const { address } = await open(scriptedService());
  const { openapi, paths } = await described(address);
  expect(openapi).toBe('3.1.0');
  const named = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(named.toSorted()).toEqual(servedRoutes());
  expect(named).toEqual(expect.arrayContaining(['POST /api/ask', 'POST /v1/chat/completions', 'GET /metrics']));
});

test('every operation says what it is for and what its answers hold', async () => {
  const { address } = await open(scriptedService());
  for (const [path, operations] of Object.entries((await described(address)).paths))
    for (const [method, { summary = '', responses }] of Object.entries(operations)) {
      expect(summary, `${method} ${path}`).not.toBe('');
      for (const [status, { content, description }] of Object.entries(responses)) {
        expect(description, `${method} ${path} ${status}`).not.toBe('');
        if (status !== '204') expect(content, `${method} ${path} ${status}`).toBeDefined();
      }
    }
});

test('a refusal has a status that is described', async () => {
  const { address } = await open(scriptedService());
  const { paths } = await described(address);
  const check = async (method: string, path: string, reply: Promise<Response>): Promise<void> => {
    const { status } = await reply;
    expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
    expect(paths[path]?.[method]?.responses, `${method} ${path}`).toHaveProperty(String(status));
  };
  const nobody = (path: string): Promise<Response> => fetch(address + path);
  await check('get', '/api/plans', nobody('/api/plans'));
  await check('get', '/v1/models', nobody('/v1/models'));
  await check('get', '/api/plans/{id}', get(address, '/api/plans/nothing'));
  await check('get', '/api/plans/{id}/passages', get(address, '/api/plans/nothing/passages?from=x'));
  await check('get', '/api/passages/{id}', get(address, '/api/passages/nothing?around=99'));
  await check('get', '/api/indicators', get(address, '/api/indicators?sort=nothing'));
  await check('get', '/v1/models/{id}', get(address, '/v1/models/nothing'));
  for (const path of ['/api/ask', '/api/feedback', '/api/drafts', '/api/drafts/file', '/v1/chat/completions']) {
    await check('post', path, post(address, path, {}));
    await check('post', path, fetch(address + path, { method: 'POST', body: '{}' }));
  }
});

test('what comes has the described form, and nothing beyond it', async () => {
  const { address } = await open(scriptedService());
  const check = (schema: z.ZodType, value: unknown): void => {
    expect(schema.parse(value)).toEqual(value);
  };
  const json = async (reply: Promise<Response>): Promise<unknown> => (await reply).json();
  const messages = [{ role: 'user', content: '高企' }];
  check(AnswerView, await json(post(address, '/api/ask', { question: '高企', stream: false })));
  check(CompletionView, await json(post(address, '/v1/chat/completions', { model: 'guida', messages })));
  check(OpenAiErrorBody, await json(post(address, '/v1/chat/completions', { model: 'other', messages })));
  check(ModelsView, await json(get(address, '/v1/models')));
  const stream = await (await post(address, '/v1/chat/completions', { model: 'guida', messages, stream: true })).text();
  const chunks = stream.match(/(?<=^data: )\{.*$/gmu) ?? [];
  expect(chunks.length).toBeGreaterThan(2);
  for (const chunk of chunks) check(ChunkView, JSON.parse(chunk));
  const { id, planId } = scriptedPassage('300家以上');
  check(SourceBody, await json(get(address, `/api/passages/${id}`)));
  check(z.array(PlanView), await list(address, '/api/plans'));
  check(z.array(PassageView), await list(address, `/api/plans/${planId}/passages`));
  check(z.array(TableView), await list(address, `/api/plans/${planId}/tables`));
  check(z.array(IndicatorView), await list(address, '/api/indicators'));
});
