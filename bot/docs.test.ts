import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { run } from './program.fixture.ts';
import { SETTINGS, SETTING_NAMES } from './setting-list.ts';

/** The documents say what the program does. */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const READMES = ['README.md', 'README.zh-CN.md'];
const PAGES = [
  ...READMES,
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'corpus/README.md',
  'prompts/README.md',
];

function pageText(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The first two cells of each table row that starts with a setting. */
function settingRows(page: string): readonly (readonly [name: string, defaultText: string])[] {
  return [...pageText(page).matchAll(/^\| `([A-Z][A-Z_]+)` \| (?:`([^`]*)`)? ?\|/gmu)].map(
    ([, name = '', value = '']) => [name, value],
  );
}

test('.env.example names each setting once, in order, with its default', () => {
  const text = pageText('.env.example');
  const names = [...text.matchAll(/^([A-Z_]+)=/gmu)].map(([, name]) => name);
  expect(names).toEqual(SETTING_NAMES);
  expect(parse(text)).toEqual(Object.fromEntries(SETTING_NAMES.map((name) => [name, SETTINGS[name].defaultText])));
});

test.each(READMES)('%s has each setting with its default, and no other', (page) => {
  expect(settingRows(page)).toEqual(SETTING_NAMES.map((name) => [name, SETTINGS[name].defaultText]));
});

test.each(READMES)('%s has a row for each command that does something', async (page) => {
  const { stdout } = await run(['--help']);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) \[options\]/gmu)].map(([, name = '']) => name);
  expect(commands).toContain('ask');
  for (const name of commands.filter((command) => !['draft', 'start'].includes(command)))
    expect(pageText(page)).toMatch(new RegExp(`^\\| \`${name} ?[^|]*\` \\|`, 'mu'));
});

test('the npm scripts that the documents name exist', () => {
  const { scripts } = JSON.parse(pageText('package.json')) as { scripts: Record<string, string> };
  const decisions = readdirSync(join(ROOT, 'decisions')).map((name) => `decisions/${name}`);
  for (const page of [...PAGES, ...decisions]) {
    for (const [, name = ''] of pageText(page).matchAll(/npm run (?:--silent )?([a-z]+)/gu))
      expect(scripts, `${page}: npm run ${name}`).toHaveProperty(name);
  }
});

describe('links between the documents lead somewhere', () => {
  const decisions = readdirSync(join(ROOT, 'decisions')).map((name) => `decisions/${name}`);
  test.each([...PAGES, ...decisions])('%s', (page) => {
    for (const [, target = ''] of pageText(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/gu)) {
      if (!/^https?:/u.test(target)) expect(existsSync(join(ROOT, dirname(page), target)), target).toBe(true);
    }
  });
});

test('the documents speak of the project alone', () => {
  for (const page of [...PAGES, '.env.example', '.ci/run'])
    expect(pageText(page)).not.toMatch(/\/(?:home|root|Users|tmp)\//u);
});
