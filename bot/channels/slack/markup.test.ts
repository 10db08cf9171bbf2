import { expect, test } from 'vitest';
import { literal, mrkdwn, plain, shownSoFar, streamMarkdown, tablesAsLists } from './markup.ts';

const Z = '\u200b';

function check(input: string, expected: { readonly section: string; readonly stream: string }): void {
  expect(mrkdwn(input)).toBe(expected.section);
  expect(streamMarkdown(input)).toBe(expected.stream);
}

test('bold words get half-width edges', () => {
  check('到2025年达到**300家以上**[1]。', {
    section: '到2025年达到 *300家以上* [1]。',
    stream: '到2025年达到 **300家以上** [1]。',
  });
  check('**安徽**、**浙江**', { section: '*安徽* 、 *浙江*', stream: '**安徽** 、 **浙江**' });
});

test('a marker without its other half is left away', () => {
  check('**300家', { section: '300家', stream: '300家' });
});

test('lists and headings', () => {
  check('## 目标\n- **一**：二\n  - 三', {
    section: '*目标*\n• *一* ：二\n  • 三',
    stream: '**目标**\n- **一** ：二\n  - 三',
  });
});

test('a line that begins with a figure is not numbered anew', () => {
  check('3. 建设平台', { section: '3. 建设平台', stream: `3${Z}. 建设平台` });
});

test('nothing foreign becomes live', () => {
  for (const [input, expected] of [
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U1> & <#C1|x>', `&lt;@${Z}U1&gt; &amp; &lt;#${Z}C1|x&gt;`],
    ['[点](https://evil.example)', `[点]${Z}(https:${Z}//evil.${Z}example)`],
    ['[1]: https://evil.example', `[1]${Z}: https:${Z}//evil.${Z}example`],
    ['![图](a)', `!${Z}[图]${Z}(a)`],
    ['@here #general', `@${Z}here #${Z}general`],
    [':tada: 10:30:00', `:${Z}tada: 10:30:00`],
    ['2021~2025 *注', '2021～2025 ＊注'],
    ['13.5% 1.2万人', '13.5% 1.2万人'],
  ] as const)
    expect(literal(input)).toBe(expected);
});

test('a table becomes a list', () => {
  const table =
    '如下：\n| 指标 | 2020年 | 2025年 |\n|---|---:|---|\n| 研发强度[1] | 2.1% | 3.5% |\n| **高企** | | 300 |\n完。';
  expect(tablesAsLists(table)).toBe(
    '如下：\n- **研发强度[1]**：2020年：2.1%；2025年：3.5%\n- **高企**：2025年：300\n完。',
  );
});

test('half a table and half of bold words are not shown', () => {
  for (const [input, expected] of [
    ['目标是**300', '目标是'],
    ['目标是*', '目标是'],
    ['**一**，**二', '**一**，'],
    ['如下：\n| 指标 | 2020年 |\n|---|---|\n| 一 | 2', '如下：\n'],
    ['一\n二', '一\n二'],
    ['', ''],
  ] as const)
    expect(shownSoFar(input)).toBe(expected);
});

test('plain text is one line, cut at a character', () => {
  expect(plain(' 一\n二 ', 10)).toBe('一 二');
  expect(plain('一二三四五', 4)).toBe('一二…');
});
