import { describe, expect, test } from 'vitest';
import { withFullNames } from './gazetteer.ts';

describe('letters of provinces are written out where they are what is asked about', () => {
  test.each([
    ['皖浙两省2025年高企目标谁大', '安徽、浙江两省2025年高企目标谁大'],
    ['研发强度，皖、浙分别是多少', '研发强度，安徽、浙江分别是多少'],
    ['苏浙皖各有几个国家实验室', '江苏、浙江、安徽各有几个国家实验室'],
    ['基础研究占比皖和浙两省各多少', '基础研究占比安徽、浙江两省各多少'],
    ['皖省的高企目标', '安徽省的高企目标'],
    ['高企目标，皖、浙、合肥三家各多少', '高企目标，安徽、浙江、合肥三家各多少'],
    ['院士数量皖、合肥、宿州谁多', '院士数量安徽、合肥、宿州谁多'],
    ['合肥和浙的差别', '合肥和浙江的差别'],
    ['皖“十四五”规划定了几家', '安徽“十四五”规划定了几家'],
  ])('%s', (written, expected) => {
    expect(withFullNames(written)).toBe(expected);
  });
});

describe('within names they stay', () => {
  test.each([
    '振兴皖北的举措',
    '沪宁合科技走廊怎么建',
    '浙商回归有哪些支持',
    '新建几家',
    '宁静的小镇',
    '青年人才',
    '浙江和安徽',
    '皖省级平台',
    '浙江和皖北的企业',
    '合肥与皖南',
    '科技创新、合肥高新区',
  ])('%s', (text) => {
    expect(withFullNames(text)).toBe(text);
  });
});
