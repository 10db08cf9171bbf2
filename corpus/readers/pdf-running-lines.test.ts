import { describe, expect, it } from 'vitest';
import { dropRunningLines } from './pdf-running-lines.ts';

/** The pages, lines parted by `|`, read as expected. */
function check(pages: readonly string[], expected: readonly string[]): void {
  const result = dropRunningLines(pages.map((page) => page.split('|')));
  expect(result.pages.map((page) => page.join('|'))).toEqual(expected);
  const lines = (all: readonly string[]): number => all.flatMap((page) => page.split('|')).length;
  expect(result.dropped).toBe(lines(pages) - lines(expected));
}

describe('running lines', () => {
  it.each([
    ['words alone', ['示例市规划', '示例市规划', '示例市规划']],
    ['words with a year', ['示例市规划 2025', '示例市规划 2025', '示例市规划 2025']],
    ['a page number after them', ['示例市规划 1', '示例市规划 2', '示例市规划 3']],
    ['a page number set apart', ['示例市规划\t— 5 —', '— 6 —\t示例市规划', '示例市规划\t— 7 —']],
    ['第…页', ['第 1 页 共3页', '第 2 页 共3页', '第 3 页 共3页']],
  ])('are kept once: %s', (_, [first, second, third]) => {
    check(
      [`${first}|甲|乙|丙`, `${second}|丁|戊|己`, `庚|辛|壬|${third}`],
      [`${first}|甲|乙|丙`, '丁|戊|己', '庚|辛|壬'],
    );
  });

  it('are not rows of tables', () => {
    const headers = ['指标\t单位\t目标|甲|乙|丙', '指标\t单位\t目标|丁|戊|己', '指标\t单位\t目标|庚|辛|壬'];
    check(headers, headers);
    const figures = ['高企\t3000|甲|乙|丙', '高企\t2000|丁|戊|己', '高企\t2500|庚|辛|壬'];
    check(figures, figures);
  });

  it('are not bare page numbers', () => {
    check(['甲|乙|— 1 —', '丙|丁|— 2 —', '戊|己|— 3 —'], ['甲|乙|— 1 —', '丙|丁|— 2 —', '戊|己|— 3 —']);
  });

  it('are not lines that come back on few pages, or in the middle', () => {
    const pages = ['头|甲|同|乙|尾', '一|二|同|三|四', '头|五|同|六|七', '八|九|同|十|尾', '子|丑|同|寅|卯'];
    check(pages, pages);
  });

  it('are not looked for in two pages', () => {
    check(['头|甲', '头|乙'], ['头|甲', '头|乙']);
  });
});
