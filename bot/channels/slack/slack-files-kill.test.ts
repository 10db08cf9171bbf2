import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startChild, type ChildOrder } from './slack-child.fixture.ts';
import { QUICK } from './slack-harness.fixture.ts';
import { eventBody, openSlackStandIn, until } from './slack-stand-in.fixture.ts';
import { BOT } from './slack-web-api.fixture.ts';

const DRAFTS = 12;
/** Methods at whose call the process is killed, one after another. */
const KILLS = ['chat.postMessage', 'files.getUploadURLExternal', 'files.completeUploadExternal'];

const folder = mkdtempSync(join(tmpdir(), 'guida-slack-files-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('each draft has its answer and its Word file once, though the process is killed with -9 in between', async () => {
  const standIn = await openSlackStandIn();
  const { apiUrl, botToken, appToken, workspace, sockets } = standIn;
  const order: ChildOrder = {
    ...{ apiUrl, botToken, appToken, journal: join(folder, 'journal.sqlite') },
    timing: { ...QUICK, retryMost: 500, giveUpAfter: 60_000 },
  };
  let child = startChild(order);
  const kill = async (): Promise<void> => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
  };
  const shown = () => workspace.files.filter(({ shared }) => shared);
  const answers = () => workspace.messages.filter(({ user }) => user === BOT.user);
  try {
    const delivered = Array.from({ length: DRAFTS }, (_, at) => {
      const place = { channel: `C${at}`, user: 'U1', team: 'T1', ts: `${1_600_000_000 + at}.000100` };
      const event = { type: 'app_mention', ...place, text: `<@${BOT.user}> 起草第${at}份要点` };
      return sockets.deliver('events_api', eventBody(event));
    });
    for (const method of KILLS) {
      const before = workspace.calls.length;
      await until(() => workspace.calls.slice(before).some((call) => call.method === method), method, 60_000);
      await kill();
      child = startChild(order);
    }
    await Promise.all(delivered);
    await until(() => shown().length >= DRAFTS && answers().length >= DRAFTS, 'every file', 60_000);
    // Whatever would come twice comes with the next start.
    await kill();
    child = startChild(order);
    const calls = workspace.calls.length;
    await until(() => workspace.calls.slice(calls).some(({ method }) => method === 'apps.connections.open'), 'a start');
    await new Promise((resolve) => setTimeout(resolve, 1000));
  } finally {
    await kill();
    await standIn.close();
  }
  expect(
    shown()
      .map(({ shared }) => shared?.channel)
      .sort(),
  ).toEqual(Array.from({ length: DRAFTS }, (_, at) => `C${at}`).sort());
  expect(new Set(answers().map(({ channel }) => channel)).size).toBe(DRAFTS);
  expect(answers()).toHaveLength(DRAFTS);
});
