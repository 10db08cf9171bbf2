import { describe, expect, test } from 'vitest';
import { readIntent, type Intent } from './intent.ts';

function check(question: string, expected: Partial<Intent>): void {
  expect(readIntent(question)).toMatchObject(expected);
}

describe('the kind of answer', () => {
  test.each<[string, Intent['kind']]>([
    ['示例市2025年高新技术企业要达到多少家？', 'figure'],
    ['高企目标是多少', 'figure'],
    ['研发强度几个点', 'figure'],
    ['科技特派员每年选派几名', 'figure'],
    ['创新能力排全国第几', 'figure'],
    ['技术合同成交额占比呢', 'figure'],
    ['示例市的高企目标呢？', 'figure'],
    ['每年净增翻几番', 'figure'],
    ['示例市国际合作基地建了多少，对照着报一下', 'figure'],
    ['上市公司的存量，几份文件里谁写过？数都报一下', 'figure'],
    ['四大平台分别是什么', 'list'],
    ['基本原则有哪些', 'list'],
    ['五个专项依次是什么', 'list'],
    ['规划由哪几部分组成', 'list'],
    ['示例科学城哪年建成', 'time'],
    ['大科学装置什么时候投用', 'time'],
    ['示例科学城由谁牵头建设', 'name'],
    ['中心落在何处', 'name'],
    ['示例科学城2025年建成，对吗', 'yes-no'],
    ['是不是要建示例科学城', 'yes-no'],
    ['有没有提到量子计算', 'yes-no'],
    ['起草一份人才政策要点，带出处', 'summary'],
    ['总结一下基础研究的任务', 'summary'],
    ['梳理成几条', 'summary'],
    ['这份规划什么时候印发的', 'status'],
    ['这份意见正式印发了吗', 'status'],
    ['哪个部门发布的', 'status'],
    ['示例科学城', 'open'],
    ['', 'open'],
  ])('%s → %s', (question, kind) => {
    check(question, { kind });
  });
});

describe('what a figure is counted in', () => {
  test.each<[string, string | undefined]>([
    ['高新技术企业要达到多少家', '家'],
    ['有多少户', '户'],
    ['研发强度是百分之几', '%'],
    ['提高了几个百分点', '个百分点'],
    ['技术合同成交额多少亿', '亿元'],
    ['引进多少人才', '名'],
    ['授权专利多少件', '件'],
    ['芯片做到多少纳米', 'nm'],
    ['面积几平方公里', '平方公里'],
    ['增长几倍', '倍'],
    ['目标是多少', undefined],
  ])('%s → %s', (question, unit) => {
    const { units } = readIntent(question);
    expect(unit === undefined ? units : units.includes(unit)).toEqual(unit === undefined ? [] : true);
  });
});

describe('what else the words say', () => {
  test.each<[string, Partial<Intent>]>([
    ['2025年高企目标是多少', { aspect: 'target' }],
    ['2020年高企实际多少家', { aspect: 'result' }],
    ['高企是多少', { aspect: 'either' }],
    ['2020年完成多少，2025年目标多少', { aspect: 'either' }],
    ['第三项是什么', { item: 3 }],
    ['第12个专题叫什么', { item: 12 }],
    ['最后一项是什么', { item: -1 }],
    ['居全国第几位', { ordinal: true, item: undefined }],
    ['高企和科小各多少家', { plural: true }],
    ['高企分别是多少', { plural: true }],
    ['各类人才有多少', { plural: false }],
  ])('%s', (question, expected) => {
    check(question, expected);
  });
});
