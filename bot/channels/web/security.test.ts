import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { createWebChannel, type WebChannel } from './web-channel.ts';
import { USER_HEADER, webChannelOn } from './web-harness.fixture.ts';
import { traversalPayloads } from './web-promises.ts';
import type { WebChannelOptions } from './web-types.ts';

const SECRET = 'a-secret-of-the-office';
const running: WebChannel[] = [];

async function open(options: Partial<WebChannelOptions> = {}, service = scriptedService()): Promise<WebChannel> {
  const channel = webChannelOn(service, options);
  running.push(channel);
  await channel.start();
  return channel;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((channel) => channel.stop(0)));
});

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A request exactly as written: `fetch` would mend its path and forbid its Host. */
function raw(
  address: string,
  path: string,
  headers: Record<string, string> = {},
  { method = 'GET', body = '' } = {},
): Promise<Reply> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path, method, headers, setHost: headers['host'] === undefined },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers });
        });
      },
    );
    sent.on('error', reject);
    // As bytes: Node would write the headers of a text body as UTF-8.
    sent.end(Buffer.from(body));
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const QUESTION = JSON.stringify({ question: '高企', stream: false });

test('300 traversal payloads are not found, and none reaches a file', async () => {
  const { address } = await open();
  const payloads = traversalPayloads();
  expect(payloads.length).toBeGreaterThanOrEqual(300);
  for (const path of payloads) {
    const { status, body } = await raw(address, path);
    expect({ path, status }).toEqual({ path, status: 404 });
    expect(body).not.toMatch(/root:|createWebChannel|"name": "guida"/u);
  }
});

test('every page forbids what no page of ours does', async () => {
  const { address } = await open();
  for (const path of ['/', '/plans', '/indicators', '/assets/chat.js', '/api/plans', '/nothing']) {
    const { headers, body } = await raw(address, path);
    expect(headers['content-security-policy'], path).toContain("default-src 'none'");
    expect(headers['content-security-policy'], path).not.toMatch(/unsafe|data:|https?:|\*/u);
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    if (!path.startsWith('/assets'))
      expect(body, path).not.toMatch(/<script(?![^>]* src="\/assets\/)|\son\w+=|style="|https?:\/\//u);
  }
});

test('a foreign host name that points here is not answered', async () => {
  const { address } = await open({ publicUrl: 'https://guida.example.test' });
  const { port } = new URL(address);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, 'guida.example.test']) {
    expect((await raw(address, '/api/plans', { host })).status, host).toBe(200);
  }
  for (const host of [
    'evil.test',
    `evil.test:${port}`,
    'guida.example.test.evil.test',
    '',
    '127.0.0.1.evil.test',
    'a b',
  ]) {
    expect((await raw(address, '/api/plans', { host })).status, host).toBeGreaterThanOrEqual(400);
  }
  expect((await raw(address, '/healthz', { host: '10.0.0.7' })).status).toBe(200);
});

test('only pages of ours may ask on behalf of a browser', async () => {
  const service = scriptedService();
  const { address } = await open({}, service);
  const host = new URL(address).host;
  for (const headers of [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `http://${host}.evil.test` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]) {
    const reply = await raw(address, '/api/ask', { ...JSON_TYPE, ...headers }, { method: 'POST', body: QUESTION });
    expect({ headers, status: reply.status }).toEqual({ headers, status: 403 });
  }
  const form = { 'content-type': 'text/plain' };
  expect((await raw(address, '/api/ask', form, { method: 'POST', body: QUESTION })).status).toBe(415);
  expect(service.takes).toEqual([]);
  const own = { ...JSON_TYPE, origin: address, 'sec-fetch-site': 'same-origin' };
  expect((await raw(address, '/api/ask', own, { method: 'POST', body: QUESTION })).status).toBe(200);
});

test('requests beyond the limits are refused', async () => {
  const { address } = await open();
  const large = JSON.stringify({ question: 'x'.repeat(1024 * 1024) });
  expect((await raw(address, '/api/ask', JSON_TYPE, { method: 'POST', body: large })).status).toBe(413);
  const long = JSON.stringify({ question: '长'.repeat(20_001) });
  expect((await raw(address, '/api/ask', JSON_TYPE, { method: 'POST', body: long })).status).toBe(400);
  expect((await raw(address, '/', { 'x-large': 'x'.repeat(20_000) })).status).toBe(431);
  for (const body of ['', '{', '[]', '{"question":1}', '{"question":"x","eventId":"../x"}']) {
    const { status, headers } = await raw(address, '/api/ask', JSON_TYPE, { method: 'POST', body });
    expect({ body, status }).toEqual({ body, status: 400 });
    expect(headers['content-type']).toContain('application/json');
  }
});

test('a request that is no HTTP harms nobody', async () => {
  const { address } = await open();
  const { port } = new URL(address);
  for (const bytes of [
    '\x00\x01\x02\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET http://evil.test/ HTTP/1.1\r\nHost: evil.test\r\n\r\n',
  ]) {
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.setEncoding('utf8');
      socket.on('data', (chunk: string) => {
        text += chunk;
        socket.end();
      });
      socket.on('close', () => {
        resolve(text);
      });
    });
    expect(reply).toMatch(/^HTTP\/1\.1 4\d\d/u);
  }
  expect((await raw(address, '/healthz')).status).toBe(200);
});

test('a failure inside is told without its words', async () => {
  const service = scriptedService();
  const broken = { ...service, plans: () => Promise.reject(new Error('SQLITE /srv/secret/path')) };
  const warned: unknown[] = [];
  const channel = webChannelOn(broken, { log: { warn: (...words) => warned.push(words) } });
  running.push(channel);
  await channel.start();
  const reply = await raw(channel.address, '/plans');
  expect(reply.status).toBe(500);
  expect(reply.body).not.toMatch(/SQLITE|srv/u);
  expect(warned).toHaveLength(1);
});

test('beyond this machine a login is needed', () => {
  const options = {
    service: scriptedService(),
    log: { warn: () => undefined },
    port: 0,
    operations: { health: () => ({ ready: true }), metrics: () => Promise.resolve('') },
  };
  expect(() => createWebChannel({ ...options, host: '0.0.0.0' })).toThrow(/GUIDA_WEB_SECRET/u);
  for (const login of [{ secret: SECRET }, { userHeader: USER_HEADER }])
    createWebChannel({ ...options, host: '0.0.0.0', ...login });
});

test('with a secret everything but the login waits for it', async () => {
  const { address } = await open({ secret: SECRET });
  for (const path of ['/api/plans', '/api/indicators', '/v1/models', '/openapi.json']) {
    const expected = path === '/openapi.json' ? 303 : 401;
    expect((await raw(address, path)).status, path).toBe(expected);
    expect((await raw(address, path, { authorization: `Bearer ${SECRET}` })).status, path).toBe(200);
    expect((await raw(address, path, { authorization: 'Bearer wrong' })).status, path).toBe(expected);
  }
  const page = await raw(address, '/plans');
  expect([page.status, page.headers.location]).toEqual([303, '/login?to=%2Fplans']);
});

test('the login page sets a cookie that scripts do not see and nobody else can make', async () => {
  const { address } = await open({ secret: SECRET });
  const post = (secret: string, to = '/plans'): Promise<Reply> =>
    raw(
      address,
      '/login',
      { 'content-type': 'application/x-www-form-urlencoded', origin: address },
      { method: 'POST', body: new URLSearchParams({ secret, to }).toString() },
    );
  expect((await post('wrong')).status).toBe(403);
  const entered = await post(SECRET);
  expect([entered.status, entered.headers.location]).toEqual([303, '/plans']);
  const [cookie = ''] = entered.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/HttpOnly/u);
  expect(cookie).toMatch(/SameSite=Lax/u);
  const value = cookie.split(';', 1)[0] ?? '';
  expect((await raw(address, '/api/plans', { cookie: value })).status).toBe(200);
  for (const forged of [`${value.slice(0, -3)}AA%3D`, 'guida_user=web-0', value.replace(/web-./u, 'web-z')]) {
    expect((await raw(address, '/api/plans', { cookie: forged })).status, forged).toBe(401);
  }
  for (const to of [
    'https://evil.test/',
    '//evil.test',
    '/\\evil.test',
    '/login',
    'javascript:alert(1)',
    '/a/../b',
    '/plans\r\nx: y',
  ]) {
    expect((await post(SECRET, to)).headers.location, to).toBe('/');
  }
  expect((await post(SECRET, '/plans/1a#1a-2b')).headers.location).toBe('/plans/1a#1a-2b');
});

test('a login ends with its days, and with a new secret', async () => {
  let now = Date.now();
  const first = await open({ secret: SECRET, now: () => now });
  const body = new URLSearchParams({ secret: SECRET }).toString();
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const entered = await raw(first.address, '/login', form, { method: 'POST', body });
  const cookie = entered.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
  expect((await raw(first.address, '/api/plans', { cookie })).status).toBe(200);
  const second = await open({ secret: `${SECRET}-new` });
  expect((await raw(second.address, '/api/plans', { cookie })).status).toBe(401);
  const restarted = await open({ secret: SECRET });
  expect((await raw(restarted.address, '/api/plans', { cookie })).status).toBe(200);
  now += 31 * 24 * 3600 * 1000;
  expect((await raw(first.address, '/api/plans', { cookie })).status).toBe(401);
});

test('secrets cannot be tried without end', async () => {
  const { address } = await open({ secret: SECRET });
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const body = new URLSearchParams({ secret: `guess-${attempt}` }).toString();
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    statuses.push((await raw(address, '/login', form, { method: 'POST', body })).status);
  }
  expect(statuses).toEqual([...Array<number>(10).fill(403), 429, 429]);
  expect((await raw(address, '/api/plans', { authorization: `Bearer ${SECRET}` })).status).toBe(401);
});

test('the proxy names the user; a request without a name, or with two, is nobody', async () => {
  const service = scriptedService();
  const { address } = await open({ userHeader: USER_HEADER }, service);
  const asked = (headers: Record<string, string>): Promise<Reply> =>
    raw(address, '/api/ask', { ...JSON_TYPE, ...headers }, { method: 'POST', body: QUESTION });
  expect((await asked({})).status).toBe(401);
  expect((await asked({ [USER_HEADER]: 'zhang,li' })).status).toBe(401);
  expect((await asked({ [USER_HEADER]: '  ' })).status).toBe(401);
  expect((await asked({ [USER_HEADER]: Buffer.from('张三').toString('latin1') })).status).toBe(200);
  expect(service.takes.map(({ reader }) => reader.userId)).toEqual(['张三']);
  expect((await raw(address, '/login')).status).toBe(401);
});

test('with both, the header is believed only from the proxy that knows the secret', async () => {
  const { address } = await open({ userHeader: USER_HEADER, secret: SECRET });
  const status = async (headers: Record<string, string>): Promise<number> =>
    (await raw(address, '/api/plans', headers)).status;
  expect(await status({ [USER_HEADER]: 'zhang' })).toBe(401);
  expect(await status({ authorization: `Bearer ${SECRET}` })).toBe(401);
  expect(await status({ [USER_HEADER]: 'zhang', authorization: `Bearer ${SECRET}` })).toBe(200);
});

test('without a login each browser is somebody of its own', async () => {
  const service = scriptedService();
  const { address } = await open({}, service);
  const visit = async (): Promise<string> =>
    (await raw(address, '/', { 'sec-fetch-mode': 'navigate' })).headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
  const [one, two] = [await visit(), await visit()];
  for (const cookie of [one, two, one, 'guida_user=zhang']) {
    await raw(address, '/api/ask', { ...JSON_TYPE, cookie }, { method: 'POST', body: QUESTION });
  }
  const [first, second, third, forged] = service.takes.map(({ reader }) => reader.userId);
  expect(first).toBe(third);
  expect(first).not.toBe(second);
  expect(forged).toBe('local');
});
