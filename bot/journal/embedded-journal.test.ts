import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import { JOURNAL_FILE, openEmbeddedJournal } from './embedded-journal.ts';
import { entryOf, incomingOf } from './journal-entries.fixture.ts';
import { describeJournal } from './journal.contract.ts';
import { MIGRATIONS } from './migrations.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function journalPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guida-journal-'));
  folders.push(folder);
  return join(folder, JOURNAL_FILE);
}

describeJournal('embedded journal', () => {
  const path = journalPath();
  const journal = openEmbeddedJournal(path);
  return Promise.resolve({
    journal,
    reopen: () => Promise.resolve(openEmbeddedJournal(path)),
    holds: (text) => {
      const folder = join(path, '..');
      return Promise.resolve(readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(text)));
    },
    close: () => journal.close(),
  });
});

describe('the file of the embedded journal', () => {
  const refusal = (path: string): string => {
    try {
      void openEmbeddedJournal(path).close();
    } catch (error) {
      if (isGuidaError(error) && error.code === 'journal-failed') return error.message;
      throw error;
    }
    return '';
  };

  test('is made with its folder', async () => {
    const path = join(journalPath(), 'deeper', JOURNAL_FILE);
    await openEmbeddedJournal(path).close();
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });

  test('damaged, of a newer version or out of reach is refused in one line', async () => {
    const check = (spoil: (path: string) => void, expected: RegExp) => {
      const path = journalPath();
      const journal = openEmbeddedJournal(path);
      void journal.take(incomingOf(), 1);
      void journal.close();
      spoil(path);
      expect(refusal(path)).toMatch(expected);
    };
    check((path) => {
      writeFileSync(path, 'no database at all, but long enough to be looked at');
    }, /damaged/u);
    check((path) => {
      const bytes = readFileSync(path);
      bytes.fill(0xab, 4096, 4096 * 6);
      writeFileSync(path, bytes);
    }, /damaged/u);
    check((path) => {
      truncateSync(path, 5000);
    }, /damaged/u);
    check((path) => {
      const database = new Database(path);
      database.pragma(`user_version = ${MIGRATIONS.length + 1}`);
      database.close();
    }, /newer version/u);
    check((path) => {
      rmSync(path);
      writeFileSync(join(path, '..', 'file'), '');
    }, /^$/u);
    expect(refusal(join(journalPath(), '..'))).toMatch(/cannot be read or written/u);
    await Promise.resolve();
  });

  test.skipIf(process.getuid?.() === 0)('that may not be written is refused', () => {
    const path = journalPath();
    void openEmbeddedJournal(path).close();
    chmodSync(path, 0o444);
    expect(refusal(path)).toMatch(/cannot be read or written/u);
  });

  test('a row that makes no sense fails that call, as itself', async () => {
    const path = journalPath();
    const journal = openEmbeddedJournal(path);
    await journal.record(entryOf('a1'));
    const database = new Database(path);
    database.exec('UPDATE answers SET answer = \'{"text":1}\'');
    database.close();
    await expect(journal.turns({ channel: 'slack', userId: 'U1', roomId: 'C1' }, 't1', 1)).rejects.toMatchObject({
      code: 'journal-failed',
    });
    expect(await journal.take(incomingOf(), 1)).toBe(true);
    await journal.close();
  });

  test('another process that holds the file fails the event, and no more', async () => {
    const path = journalPath();
    const journal = openEmbeddedJournal(path);
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(journal.take(incomingOf(), 1)).rejects.toMatchObject({ code: 'journal-failed' });
    other.exec('ROLLBACK');
    other.close();
    expect(await journal.take(incomingOf(), 1)).toBe(true);
    await journal.close();
  });

  test('what was taken is there after kill -9, and only once', async () => {
    const path = journalPath();
    const program = `
      const { openEmbeddedJournal } = await import(${JSON.stringify(fileURLToPath(new URL('./embedded-journal.ts', import.meta.url)))});
      const journal = openEmbeddedJournal(${JSON.stringify(path)});
      for (let at = 0; ; at += 1) {
        const taken = await journal.take({ reader: { channel: 'slack', userId: 'U' }, eventId: 'e' + at, conversationId: 'c', text: 't', replyTo: {} }, 1);
        process.stdout.write((taken ? 'new ' : 'old ') + at + '\\n');
      }`;
    let known = 0;
    for (let kill = 0; kill < 3; kill += 1) {
      const told = await killedAfter(program, 20 + known);
      const lines = told.trim().split('\n');
      expect(lines.slice(0, known).every((line) => line.startsWith('old'))).toBe(true);
      const acknowledged = lines.filter((line) => line.startsWith('new')).length;
      const journal = openEmbeddedJournal(path);
      const open = await journal.unfinished('slack');
      await journal.close();
      expect(new Set(open.map(({ incoming }) => incoming.eventId)).size).toBe(open.length);
      expect(open.length).toBeGreaterThanOrEqual(known + acknowledged);
      known = open.length;
    }
  });
});

/** Runs a program and kills it once it has written so many lines. */
function killedAfter(program: string, lines: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    });
    let told = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      if (told.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') resolve(told.slice(0, told.lastIndexOf('\n')));
      else reject(new Error(complaint));
    });
  });
}
