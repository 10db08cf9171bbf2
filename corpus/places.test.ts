import { expect, test } from 'vitest';
import { levelOfPlace, placeOfText, placeOfTitle, shortPlace } from './places.ts';

test('placeOfTitle', () => {
  const check = (title: string, expected: string): void => {
    expect(placeOfTitle(title), title).toBe(expected);
  };
  check('示例市“十五五”科技创新规划', '示例市');
  check('示例省基础研究规划', '示例省');
  check('示例省样本市科技创新规划', '样本市');
  check('示例市样本县科技创新规划', '样本县');
  check('泗县科技创新规划', '泗县');
  check('上海市科技创新规划', '上海市');
  check('上海市浦东新区科技创新规划', '浦东新区');
  check('内蒙古自治区科技创新规划', '内蒙古自治区');
  check('样本自治州科技创新规划', '样本自治州');
  check('样本旗科技创新规划', '样本旗');
  check('宣城市科技创新规划', '宣城市');
  check('关于示例市科技创新的实施意见', '示例市');
  check('科技创新城市建设规划', '');
  check('推进城市更新行动计划', '');
  check('智慧城市建设规划', '');
  check('我省科技创新规划', '');
  check('全市人才规划', '');
  check('关于大力推进产业科技创新的实施意见', '');
  check('区域协调发展规划', '');
});

test('levelOfPlace', () => {
  const check = (place: string, expected: string): void => {
    expect(levelOfPlace(place), place).toBe(expected);
  };
  check('示例省', '省');
  check('西藏自治区', '省');
  check('重庆市', '省');
  check('示例市', '市');
  check('样本自治州', '市');
  check('样本县', '县');
  check('浦东新区', '县');
  check('样本旗', '县');
  check('全国', '国家');
  check('', '未知');
});

test('shortPlace', () => {
  const check = (place: string, expected: string): void => {
    expect(shortPlace(place)).toBe(expected);
  };
  check('示例市', '示例');
  check('示例省', '示例');
  check('广西壮族自治区', '广西');
  check('内蒙古自治区', '内蒙古');
});

test('placeOfText', () => {
  const check = (text: string, expected: string): void => {
    expect(placeOfText(text)).toBe(expected);
  };
  check('根据《示例省规划》《示例市国民经济和社会发展规划》，结合我市实际。全市创新。示例发展。', '示例市');
  check('我省推进创新。示例省科技创新规划。', '示例省');
  check('我县推进创新。《样本县人民政府工作报告》。', '样本县');
  check('推进创新。', '');
  check('我市推进创新。', '');
});
