import { describe, expect, test } from 'vitest';
import { readMark } from './headings.ts';
import { Outline } from './outline.ts';

/** Opens the headings one after another and shows the path at the end; `#` before a title gives a Markdown depth, `|` sets it apart. */
function check(titles: readonly string[], expected: string, options = { trustDepth: false }): void {
  const outline = new Outline(options);
  for (const written of titles) {
    const [, hashes = '', bar = '', title = ''] = /^(#*)(\|?)(.*)$/u.exec(written) ?? [];
    outline.open({ mark: readMark(title), title, depth: hashes.length, apart: bar !== '' });
  }
  expect(outline.path.join(' › ')).toBe(expected);
}

describe('nesting by number', () => {
  test('outer closes inner', () => {
    check(
      ['第一章 甲', '第一节 乙', '一、丙', '（一）丁', '1.戊', '（1）己'],
      '第一章 甲 › 第一节 乙 › 一、丙 › （一）丁 › 1.戊 › （1）己',
    );
    check(['一、甲', '（一）乙', '1.丙', '（二）丁'], '一、甲 › （二）丁');
    check(['一、甲', '（一）乙', '1.丙', '二、丁'], '二、丁');
  });

  test('levels may be left out and numbers may run through', () => {
    check(['一、甲', '1.乙', '2.丙'], '一、甲 › 2.丙');
    check(['（一）甲', '1.乙', '（二）丙', '2.丁'], '（二）丙 › 2.丁');
  });

  test('（1） above 1. stands for （一）', () => {
    check(['三、甲', '（1）乙', '1.丙'], '三、甲 › （1）乙 › 1.丙');
    check(['三、甲', '（1）乙', '1.丙', '（2）丁'], '三、甲 › （2）丁');
    check(['三、甲', '（一）乙', '1.丙', '（1）丁', '（2）戊'], '三、甲 › （一）乙 › 1.丙 › （2）戊');
  });

  test('unnumbered headings follow one another', () => {
    check(['一、甲', '乙', '丙'], '一、甲 › 丙');
    check(['一、甲', '乙', '二、丙'], '二、丙');
  });
});

describe('boxes', () => {
  test('a box has numbers of its own', () => {
    check(['第一节 甲', '专栏1 乙', '一、丙', '1.丁'], '第一节 甲 › 专栏1 乙 › 一、丙 › 1.丁');
    check(['（一）甲', '1.乙', '专栏1 丙', '（一）丁', '1.戊', '（二）己'], '（一）甲 › 1.乙 › 专栏1 丙 › （二）己');
  });

  test('it ends where the outer numbering goes on', () => {
    check(['（一）甲', '1.乙', '专栏1 丙', '1.丁', '2.戊', '3.己', '2.庚'], '（一）甲 › 2.庚');
    check(['（一）甲', '1.乙', '专栏1 丙', '1.丁', '（二）戊'], '（二）戊');
    check(['三、甲', '（1）乙', '专栏1 丙', '1.丁', '（2）戊'], '三、甲 › （2）戊');
    check(['第一节 甲', '专栏1 乙', '一、丙', '第二节 丁'], '第二节 丁');
    check(['一、甲', '专栏1 乙', '1.丙', '专栏2 丁'], '一、甲 › 专栏2 丁');
  });

  test('where a number goes on inside and outside, what is set apart leaves', () => {
    check(['3.甲', '专栏1 乙', '1.丙', '2.丁', '3.戊', '4.己'], '3.甲 › 专栏1 乙 › 4.己');
    check(['3.甲', '专栏1 乙', '1.丙', '2.丁', '3.戊', '|4.己'], '4.己');
    check(['3.甲', '专栏1 乙', '1.丙', '|2.丁'], '3.甲 › 专栏1 乙 › 2.丁');
  });

  test('closeBox ends the box and what is in it', () => {
    const outline = new Outline({ trustDepth: false });
    for (const title of ['一、甲', '专栏1 乙', '1.丙']) outline.open({ mark: readMark(title), title, depth: 0 });
    expect(outline.inBox).toBe(true);
    outline.closeBox();
    expect(outline.path).toEqual(['一、甲']);
    outline.closeBox();
    expect(outline.path).toEqual(['一、甲']);
  });
});

describe('Markdown depth', () => {
  test('is trusted where it agrees', () => {
    check(['##第一章 甲', '###第一节 乙', '####丙', '####专栏1 丁', '####戊'], '第一章 甲 › 第一节 乙 › 戊', {
      trustDepth: true,
    });
    check(['##一、甲', '###（1）乙', '###（2）丙'], '一、甲 › （2）丙', { trustDepth: true });
  });

  test('is not followed where it does not', () => {
    check(['#第一章 甲', '##第一节 乙', '##第二章 丙', '###第一节 丁', '####第二节 戊'], '第二章 丙 › 第二节 戊');
    check(['##第一节 甲', '####专栏1 乙', '##专栏2 丙', '###丁'], '第一节 甲 › 专栏2 丙 › 丁');
  });
});

test('closeCaption ends a heading that was a caption only', () => {
  for (const [title, closes] of [
    ['表1 指标', true],
    ['主要指标', true],
    ['发展基础', false],
  ] as const) {
    const outline = new Outline({ trustDepth: false });
    for (const own of ['一、甲', title]) outline.open({ mark: readMark(own), title: own, depth: 0 });
    outline.closeCaption();
    expect(outline.path.length).toBe(closes ? 1 : 2);
  }
});
