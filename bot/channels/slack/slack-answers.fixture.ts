import fc from 'fast-check';
import type { Answer, Citation } from '../../answer/types.ts';

/** What questions and plans may hold to be taken for markup, and what must not be parted. */
const HOSTILE = [
  '<!channel>',
  '<!here|@here>',
  '<@U012345>',
  '<#C012345|general>',
  '<https://evil.example/x|官网>',
  '&lt;!channel&gt;',
  '![图](https://evil.example/a.png)',
  '[点这里](https://evil.example)',
  '[1](2025年)',
  '[1]: https://evil.example',
  'https://evil.example/path?a=1&b=2',
  'www.evil.example',
  'a@evil.example',
  '@channel',
  '@everyone',
  '@here',
  '#general',
  ':smile:',
  '`code`',
  '```',
  '~~删除~~',
  '~删除~',
  '*斜*',
  '_斜_',
  '**',
  '***',
  '> 引用',
  '\u202e',
  '|',
  '||',
  '\n|---|---|\n',
  '🀄',
  '\ud800',
  '<',
  '>',
  '&',
] as const;
const PLAIN = [
  '示例市',
  '到2025年',
  '，',
  '。',
  '；',
  '\n',
  '\n\n',
  '- ',
  '3. ',
  '# ',
  '[1]',
  '[2][3]',
  '（',
  '）',
  '《示例市科技创新规划》',
  ' ',
] as const;
const FIGURES = ['3.5%', '300家以上', '12,000亿元', '1.2万人', '2021-2025', '≥17000', '10～15', '85.60'] as const;
const TABLE = '\n| 指标 | 2020年 | 2025年 |\n|---|---|---|\n| 研发强度 | 2.1% | 3.5% |\n| 高企 | 185 | 300 |\n';

const token = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 6, arbitrary: fc.constantFrom(...PLAIN) },
  { weight: 4, arbitrary: fc.constantFrom(...FIGURES) },
  { weight: 2, arbitrary: fc.constantFrom('**300家以上**', '**研发强度**达到**3.5%**', TABLE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
);
/** Words of a title, a heading or a short answer. */
export const fuzzedWords: fc.Arbitrary<string> = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(''));
/** An answer's text: mostly short, sometimes over several messages. */
export const fuzzedText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fuzzedWords },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fuzzedWords, fc.integer({ min: 1, max: 400 }))
      .map(([words, times]) => words.repeat(times).slice(0, 15_000)),
  },
);
const citation: fc.Arbitrary<Citation> = fc.record({
  n: fc.integer({ min: 1, max: 99 }),
  passageId: fc.string({ minLength: 1, maxLength: 60 }),
  planId: fc.constant('plan'),
  plan: fuzzedWords,
  section: fc.array(fuzzedWords, { maxLength: 4 }),
  quote: fuzzedText,
  file: fc.constant('plan.md'),
  lines: fc.constant([1, 2] as const),
  draft: fc.boolean(),
});
/** A whole answer. */
export const fuzzedAnswer: fc.Arbitrary<Answer> = fc.record({
  text: fuzzedText,
  declined: fc.boolean(),
  mode: fc.constant('extractive' as const),
  citations: fc
    .array(citation, { maxLength: 12 })
    .map((citations) => citations.map((one, at) => ({ ...one, n: at + 1 }))),
  understood: fc.constant(''),
});
