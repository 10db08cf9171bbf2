import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLANS, read } from './plans.fixture.ts';
import { QUESTION_LIMIT } from './question.ts';

const CITY = ['city', 'draft'];
const PROVINCE = ['basic', 'talent', 'transfer'];

describe('which plans are meant', () => {
  test.each<[string, readonly string[] | undefined]>([
    ['高企目标是多少', undefined],
    ['示例市高企目标是多少', CITY],
    ['示例2025年高企目标是多少', CITY],
    ['示例的高企目标', CITY],
    ['样本省研发强度', PROVINCE],
    ['示例和样本的研发强度', [...CITY, ...PROVINCE]],
    ['样本省人才规划里领军人才多少名', ['talent']],
    ['样本省基础研究规划提出几条任务', ['basic']],
    ['《样本省成果转化“十四五”规划》的目标', ['transfer']],
    ['示例市的征求意见稿提出多少亿', ['draft']],
    ['样本省基础研究规划和人才规划的目标', ['basic', 'talent']],
    ['示例市“十四五”科技创新规划的高企目标', ['city']],
  ])('%s', (question, planIds) => {
    const found = read(question).planIds;
    expect(found === undefined ? undefined : [...found].sort()).toEqual(
      planIds === undefined ? undefined : [...planIds].sort(),
    );
  });
});

describe('terms', () => {
  test.each<[string, boolean]>([
    ['示例市的“示例拍”成交了多少钱', true],
    ['“示例市”的高企目标是多少', false],
    ['示例市的高企目标是多少', false],
  ])('a quoted name that begins with a place stays whole: %s', (question, whole) => {
    expect(read(question).terms.some(({ surface }) => surface === '示例拍')).toBe(whole);
  });
});

describe('places', () => {
  const placesOf = (question: string) => read(question).places.map(({ place }) => place);
  test.each<[string, readonly string[]]>([
    ['示例市高企目标', ['示例市']],
    ['示例高企目标', ['示例市']],
    ['样本省级平台有多少家', ['样本省']],
    ['示例、样本各多少', ['示例市', '样本省']],
    ['高企目标', []],
  ])('%s', (question, expected) => {
    expect(placesOf(question)).toEqual(expected);
  });

  test.each<[string, readonly string[]]>([
    ['芜湖高企多少家', ['芜湖']],
    ['南京市和示例市的研发强度', ['南京']],
    ['示例市高企目标', []],
    ['凤阳县和北京的高企', ['凤阳县', '北京']],
  ])('elsewhere: %s', (question, expected) => {
    expect(read(question).otherPlaces.map((place) => place.replace(/^凤阳$/u, '凤阳县'))).toEqual(expected);
  });
});

describe('times', () => {
  test.each<[string, readonly string[]]>([
    ['到2025年高企多少家', ['2025-2025 end']],
    ['25年高企多少家', ['2025-2025 end']],
    ['“十三五”末有多少', ['2020-2020 end']],
    ['十四五期间增加多少', ['2021-2025 during']],
    ['2016—2020年累计多少', ['2016-2020 during']],
    ['2020年多少，2025年多少', ['2020-2020 end', '2025-2025 end']],
    ['引进25家高企', []],
  ])('%s', (question, expected) => {
    expect(read(question).times.map(({ from, to, aspect }) => `${from}-${to} ${aspect}`)).toEqual(expected);
  });
});

describe('what it is about', () => {
  test.each<[string, readonly string[]]>([
    ['请问示例市2025年高新技术企业要达到多少家？', ['高新技术企业']],
    ['示例市高企目标是多少', ['高企']],
    ['示例市研发强度和孵化器数量', ['研发强度', '孵化器']],
    ['样本省人才规划里领军人才多少名', ['领军人才']],
    ['示例市2025年是多少', []],
  ])('%s', (question, expected) => {
    expect([...read(question).terms.map(({ surface }) => surface)].sort()).toEqual([...expected].sort());
  });

  test('reads two groups of plans where two titles are named', () => {
    expect(read('样本省基础研究规划和人才规划的目标').titleGroups).toEqual([['basic'], ['talent']]);
  });

  test('looks at the first part of a long question only', () => {
    expect(read('高企'.repeat(5000)).text).toHaveLength(QUESTION_LIMIT);
  });
});

test('never throws, and names only plans there are', () => {
  const known = new Set(PLANS.map(({ id }) => id));
  const text = fc.array(
    fc.oneof(
      fc.constantFrom('示例市', '样本', '规划', '《', '》', '2025年', '十四五', '征求意见稿', '和', '多少'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(text, (pieces) => {
      const question = read(pieces.join(''));
      expect((question.planIds ?? []).every((id) => known.has(id))).toBe(true);
      for (const { start, end } of [...question.places, ...question.times]) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(question.text.length);
      }
    }),
    { numRuns: 300, seed: 3 },
  );
});
