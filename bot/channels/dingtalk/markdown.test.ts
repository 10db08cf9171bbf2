import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scriptedAnswer, scriptedCitation } from '../../service/scripted-service.fixture.ts';
import { answerMarkdown, messageMarkdown, titleOf } from './markdown.ts';
import { messagesOf } from './messages.ts';
import { hostileAnswer, wrongWith } from './hostile-answers.fixture.ts';

function check(text: string, expected: string): void {
  expect(messageMarkdown(text)).toBe(expected);
}

describe('our own Markdown', () => {
  test('keeps bold words, citation marks, lists, headings and comparisons', () => {
    check('**300家以上**[1][2]', '**300家以上**[1][2]');
    check('- 甲[1]\n- 乙[2]', '- 甲[1]\n- 乙[2]');
    check('## 目标\n\n一段。', '## 目标\n\n一段。');
    check('≥3.5%，R&D 13.5', '≥3.5%，R&D 13.5');
  });
  test('breaks lines', () => {
    check('甲\n乙\n\n丙\n- 丁', '甲  \n乙\n\n丙\n- 丁');
  });
  test('sets bold words so that they are bold beside Chinese punctuation', () => {
    check('目标是**“十四五”**期间**约5%**的增长', '目标是 **“十四五”** 期间**约5%** 的增长');
  });
  test('shows a table as a list', () => {
    check(
      '如下：\n\n| 指标 | 2025年 |\n|---|---|\n| 研发强度 | 3.5% |\n| 高企 | 300家 |\n',
      '如下：\n\n- 指标：研发强度；2025年：3.5%\n- 指标：高企；2025年：300家',
    );
  });
});

describe('nothing is live', () => {
  test.each([
    ['a mention', '@所有人 @13800000000', '＠所有人 ＠13800000000'],
    ['a link', '[点我](http://evil.example/a)', '[点我] (http：//evil．example/a)'],
    ['a reference', '[点我][x]\n\n[x]: http://evil.example', '[点我] [x]\n\n[x]： http：//evil．example'],
    ['an image', '![x](https://evil.example/p.png)', '！[x] (https：//evil．example/p．png)'],
    ['HTML', '<font color=red>x</font><img src=a>', '＜font color=red＞x＜/font＞＜img src=a＞'],
    ['an entity', '&#64;所有人 &lt;b&gt;', '＆#64;所有人 ＆lt;b＆gt;'],
    ['code and strokes', '`a` ~~b~~ _c_ *d*', '＇a＇ ～～b～～ ＿c＿ ＊d＊'],
    ['a scheme', 'dingtalk://dingtalkclient/page/link', 'dingtalk：//dingtalkclient/page/link'],
    ['what cannot be seen', 'a\u202Eb\u200Bc\u{E0041}d\u0007e', 'abcde'],
    ['half a character', 'a\uD800b', 'a\uFFFDb'],
  ])('%s', (_, text, expected) => {
    check(text, expected);
  });
});

test('sources are named, quoted and linked; a draft is called one', () => {
  const answer = scriptedAnswer('问', { citations: [scriptedCitation(1, '300家以上'), scriptedCitation(2, '独角兽')] });
  const markdown = answerMarkdown(answer, 'https://plans.example');
  expect(markdown).toContain(
    '\n\n**出处**\n\n[1] 示例市“十四五”科技创新规划 › 二、总体要求 › （一）主要目标 › “到2025年',
  );
  expect(markdown).toMatch(
    /\n\n\[2\] 示例市产业创新实施意见（征求意见稿） › .+ \[查看原文\]\(https:\/\/plans\.example\/plans\/[\w%.-]+#[\w%.-]+\)$/u,
  );
  expect(answerMarkdown(answer)).not.toContain('查看原文');
  expect(answerMarkdown(scriptedAnswer('问', { text: '规划没有写明。', citations: [] }))).toBe('规划没有写明。');
});

test('a title is the first words, without markup', () => {
  expect(titleOf('**300家以上**[1]\n到2025年')).toBe('300家以上 到2025年');
  expect(titleOf('## 目标\n甲')).toBe('目标 甲');
  expect(titleOf('这是很长的一句回答，长到标题里放不下，所以要截断它')).toBe(
    '这是很长的一句回答，长到标题里放不下，所以要截…',
  );
  expect(titleOf('')).toBe('规划问答');
});

test('fuzzed answers: none over a limit, nothing live, nothing lost', () => {
  fc.assert(
    fc.property(hostileAnswer, fc.boolean(), (answer, isLinked) => {
      expect(wrongWith(answer, isLinked ? 'https://plans.example' : undefined)).toBeUndefined();
    }),
    { numRuns: 3000 },
  );
});

test('figures stay whole where a message is cut', () => {
  const figure = fc.tuple(
    fc.integer({ min: 1, max: 99_999 }),
    fc.constantFrom('家', '亿元', '%', '个百分点', '.5%', '万人'),
  );
  const sentence = fc
    .tuple(figure, fc.constantFrom('，', '。', '；', '、', ''))
    .map(([[value, unit], end]) => `示例市预期性指标达到${value}${unit}${end}`);
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 200, maxLength: 700 }), (sentences) => {
      const figures = (text: string): readonly string[] =>
        text.match(/\d+(?:\.\d+)?(?:家|亿元|%|个百分点|万人)/gu) ?? [];
      const markdown = messageMarkdown(sentences.join(''));
      expect(messagesOf(markdown).flatMap(({ text }) => figures(text))).toEqual(figures(markdown));
    }),
    { numRuns: 100 },
  );
});

test('under a draft stands where its file is had', () => {
  const answer = scriptedAnswer('起草一份要点', { handout: '起草一份（合肥）要点)*_' });
  expect(answerMarkdown(answer)).not.toContain('网页');
  const address = /\]\((https:\/\/plans\.example\/drafts\?topic=[\w%.-]+)\)/u.exec(
    answerMarkdown(answer, 'https://plans.example'),
  )?.[1];
  expect(new URL(address ?? '').searchParams.get('topic')).toBe('起草一份（合肥）要点)*_');
});
