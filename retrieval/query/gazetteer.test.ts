import { describe, expect, test } from 'vitest';
import { withFullNames } from './gazetteer.ts';

describe('letters of provinces are written out where they are what is asked about', () => {
  test.each([
    ['皖浙两省2025年高企目标谁大', '安徽、浙江两省2025年高企目标谁大'],
    ['研发强度，皖、浙分别是多少', '研发强度，安徽、浙江分别是多少'],
    ['苏浙皖各有几个国家实验室', '江苏、浙江、安徽各有几个国家实验室'],
    ['基础研究占比皖和浙两省各多少', '基础研究占比安徽、浙江两省各多少'],
    ['皖省的高企目标', '安徽省的高企目标'],
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
  ])('%s', (text) => {
    expect(withFullNames(text)).toBe(text);
  });
});
