import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { JOURNAL_FILE, openEmbeddedJournal } from '../journal/embedded-journal.ts';
import { entryOf } from '../journal/journal-entries.fixture.ts';
import { run, temporaryFolder } from '../program.fixture.ts';

const DAY = Date.parse('2026-11-21T12:00:00');
const FIRST = '0000000a-0000-4000-8000-000000000000';
const SECOND = '0000000b-0000-4000-8000-000000000000';
const reader = { channel: 'slack' as const, userId: 'U1', roomId: 'C1' };

async function folderWithFeedback(): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  const journal = openEmbeddedJournal(join(folder, 'data', JOURNAL_FILE));
  await journal.record(entryOf(FIRST, { question: '高企目标？', at: DAY }));
  await journal.record(entryOf(SECOND, { question: '那研发强度呢？', at: DAY }));
  await journal.record(entryOf('c', { conversationId: 'other', at: DAY }));
  await journal.feedback({ answerId: FIRST, reader, verdict: 'bad' }, DAY - 86_400_000);
  await journal.feedback({ answerId: SECOND, reader, verdict: 'bad', reason: '年份不对' }, DAY);
  await journal.feedback({ answerId: 'c', reader, verdict: 'good' }, DAY);
  await journal.close();
  return join(folder, 'data');
}

test('bad answers become candidates, with the turns before', async () => {
  const data = await folderWithFeedback();
  const { code, stdout } = await run(['feedback', '--export', '--data', data]);
  const blank = { expect: [], forbid: [], decline: false, evidence: [] };
  expect(code).toBe(0);
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    {
      id: 'feedback-10',
      kind: 'candidate',
      turns: ['高企目标？'],
      ...blank,
      note: `没有写原因；当时的回答：**300家**[1]（${FIRST}）`,
    },
    {
      id: 'feedback-11',
      kind: 'follow-up',
      turns: ['高企目标？', '那研发强度呢？'],
      ...blank,
      note: `原因：年份不对；当时的回答：**300家**[1]（${SECOND}）`,
    },
  ]);
});

test('feedback from a day on', async () => {
  const data = await folderWithFeedback();
  const check = async (argv: readonly string[], expected: string) => {
    expect((await run(['feedback', '--data', data, ...argv])).stdout).toBe(expected);
  };
  await check([], '1 good, 2 bad.\n');
  await check(['--since', '2026-11-21'], '1 good, 1 bad.\n');
  await check(['--since', '2026-11-22'], '0 good, 0 bad.\n');
});

test('what is wrong is told in one line', async () => {
  const data = join(temporaryFolder(), 'none');
  expect(await run(['feedback', '--data', data])).toMatchObject({
    code: 1,
    stderr: 'guida: There is no journal yet. Run “start” first, or name its folder with --data.\n',
  });
  expect(await run(['feedback', '--since', 'yesterday'])).toMatchObject({ code: 2 });
});
