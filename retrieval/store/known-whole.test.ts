import { appendFileSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isKnownWhole, KNOWN_WHOLE_FILE, noteWhole } from './known-whole.ts';

const names = ['one', 'two'];
/** As long after the files were written as the note needs to be trusted. */
const later = Date.now() + 60_000;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guida-known-'));
  for (const name of names) writeFileSync(join(folder, name), name);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('files that were read are known to be whole, for a week', () => {
  expect(isKnownWhole(folder, names, later)).toBe(false);
  noteWhole(folder, names, later);
  expect(isKnownWhole(folder, names, later)).toBe(true);
  expect(isKnownWhole(folder, names, later + 6 * 86_400_000)).toBe(true);
  expect(isKnownWhole(folder, names, later + 8 * 86_400_000)).toBe(false);
  expect(isKnownWhole(folder, names, later - 1)).toBe(false);
});

test('not when they were written a moment before they were read', () => {
  noteWhole(folder, names, Date.now());
  expect(isKnownWhole(folder, names, later)).toBe(false);
});

test.each<[string, () => void]>([
  [
    'written again with the same bytes',
    () => {
      writeFileSync(join(folder, 'one'), 'one');
    },
  ],
  [
    'written again and given its old times',
    () => {
      writeFileSync(join(folder, 'two'), 'TWO');
      utimesSync(join(folder, 'two'), 1, 1);
    },
  ],
  [
    'lengthened',
    () => {
      appendFileSync(join(folder, 'one'), '.');
    },
  ],
  [
    'missing',
    () => {
      rmSync(join(folder, 'one'));
    },
  ],
])('not when one was %s', (_, change) => {
  noteWhole(folder, names, later);
  change();
  expect(isKnownWhole(folder, names, later)).toBe(false);
});

test('a note that is damaged, or of other files, counts as none', () => {
  noteWhole(folder, names, later);
  expect(isKnownWhole(folder, [...names].reverse(), later)).toBe(false);
  expect(isKnownWhole(folder, ['one'], later)).toBe(false);
  const path = join(folder, KNOWN_WHOLE_FILE);
  const text = readFileSync(path, 'utf8');
  for (let length = 0; length < text.length; length += 5) {
    writeFileSync(path, text.slice(0, length));
    expect(isKnownWhole(folder, names, later)).toBe(false);
  }
});

test('where no note can be kept, nothing fails', () => {
  noteWhole(join(folder, 'nowhere'), names, later);
  expect(isKnownWhole(join(folder, 'nowhere'), names, later)).toBe(false);
});
