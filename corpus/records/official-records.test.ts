import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadOfficialTexts } from '../official-texts.testing.ts';
import { parseSource } from '../parse.ts';
import { readRecords } from '../records.ts';
import type { IndicatorRecord } from '../types.ts';
import { CELLS_OF_TABLES } from './cells-of-tables.testing.ts';
import { FIGURES_OF_ANHUI } from './figures-of-anhui.testing.ts';
import { FIGURES_OF_ZHEJIANG } from './figures-of-zhejiang.testing.ts';

const official = loadOfficialTexts();
const plans = Object.values(official ?? {})
  .flatMap((file) => file.documents)
  .map((document) => ({ ...document, records: readRecords(document) }));
const FIGURES = { ...FIGURES_OF_ANHUI, ...FIGURES_OF_ZHEJIANG };
/** Share of the prose records that must be among those read by eye, so that new ones are read before they are many. */
const READ = 0.97;

const dash = (value: string | number | undefined): string =>
  value === undefined || value === '' ? '—' : String(value);
const figureLine = ({ indicator, value, raw, unit, time, kind }: IndicatorRecord): string =>
  `| ${indicator} | ${String(value ?? raw)} | ${dash(unit)} | ${dash(time)} | ${kind}`;
const cellLine = ({ indicator, raw, value, unit, bound, time, kind }: IndicatorRecord): string =>
  `| ${indicator} | ${raw} | ${dash(value)} | ${dash(unit)} | ${bound} | ${dash(time)} | ${kind}`;

function recordsOf(title: string, kind: 'row' | 'prose'): readonly IndicatorRecord[] {
  const plan = plans.find((each) => each.plan.title === title);
  if (!plan) throw new Error(`no official text of ${title}`);
  const passages = new Set(plan.passages.filter((passage) => passage.kind === kind).map(({ id }) => id));
  return plan.records.filter(({ passageId }) => passages.has(passageId));
}

describe.skipIf(!official)('the records of the official texts', () => {
  const check = (lines: readonly string[], expected: string): void => {
    expect(lines).toEqual(expected.trim().split('\n'));
  };

  test.each(Object.entries(CELLS_OF_TABLES))('each cell of the tables of %s', (title, cells) => {
    check(recordsOf(title, 'row').map(cellLine), cells);
  });

  test.each(Object.entries(FIGURES))('the figures of %s', (title, figures) => {
    const lines = new Set(recordsOf(title, 'prose').map(figureLine));
    expect(
      figures
        .trim()
        .split('\n')
        .filter((line) => !lines.has(line)),
    ).toEqual([]);
  });

  test('nearly every prose record is one checked by eye, over all twelve plans', () => {
    expect(plans).toHaveLength(12);
    const checked = new Map(Object.entries(FIGURES).map(([title, lines]) => [title, new Set(lines.split('\n'))]));
    const judged = [...checked].flatMap(([title, lines]) =>
      recordsOf(title, 'prose').map((record) => lines.has(figureLine(record))),
    );
    expect(judged.length).toBeGreaterThan(400);
    expect(judged.filter(Boolean).length / judged.length).toBeGreaterThan(READ);
  });

  test('every record has an id of its own and stands in a passage that holds its figure', () => {
    const ids = plans.flatMap(({ records }) => records.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { passages, records } of plans) {
      const texts = new Map(passages.map(({ id, text }) => [id, text]));
      for (const { passageId, raw } of records) expect(texts.get(passageId)).toContain(raw.replace(/（套）$/u, ''));
    }
  });

  test('the tables of a digest give the records of the official ones', () => {
    const folder = path.join(import.meta.dirname, '../plans');
    const files = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
    const digests = files.flatMap((file) => {
      const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
      return parseSource({ file, sha256: '', lines }).value;
    });
    for (const title of Object.keys(CELLS_OF_TABLES)) {
      const digest = digests.find(({ plan }) => plan.title === title);
      if (!digest) throw new Error(`no digest of ${title}`);
      const rows = new Set(digest.passages.filter(({ kind }) => kind === 'row').map(({ id }) => id));
      const own = readRecords(digest).filter(({ passageId }) => rows.has(passageId));
      expect(own.map(bare)).toEqual(recordsOf(title, 'row').map(bare));
    }
  });
});

/** A record without what differs from one edition to another. */
function bare(record: IndicatorRecord): Omit<IndicatorRecord, 'id' | 'passageId'> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== 'id' && key !== 'passageId')) as Omit<
    IndicatorRecord,
    'id' | 'passageId'
  >;
}
