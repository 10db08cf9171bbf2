import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bareText } from './characters.ts';
import { readMark } from './headings.ts';
import { loadOfficialTexts } from './official-texts.testing.ts';
import { parseSource } from './parse.ts';

const official = loadOfficialTexts();
const folder = path.join(import.meta.dirname, 'plans');
const digests = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => ({
    name,
    parsed: parseSource({ file: name, sha256: '', lines: readFileSync(path.join(folder, name), 'utf8').split('\n') }),
  }));

describe('the digests', () => {
  test.each(digests)('$name is one plan, read without a warning', ({ parsed }) => {
    expect(parsed.warnings).toEqual([]);
    expect(parsed.value).toHaveLength(1);
    const [document] = parsed.value;
    expect(document?.plan).toMatchObject({ edition: 'digest', warnings: [] });
    expect(document?.sections.length).toBeGreaterThan(10);
    for (const { text, kind, section } of document?.passages ?? []) {
      expect(text.length).toBeLessThanOrEqual(480);
      expect(text).not.toMatch(/\*\*|^#|^>|^- /u);
      if (kind === 'prose') expect(text).not.toMatch(/\p{Script=Han} \p{Script=Han}/u);
      expect(section.every((title) => title.length <= 60)).toBe(true);
    }
  });
});

describe.skipIf(!official)('the digests beside the official texts', () => {
  const fulls = Object.values(official ?? {}).flatMap((file) => file.documents);
  const outer = new Set(['chapter', 'section', 'han', 'han-paren', 'box']);

  test.each(digests)('$name names and orders its plan as the official text does', ({ parsed }) => {
    const digest = parsed.value[0];
    const full = fulls.find(({ plan }) => plan.id === digest?.plan.id);
    if (!digest || !full) throw new Error('no official text has the id of this digest');
    for (const field of ['title', 'region', 'level', 'period', 'status'] as const)
      expect(digest.plan[field]).toEqual(full.plan[field]);
    // “2、重点任务” of the draft is “二、重点任务” in its digest.
    const bare = (title: string): string => bareText(title.slice(readMark(title)?.length ?? 0));
    const headings = new Set(digest.sections.map(({ path: own }) => bare(own.at(-1) ?? '')));
    const missing = full.sections
      .map(({ path: own }) => own.at(-1) ?? '')
      .filter((title) => outer.has(readMark(title)?.style ?? '') && !headings.has(bare(title)));
    expect(missing).toEqual([]);
    for (const table of full.tables) {
      const same = digest.tables.find(({ caption }) => bareText(caption) === bareText(table.caption));
      expect(same?.rows.map((row) => row.cells)).toEqual(table.rows.map((row) => row.cells));
    }
  });
});
