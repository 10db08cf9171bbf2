import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAccess } from './access.ts';
import { SCRIPTED_PLANS } from './scripted-service.fixture.ts';
import type { Reader } from './types.ts';

const folder = mkdtempSync(join(tmpdir(), 'guida-access-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const READER: Reader = { channel: 'web', userId: 'alice' };
const TITLES = SCRIPTED_PLANS.map(({ title }) => title);

test('without a file every plan is public', () => {
  expect(openAccess().visible(READER, SCRIPTED_PLANS)).toEqual(SCRIPTED_PLANS);
});

test('the file is read again when it changes, and closes everything while it cannot be', () => {
  const file = join(folder, 'access.yaml');
  const told: string[] = [];
  writeFileSync(file, 'public: [示例市]');
  const access = openAccess({
    file,
    onChange: (change) => told.push('error' in change ? change.error.message : 'rules'),
  });
  const seen = () => access.visible(READER, SCRIPTED_PLANS).map(({ title }) => title);
  expect(seen()).toEqual(TITLES.slice(0, 2));
  writeFileSync(file, 'public: [样板县]');
  expect(seen()).toEqual(TITLES.slice(2));
  writeFileSync(file, 'public: [');
  expect(seen).toThrow(/line 1 is no YAML/u);
  expect(seen).toThrow(/line 1 is no YAML/u);
  rmSync(file);
  expect(seen).toThrow(/cannot be read/u);
  writeFileSync(file, '\uFEFFpublic: ["*"]');
  expect(seen()).toEqual(TITLES);
  expect(told).toEqual([
    'rules',
    'rules',
    'The access rules are not understood: line 1 is no YAML.',
    'The access rules cannot be read. Check GUIDA_ACCESS and the permissions of its file.',
    'rules',
  ]);
});

test('a file that is wrong from the start is refused', () => {
  const file = join(folder, 'wrong.yaml');
  expect(() => openAccess({ file })).toThrow(/cannot be read/u);
  writeFileSync(file, 'everyone: true');
  chmodSync(file, 0o600);
  expect(() => openAccess({ file })).toThrow(/“everyone”, which means nothing/u);
});
