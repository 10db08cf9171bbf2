import { expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { USER_HEADER } from './web-harness.fixture.ts';
import { useWeb } from './web-testbed.fixture.ts';

const open = useWeb();
const SECRET = 'a-secret-of-the-office';
const PAGE = { origin: 'https://chat.example.test', 'sec-fetch-site': 'cross-site' };
const BEARER = { authorization: `Bearer ${SECRET}` };
const COMPLETION = JSON.stringify({ model: 'guida', messages: [{ role: 'user', content: '高企' }] });
const QUESTION = JSON.stringify({ question: '高企', stream: false });

/** Posts as a page of another site, or a desktop application, does. */
function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...PAGE, ...headers }, body });
}

function preflight(url: string): Promise<Response> {
  const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
  return fetch(url, { method: 'OPTIONS', headers: { ...PAGE, ...asked } });
}

test('a chat client in a page of its own may use /v1 with the secret, and nothing else', async () => {
  const { address } = await open(scriptedService(), { secret: SECRET, userHeader: undefined });
  const completions = `${address}/v1/chat/completions`;
  const asked = await preflight(completions);
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  expect(asked.headers.get('access-control-allow-headers')).toBe('authorization');
  // Cookies of ours are never for another site's page.
  expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  const reply = await post(completions, COMPLETION, BEARER);
  expect([reply.status, reply.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect((await post(completions, COMPLETION, {})).status).toBe(403);
  expect((await post(completions, COMPLETION, { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await post(`${address}/api/ask`, QUESTION, BEARER)).status).toBe(403);
  expect((await preflight(`${address}/api/ask`)).headers.get('access-control-allow-origin')).toBeNull();
});

test('a wrong secret is not made good by a cookie', async () => {
  const { address } = await open(scriptedService(), { secret: SECRET, userHeader: undefined });
  const entered = await fetch(`${address}/login`, {
    method: 'POST',
    body: new URLSearchParams({ secret: SECRET }),
    redirect: 'manual',
  });
  const cookie = entered.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  expect((await fetch(`${address}/v1/models`, { headers: { cookie } })).status).toBe(200);
  const wrong = { cookie, authorization: 'Bearer wrong' };
  expect((await fetch(`${address}/v1/models`, { headers: wrong })).status).toBe(401);
});

test('without a secret, and where a proxy brings it, no page of another site may ask', async () => {
  for (const login of [{ userHeader: undefined }, {}, { secret: SECRET }]) {
    const { address } = await open(scriptedService(), login);
    const completions = `${address}/v1/chat/completions`;
    expect((await preflight(completions)).headers.get('access-control-allow-origin')).toBeNull();
    expect((await post(completions, COMPLETION, { ...BEARER, [USER_HEADER]: 'zhang' })).status).toBe(403);
  }
});
