import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createIndexSource } from '../../bot/service/index-source.ts';
import { JOURNAL_FILE, openEmbeddedJournal } from '../../bot/journal/embedded-journal.ts';
import { readSettings } from '../../bot/settings.ts';
import type { RunningService } from '../../bot/service/service.ts';
import type { IncomingQuestion } from '../../bot/service/types.ts';
import { share, type Row } from './row.ts';

function incomingOf(prefix: string, at: number): IncomingQuestion {
  const reader = { channel: 'slack' as const, userId: `U${at % 50}`, roomId: `C${at % 8}` };
  const text = '合肥市到2025年国家高新技术企业要达到多少户？';
  return { reader, eventId: `${prefix}-${at}`, conversationId: `${prefix}-${at}`, text, replyTo: { ts: `${at}` } };
}

/** How long `take` takes, which a channel waits for before it acknowledges, while an index of 20,000 passages is built. */
export async function measureTakes(service: RunningService, events = 1000): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'guida-large-'));
  writeFileSync(join(folder, 'large.md'), largePlan(20_000));
  const log = { warn: () => undefined, detail: () => undefined };
  const data = join(folder, 'data');
  const settings = readSettings({ environment: {}, folder });
  const source = createIndexSource({ corpus: [folder], data, settings, log, environment: process.env, folder });
  const ending = new AbortController();
  const progress = { isBuilt: false };
  const build = source.build(ending.signal).then(
    () => (progress.isBuilt = true),
    () => undefined,
  );
  await delay(3000);
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  for (let at = 0; at < events; at += 1) {
    const incoming = incomingOf('ack', at);
    const from = performance.now();
    // From the event loop, as an event of a socket comes.
    await delay(0);
    await service.take(incoming);
    times.push(performance.now() - from);
    if (at % 10 === 0) answers.push(drained(service, incoming));
  }
  const wasBuilding = !progress.isBuilt;
  ending.abort();
  await Promise.all([build, ...answers]);
  rmSync(folder, { recursive: true, force: true });
  const largest = share(times, 1);
  const figures = { events, medianMs: share(times, 0.5), p99Ms: share(times, 0.99), largestMs: largest };
  return {
    promise: `Ack: an event is taken within a second ${wasBuilding ? 'while an index is built' : '(the build had ended)'}`,
    figures,
    kept: largest <= 1000,
  };
}

async function drained(service: RunningService, incoming: IncomingQuestion): Promise<void> {
  for await (const event of service.answer(incoming)) if (event.type === 'answered') return;
}

function largePlan(passages: number): string {
  const lines = ['# 示例市“十四五”大型规划', ''];
  for (let at = 0; at < passages; at += 1) {
    if (at % 50 === 0) lines.push(`## 第${at / 50 + 1}章 任务${at / 50 + 1}`, '');
    lines.push(
      `到2025年，示例市第${at}项任务投入${(at * 7) % 9973}万元，引进人才${(at * 13) % 997}名，建设平台${at % 89}个。`,
      '',
    );
  }
  return lines.join('\n');
}

/**
 * Which of a thousand events are taken once, each coming four times in any order to a process that is killed three times
 * with kill −9. An event counts as taken when the process has said so before it died, or its journal holds it.
 */
export async function measureTakenOnce(events = 1000, kills = 3): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'guida-once-'));
  const path = join(folder, JOURNAL_FILE);
  const said: string[] = [];
  for (let run = 0; run <= kills; run += 1) {
    const last = run === kills;
    said.push(...(await takenBy(path, events, run, last ? Infinity : (events * 4 * (run + 1)) / (kills + 2))));
  }
  const journal = openEmbeddedJournal(path);
  const held = new Set((await journal.unfinished('slack')).map(({ incoming }) => incoming.eventId));
  await journal.close();
  rmSync(folder, { recursive: true });
  const lost = said.filter((id) => !held.has(id)).length;
  const twice = said.length - new Set(said).size;
  return {
    promise: 'Exactly once: events taken, each delivered four times, over three kill −9',
    figures: { events, inJournal: held.size, takenTwice: twice, lost },
    kept: held.size === events && twice === 0 && lost === 0,
  };
}

/** Delivers every event four times, in an order of its own each run; tells which were said to be new before the kill. */
function takenBy(path: string, events: number, run: number, killAfter: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./take-process.ts', import.meta.url)),
      path,
      String(events),
      String(run),
    ],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  let lines = 0;
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    lines += piece.split('\n').length - 1;
    if (lines >= killAfter) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
      resolve(whole.filter((line) => line.startsWith('new ')).map((line) => line.slice(4)));
    });
  });
}
