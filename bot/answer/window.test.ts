import { describe, expect, test } from 'vitest';
import { readUnits, type Unit } from '../../retrieval/rank/units.ts';
import { documentOf } from '../../retrieval/store/store.fixture.ts';
import { digests } from './digests.fixture.ts';
import { windowAround } from './window.ts';

function unitOf(text: string): Unit {
  const [passage] = documentOf({ id: 'p', title: '示例市规划', sections: [[['一、目标'], text]] }).passages;
  const [unit] = passage ? readUnits(passage) : [];
  if (!unit) throw new Error('no sentence');
  return unit;
}

const TEXT = '到2025年，高新技术企业达到300家，科技型中小企业达到1200家，孵化器达到15家，创新生态更加优化。';

describe('windowAround', () => {
  const check = (
    text: string,
    core: readonly number[],
    limit: number,
    expected: string,
    wants?: (at: number) => boolean,
  ) => {
    expect(windowAround(unitOf(text), core, limit, wants ? { wants } : {}).text).toBe(expected);
  };

  test.each<[string, number, number, string]>([
    ['a short sentence is kept whole', 1, 200, TEXT],
    ['the clause by itself, with the time that opens the sentence', 2, 30, '到2025年，科技型中小企业达到1200家'],
    ['no room for the time', 2, 18, '科技型中小企业达到1200家'],
    ['the first clause', 0, 10, '到2025年'],
  ])('%s', (_, core, limit, expected) => {
    check(TEXT, [core], limit, expected);
  });

  test('neighbours that are wanted, as far as they fit', () => {
    check(TEXT, [2], 26, '科技型中小企业达到1200家，孵化器达到15家', (at) => at === 3 || at === 1);
  });

  test('several core clauses stay together', () => {
    check(TEXT, [1, 3], 42, '高新技术企业达到300家，科技型中小企业达到1200家，孵化器达到15家');
  });

  test('a long enumeration is cut between its items', () => {
    const text = `布局${Array.from({ length: 20 }, (_, at) => `示例平台${at + 1}号`).join('、')}。`;
    const at = text.indexOf('示例平台9号');
    const window = windowAround(unitOf(text), [0], 40, { anchor: { start: at, end: at + 6 } });
    expect(window.text).toContain('示例平台9号');
    expect(window.text.length).toBeLessThanOrEqual(44);
    expect(window.text).toMatch(/^…….*……$/u);
    expect(
      window.text
        .replaceAll('……', '')
        .split('、')
        .every((item) => text.includes(item)),
    ).toBe(true);
  });

  test('marks at the edges go', () => {
    check('——加快建设。', [0], 100, '加快建设。');
  });
});

describe('over the digests', () => {
  const units = digests()
    .flatMap(({ passages }) => passages.filter(({ kind }) => kind === 'prose'))
    .flatMap((passage) => readUnits(passage));

  test.each([20, 56, 110, 160])('at most %i characters, unless one clause is longer', (limit) => {
    for (const unit of units) {
      unit.clauses.forEach((clause, at) => {
        const { text, span } = windowAround(unit, [at], limit, { wants: (other) => other % 2 === 0, anchor: clause });
        expect(text.length).toBeLessThanOrEqual(Math.max(limit, clause.end - clause.start) + 4);
        expect(span.start).toBeLessThanOrEqual(clause.start);
        expect(span.end).toBeGreaterThanOrEqual(Math.min(clause.end, unit.text.length));
      });
    }
  });

  test('no figure is cut: each run of digits is one of the sentence', () => {
    for (const unit of units) {
      const known = new Set(unit.text.match(/\d+/gu));
      unit.clauses.forEach((clause, at) => {
        for (const limit of [10, 40, 90]) {
          const { text } = windowAround(unit, [at], limit, { wants: () => true, anchor: clause });
          expect((text.match(/\d+/gu) ?? []).filter((digits) => !known.has(digits))).toEqual([]);
        }
      });
    }
  });
});
