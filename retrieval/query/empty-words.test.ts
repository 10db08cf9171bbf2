import { describe, expect, test } from 'vitest';
import { words } from '../rank/temporary-index.fixture.ts';
import { isEmptyWord } from './empty-words.ts';
import { loadSynonyms } from './synonyms.ts';
import { contentOf, readTerms } from './terms.ts';

const synonyms = loadSynonyms();

function check(question: string, expected: readonly string[]): void {
  const surfaces = readTerms(contentOf(question, []), words, synonyms).map(({ surface }) => surface);
  expect([...surfaces].sort()).toEqual([...expected].sort());
}

describe('phrases that say nothing of the subject', () => {
  test.each<[string, readonly string[]]>([
    // Politeness and requests.
    ['麻烦您帮我查一下孵化器', ['孵化器']],
    ['请简单说说孵化器', ['孵化器']],
    ['劳驾给看看孵化器呗', ['孵化器']],
    // Who asks, and why.
    ['刚才领导问孵化器多少家', ['孵化器']],
    ['主任问起孵化器', ['孵化器']],
    ['会上要用，孵化器几家', ['孵化器']],
    // Hedges.
    ['我记得孵化器好像是30家吧', ['孵化器', '30']],
    ['听说有孵化器', ['孵化器']],
    // Interrogatives with their counters.
    ['孵化器一共有多少家来着', ['孵化器']],
    ['孵化器排全国第几位', ['孵化器', '全国']],
    ['哪几个平台', ['平台']],
    ['分成几大平台呀', ['平台']],
    // Final particles.
    ['孵化器呢', ['孵化器']],
    ['是孵化器啦', ['孵化器']],
    // The plan as a text.
    ['文件里是怎么写的，孵化器', ['孵化器']],
    ['指标表里孵化器的目标值', ['孵化器']],
    // Function words.
    ['除了孵化器以外，其他的平台', ['孵化器', '平台']],
    ['那种平台', ['平台']],
    ['两个平台', ['平台']],
  ])('%s', check);
});

describe('what only looks like one', () => {
  test.each<[string, readonly string[]]>([
    ['多少人才', ['人才']],
    ['哪部门', ['部门']],
    ['几大学科', ['学科']],
    ['一体化', ['一体化']],
    ['领导小组', ['领导小组']],
    ['社会上的资本', ['社会上', '资本']],
    ['给我省的平台', ['平台']],
    ['急需人才', ['急需', '人才']],
    ['整个产业', ['产业']],
    ['那曲', ['那曲']],
    ['集成电路', ['集成电路']],
    ['下一代互联网', ['下一代', '互联网']],
  ])('%s', check);
});

test('drops single characters and punctuation, keeps words and figures', () => {
  expect(['的', '，', '我们', '任何', '平台', '2025', '5g'].filter(isEmptyWord)).toEqual(['的', '，', '我们', '任何']);
});
