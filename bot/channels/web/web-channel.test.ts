import { expect, test } from 'vitest';
import { GuidaError } from '../../../corpus/errors.ts';
import { answeredWith, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import { USER_HEADER, webChannelOn } from './web-harness.fixture.ts';
import { ask, gate, get, useWeb } from './web-testbed.fixture.ts';
import type { WebChannelOptions } from './web-types.ts';

const open = useWeb();

test('a stop finishes what is being answered, and refuses what comes later', async () => {
  const held = gate();
  const script = { 慢: { events: answeredWith(scriptedAnswer('慢')), gate: held.opened } };
  const service = scriptedService({ script });
  const channel = await open(service);
  const last = ask(channel.address, { question: '慢' });
  await expect.poll(() => service.answered.length).toBe(1);
  const stopped = channel.stop(10_000);
  held.open();
  expect((await last).at(-1)?.event).toBe('answered');
  await stopped;
  expect(channel.health().ready).toBe(false);
});

test('a stop leaves what takes longer than its grace to the next run', async () => {
  const script = { 慢: { events: answeredWith(scriptedAnswer('慢')), gate: new Promise<void>(() => undefined) } };
  const service = scriptedService({ script });
  const channel = await open(service);
  const last = ask(channel.address, { question: '慢' });
  await expect.poll(() => service.answered.length).toBe(1);
  await channel.stop(10);
  // The connection ends without an answer, and the question stays open for the next run.
  expect((await last).map(({ event }) => event)).toEqual(['taken', 'status', 'text']);
  expect(service.givenUp).toHaveLength(1);
  const { eventId = '' } = service.takes[0] ?? {};
  expect(service.state('web', eventId)).toBe('taken');
  const next = await open(service);
  expect(service.answered).toHaveLength(2);
  await next.stop(0);
});

test('the operations pages: alive, ready with details for this machine only, metrics', async () => {
  const channel = await open(scriptedService());
  expect(await (await fetch(`${channel.address}/healthz`)).text()).toBe('ok');
  expect(await (await fetch(`${channel.address}/readyz`)).json()).toEqual({ ready: true, index: 'ok' });
  const passedOn = { headers: { 'x-forwarded-for': '192.0.2.7' } };
  expect(await (await fetch(`${channel.address}/readyz`, passedOn)).json()).toEqual({ ready: true });
  expect(await (await fetch(`${channel.address}/metrics`)).text()).toBe('guida_up 1\n');
  expect((await fetch(`${channel.address}/metrics`, passedOn)).status).toBe(401);
  expect(channel.health()).toEqual({ ready: true, detail: `serves ${channel.address}` });
});

test('not ready is told by a status', async () => {
  const operations = { health: () => ({ ready: false }), metrics: () => Promise.resolve('') };
  const { address } = await open(scriptedService(), { operations });
  expect((await fetch(`${address}/readyz`)).status).toBe(503);
});

test('a reader without plans is told so on every page, and nothing of those there are', async () => {
  const { address } = await open(scriptedService({ isHidden: () => true }));
  for (const path of ['/', '/plans', '/indicators', '/drafts']) {
    const text = await (await get(address, path)).text();
    expect(text, path).toContain('目前没有可以查看的规划');
    expect(text, path).not.toMatch(/示例|样板/u);
  }
});

test.each(['index-missing', 'access-rules'] as const)(
  'plans that cannot be shown yet (%s) are no failure',
  async (code) => {
    const plans = (): Promise<never> => Promise.reject(new GuidaError(code, 'rules of /srv/rules.yaml'));
    const { address } = await open({ ...scriptedService(), plans });
    for (const accept of ['text/html', '*/*']) {
      const reply = await fetch(`${address}/plans`, { headers: { accept, [USER_HEADER]: 'zhang' } });
      expect(reply.status).toBe(503);
      expect(await reply.text()).toMatch(/规划资料还没有准备好/u);
    }
  },
);

test('a listener of another channel gets its path as it came', async () => {
  const listener: NonNullable<WebChannelOptions['mounted']>[number]['listener'] = (request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => response.end(`${request.method ?? ''} ${size}`));
  };
  const { address } = await open(scriptedService(), { mounted: [{ path: '/slack/events', listener }] });
  const response = await fetch(`${address}/slack/events?x=1`, { method: 'POST', body: 'hello' });
  expect(await response.text()).toBe('POST 5');
});

test('a port that is taken is told with what to do', async () => {
  const { address } = await open(scriptedService());
  const second = webChannelOn(scriptedService(), { port: Number(new URL(address).port) });
  await expect(second.start()).rejects.toMatchObject({ code: 'channel-failed' });
});

test('a browser is told in a page why there is nothing to show, a client in JSON', async () => {
  const { address } = await open(scriptedService());
  const visit = (path: string, accept: string): Promise<Response> =>
    fetch(address + path, { headers: { accept, [USER_HEADER]: 'zhang' } });
  const check = async (path: string, status: number, words: string): Promise<void> => {
    const page = await visit(path, 'text/html,application/xhtml+xml,*/*;q=0.8');
    expect({ path, status: page.status }).toEqual({ path, status });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain(`<h1>${words}</h1>`);
    expect(text).toContain('<a href="/">回到首页</a>');
  };
  await check('/nowhere', 404, '没有找到。');
  await check('/plans/nowhere', 404, '没有这份规划。');
  await check('/indicators?sort=nothing', 400, '筛选条件有误。');
  for (const [path, accept] of [
    ['/nowhere', '*/*'],
    ['/api/plans/nowhere', 'text/html'],
  ] as const) {
    const reply = await visit(path, accept);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: { code: 'not-found' } });
  }
});
