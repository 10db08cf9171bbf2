import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { AnswerEvent } from '../answer/types.ts';
import { temporaryFolder, workingFolder } from '../program.fixture.ts';
import { readSettings } from '../settings.ts';
import { createIndexSource } from './index-source.ts';
import { leaseWhen } from './lease.fixture.ts';
import { createLiveIndex, type Lease, type LiveIndex } from './live-index.ts';

const QUESTION = '示例市到2025年高新技术企业要达到多少家？';

function liveIndexOf(folder: string): { live: LiveIndex; told: string[] } {
  const told: string[] = [];
  const log = { warn: (message: string) => void told.push(message), detail: () => undefined };
  const source = createIndexSource({
    corpus: [join(folder, 'plans')],
    data: join(folder, 'data'),
    settings: readSettings({ environment: {}, folder }),
    log,
    environment: process.env,
    folder,
  });
  return { live: createLiveIndex({ source, log, pollMs: 50 }), told };
}

async function answerOf({ index }: Lease, question: string, signal?: AbortSignal): Promise<string> {
  const events: AnswerEvent[] = [];
  for await (const event of index.assistant.ask(question, [], signal ? { signal } : {})) events.push(event);
  const last = events.at(-1);
  return last?.type === 'done' ? last.answer.text : '';
}

test('an index is built, answered from, and replaced when its plans change, in processes of their own', async () => {
  const folder = workingFolder();
  const { live, told } = liveIndexOf(folder);
  await live.start();
  expect(live.lease()).toBeUndefined();
  const first = await leaseWhen(live, () => true);
  expect(await answerOf(first, QUESTION)).toContain('300家');
  expect((await first.index.store.plans()).length).toBe(3);

  appendFileSync(join(folder, 'plans/city.txt'), '\n第四章 组织实施\n\n到2025年，示例市举办科技活动周40场。\n');
  const second = await leaseWhen(live, (generation) => generation !== first.index.generation);
  expect(await answerOf(second, '示例市到2025年举办科技活动周多少场？')).toContain('40场');
  // The old generation still answers whoever holds it.
  expect(await answerOf(first, '示例市到2025年举办科技活动周多少场？')).not.toContain('40场');
  first.release();
  expect(await answerOf(second, QUESTION)).toContain('300家');

  await expect(answerOf(second, QUESTION, AbortSignal.abort())).rejects.toThrow();
  second.release();
  await live.close();
  expect(told).toEqual([]);
  // Five processes start one after another, each of which compiles the program.
}, 600_000);

test('what keeps an index from being built is told in one line', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'plans'));
  writeFileSync(join(folder, 'plans/empty.txt'), '');
  const { live, told } = liveIndexOf(folder);
  await live.start();
  while (told.length === 0) await delay(50);
  expect(told[0]).toMatch(/^The index could not be built\. .{5,200}$/u);
  expect(live.lease()).toBeUndefined();
  await live.close();
});
