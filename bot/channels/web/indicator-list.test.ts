import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { csvCell, indicatorsCsv, listIndicators, statedValue, type Indicator } from './indicator-list.ts';
import type { IndicatorFilter } from './schemas.ts';

const reader = { channel: 'web', userId: 'zhang' } as const;
const service = scriptedService();

async function check(filter: IndicatorFilter, expected: readonly string[]): Promise<void> {
  const rows = await listIndicators(service, reader, filter);
  expect(rows.map(({ indicator, raw }) => `${indicator} ${raw}`)).toEqual(expected);
}

test('records are found by plan, standard name, kind and words', async () => {
  const all = await listIndicators(service, reader, {});
  expect(all.length).toBeGreaterThan(8);
  expect(await listIndicators(service, reader, { plan: '', canonical: '', kind: '', q: ' ' })).toEqual(all);
  const [first] = all;
  expect(await listIndicators(service, reader, { plan: first?.planId ?? '' })).toEqual(
    all.filter(({ planId }) => planId === first?.planId),
  );
  expect(await listIndicators(service, reader, { plan: 'unknown' })).toEqual([]);
  for (const { kind, canonical } of await listIndicators(service, reader, {
    kind: 'target',
    canonical: '高新技术企业数',
  })) {
    expect([kind, canonical]).toEqual(['target', '高新技术企业数']);
  }
  await check({ q: '样板县 8.6' }, ['人才总量 8.6万人']);
  await check({ q: '没有的词' }, []);
});

test('records are sorted, those without a value last, whichever way', async () => {
  for (const order of ['asc', 'desc'] as const) {
    const rows = await listIndicators(service, reader, { sort: 'value', order });
    const values = rows.map(({ value }) => value);
    const known = values.filter((value) => value !== undefined);
    expect(values.slice(0, known.length)).toEqual(known);
    expect(known).toEqual(known.toSorted((left, right) => (order === 'asc' ? left - right : right - left)));
  }
});

test('a value is stated with the bound that its sentence gives it', () => {
  const values: readonly [string, string, Indicator['bound'], string][] = [
    ['10000户', '户', '力争', '力争10000户'],
    ['力争达到10000户', '户', '力争', '力争达到10000户'],
    ['≥17000', '家', '>=', '≥17000家'],
    ['17000家', '家', '>=', '≥17000家'],
    ['200项以上', '项', '>=', '200项以上'],
    ['超过17000家', '家', '>', '超过17000家'],
    ['3.8左右', '%', '约', '3.8%左右'],
    ['10-15', '%', '=', '10-15%'],
    ['力争达到全国平均水平', '件', '力争', '力争达到全国平均水平'],
    ['8559', '家', '=', '8559家'],
  ];
  for (const [raw, unit, bound, expected] of values) expect(statedValue({ raw, unit, bound })).toBe(expected);
});

test('no cell of the export is a formula, and every cell can be read back', () => {
  for (const formula of [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '＝1+1',
    '\u200b=1',
    '=HYPERLINK("x")',
  ]) {
    expect(csvCell(formula).replace(/^"/u, '')).toMatch(/^'/u);
  }
  expect(csvCell('-3.5')).toBe('-3.5');
  expect(csvCell('a,"b"\n')).toBe('"a,""b""\n"');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
      const line = cells.map(csvCell).join(',');
      expect(readCsvLine(line).map((cell, at) => (cells[at] === cell ? cell : cell.replace(/^'/u, '')))).toEqual(cells);
    }),
  );
});

test('the export begins with a byte order mark and says how each value is meant', async () => {
  const rows = await listIndicators(service, reader, { q: '300家以上' });
  const csv = indicatorsCsv(rows);
  expect(csv.charCodeAt(0)).toBe(0xfeff);
  expect(csv.slice(1).split('\r\n')).toHaveLength(rows.length + 2);
  expect(csv).toContain('示例市“十四五”科技创新规划,示例市,正式,');
});

/** A naive reader of one line of CSV. */
function readCsvLine(line: string): readonly string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length;) {
    let cell = '';
    if (line[at] === '"') {
      for (at += 1; line[at] !== '"' || line[at + 1] === '"'; at += 1) {
        if (line[at] === '"') at += 1;
        cell += line[at] ?? '';
      }
      at += 1;
    } else for (; at < line.length && line[at] !== ','; at += 1) cell += line[at] ?? '';
    cells.push(cell);
    at += 1;
  }
  return cells;
}
