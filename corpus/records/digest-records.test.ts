import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bareText } from '../characters.ts';
import { loadOfficialTexts } from '../official-texts.testing.ts';
import { parseSource } from '../parse.ts';
import { readRecords } from '../records.ts';
import type { IndicatorRecord } from '../types.ts';

const official = loadOfficialTexts();
/** Share of two names' pairs of letters, of the shorter name, that makes them one indicator in two wordings. */
const ALIKE = 0.5;
/** The same where value, unit, time and kind stand once only on either side: the figure itself tells them apart. */
const ALIKE_ALONE = 0.15;
/** Share of the official records that a digest may lack: of what its own words say, the reader makes out a little less. */
const MAY_LACK = 0.15;
/** Digest records that no official record answers to, and why that is right. */
const EXPLAINED: readonly { readonly plan: string; readonly record: string; readonly why: string }[] = [];

describe.skipIf(!official)('each record of a digest and the official text', () => {
  const folder = path.join(import.meta.dirname, '../plans');
  const fulls = Object.values(official ?? {}).flatMap((file) => file.documents);
  const digests = readdirSync(folder)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((file) => {
      const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
      const [digest] = parseSource({ file, sha256: '', lines }).value;
      const full = fulls.find(({ plan }) => plan.id === digest?.plan.id);
      if (!digest || !full) throw new Error(`no official text has the id of ${file}`);
      return { title: digest.plan.title, ...counterparts(readRecords(digest), readRecords(full)) };
    });

  test.each(digests)('$title states nothing else', ({ title, alone, lacking, total }) => {
    const explained = EXPLAINED.filter(({ plan }) => plan === title).map(({ record }) => record);
    expect(alone.map(lineOf)).toEqual(explained);
    expect(lacking.length).toBeLessThanOrEqual(Math.max(2, total * MAY_LACK));
  });

  test('few official records are without a counterpart', () => {
    const total = digests.reduce((sum, each) => sum + each.total, 0);
    const lacking = digests.flatMap((each) => each.lacking);
    const digest = total - lacking.length;
    process.stdout.write(`records: ${String(digest)} of ${String(total)} official ones stand in the digests too\n`);
    expect(total).toBeGreaterThan(500);
    expect(lacking.length / total).toBeLessThan(0.05);
  });
});

test('a record with another year, value or unit has no counterpart', () => {
  const record = (change: Partial<IndicatorRecord> = {}): IndicatorRecord => ({
    id: 'a',
    planId: 'p',
    passageId: 'p-1',
    indicator: '高新技术企业',
    raw: '300家',
    value: 300,
    bound: '=',
    unit: '家',
    time: '2025',
    kind: 'target',
    ...change,
  });
  const check = (change: Partial<IndicatorRecord>, found: boolean): void => {
    expect(counterparts([record(change)], [record()]).alone.length).toBe(found ? 0 : 1);
  };
  check({ indicator: '高新技术企业数量' }, true);
  check({ indicator: '孵化器' }, false);
  check({ time: '2020' }, false);
  check({ value: 301, raw: '301家' }, false);
  check({ unit: '万家' }, false);
  check({ kind: 'achieved' }, false);
  check({ bound: '>=' }, false);
});

/** Pairs records of two editions one to one. `alone`: of the digest; `lacking`: of the official text. */
function counterparts(
  digest: readonly IndicatorRecord[],
  full: readonly IndicatorRecord[],
): { alone: readonly IndicatorRecord[]; lacking: readonly IndicatorRecord[]; total: number } {
  const free = new Set(full);
  const alone = digest.filter((record) => {
    const same = [...free].filter((other) => keyOf(other) === keyOf(record));
    const only = same.length === 1 && digest.filter((other) => keyOf(other) === keyOf(record)).length === 1;
    const [best] = same
      .map((other) => ({ other, likeness: likeness(record, other) }))
      .sort((a, b) => b.likeness - a.likeness);
    if (!best || best.likeness < (only ? ALIKE_ALONE : ALIKE)) return true;
    free.delete(best.other);
    return false;
  });
  return { alone, lacking: [...free], total: full.length };
}

/** What must be the same in both: value, unit (亿 for 亿元), bound, time and kind. A wording counts by its bound alone. */
function keyOf({ value, raw, unit, bound, time, kind }: IndicatorRecord): string {
  const ends = value ?? /\d[\d.-]*/u.exec(raw)?.[0] ?? '';
  return [ends, unit.replace(/(?<=[万亿])元$/u, ''), bound, time, kind].join('|');
}

function likeness(a: IndicatorRecord, b: IndicatorRecord): number {
  if (a.canonical !== undefined && a.canonical === b.canonical) return 1;
  const [left, right] = [pairsOf(a.indicator), pairsOf(b.indicator)];
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return shared / Math.max(1, Math.min(left.size, right.size));
}

function pairsOf(name: string): ReadonlySet<string> {
  const bare = bareText(name);
  return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, at) => bare.slice(at, at + 2)));
}

function lineOf({ indicator, raw, unit, time, kind }: IndicatorRecord): string {
  return [indicator, raw, unit, time ?? '—', kind].join(' | ');
}
