import { describe, expect, test } from 'vitest';
import { words } from '../rank/temporary-index.fixture.ts';
import { canonical } from './synonyms.ts';
import { contentOf, readTerms } from './terms.ts';

const synonyms = {
  groups: [
    ['高新技术企业', '高企'],
    ['研发强度', '研发经费投入强度'],
    ['规模以上工业', '规上工业'],
    ['规模以上', '规上'],
  ],
};
const surfaces = (content: string) => readTerms(content, words, synonyms).map(({ surface }) => surface);

describe('contentOf', () => {
  test.each([
    ['请问高企是多少来着？', '高企'],
    ['帮我查一下研发强度有多少', '研发强度'],
    ['Ｒ＆Ｄ投入', 'R&D投入'],
    ['！？。', ''],
  ])('%s → %s', (question, expected) => {
    expect(contentOf(question, [])).toBe(expected);
  });

  test('takes cuts out, wherever they stand', () => {
    expect(
      contentOf('示例市2025年高企', [
        { start: 3, end: 8 },
        { start: 0, end: 3 },
      ]),
    ).toBe('高企');
  });
});

describe('readTerms', () => {
  test.each<[string, readonly string[]]>([
    ['高企', ['高企']],
    ['规上工业增加值', ['规上工业', '增加值']],
    ['孵化器的数量', ['孵化器']],
    ['的了呢', []],
    ['', []],
  ])('%s', (content, expected) => {
    expect([...surfaces(content)].sort()).toEqual([...expected].sort());
  });

  test('a group gives all its wordings', () => {
    const [term] = readTerms('高企', words, synonyms);
    expect(term?.variants).toEqual(['高企', '高新技术企业']);
    expect(term?.matchers).toContain('高新技术企业');
  });

  test('the longest member of a group goes first', () => {
    expect(surfaces('规上工业')).toEqual(['规上工业']);
  });

  test('parts of a long word are no terms of their own', () => {
    const [term, ...others] = readTerms('知识产权', words, { groups: [] });
    expect(others).toEqual([]);
    expect(term?.surface).toBe('知识产权');
  });
});

describe('pieces of two words that the segmenter took for one', () => {
  test.each<[string, readonly string[]]>([
    ['专利数比全省平均水平高', ['专利', '平均水平']],
    ['科技型中小企业数比目标多', ['科技型', '中小企业']],
    // Words of the dictionary, though they begin with a character of grammar.
    ['上市企业的要素市场', ['上市', '企业', '要素', '市场']],
    // A name that stands by itself, and the same characters within a sentence.
    ['里岸 渔港', ['里岸', '渔港']],
    ['里岸渔港的扩建工程', ['渔港', '扩建工程']],
  ])('%s', (content, expected) => {
    expect([...surfaces(content)].sort()).toEqual([...expected].sort());
  });

  test('are kept where the splitter cannot tell', () => {
    const read = readTerms('专利数比全省平均水平高', { split: (text) => words.split(text) }, synonyms);
    expect(read.map(({ surface }) => surface)).toContain('数比');
  });
});

test.each([
  ['研究与试验发展经费投入强度', '研发强度'],
  ['全社会研发经费支出占地区生产总值比重', '研发强度'],
  ['国内生产总值', '生产总值'],
  ['每万人口发明专利', '每万人发明专利'],
  ['增加值占比', '增加值比重'],
])('canonical: %s → %s', (text, expected) => {
  expect(canonical(text)).toBe(expected);
});
