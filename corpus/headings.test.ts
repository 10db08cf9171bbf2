import { expect, test } from 'vitest';
import { endsSentence, parseOrdinal, readMark, spaceMark } from './headings.ts';

test('parseOrdinal', () => {
  const check = (text: string, expected: number | undefined): void => {
    expect(parseOrdinal(text)).toBe(expected);
  };
  check('一', 1);
  check('十', 10);
  check('十二', 12);
  check('二十', 20);
  check('九十九', 99);
  check('12', 12);
  check('', undefined);
  check('五四', undefined);
  check('百', undefined);
  check('123', undefined);
});

test('readMark', () => {
  const check = (line: string, style: string | undefined, number?: number, length?: number): void => {
    const mark = readMark(line);
    expect(mark?.style, line).toBe(style);
    expect(mark?.number, line).toBe(number);
    if (length !== undefined) expect(mark?.length, line).toBe(length);
  };
  check('第一章总则', 'chapter', 1, 3);
  check('第十二章 保障', 'chapter', 12, 4);
  check('第3章 平台', 'chapter', 3);
  check('第二篇 任务', 'chapter', 2);
  check('第一节创新', 'section', 1);
  check('一、总体要求', 'han', 1, 2);
  check('（二）目标', 'han-paren', 2, 3);
  check('(三)目标', 'han-paren', 3);
  check('1.培育', 'arabic', 1, 2);
  check('2．建设', 'arabic', 2);
  check('3、任务', 'arabic', 3);
  check('12. 人才', 'arabic', 12, 4);
  check('（1）育种', 'arabic-paren', 1);
  check('①种子', 'circled', 1);
  check('⑳种子', 'circled', 20);
  check('专栏1：工程', 'box', 1, 4);
  check('专栏五 四大工程', 'box', 5, 4);
  check('专栏十一 场景', 'box', 11);
  check('专栏 工程', 'box', undefined);
  check('表1 指标', 'table', 1);
  check('附表2：指标', 'table', 2);
  check('2.3万人', undefined);
  check('2030年', undefined);
  check('一是建设', undefined);
  check('第一阶段', undefined);
  check('十五五', undefined);
  check('表示', undefined);
});

test('spaceMark', () => {
  const check = (title: string, expected: string): void => {
    expect(spaceMark(title)).toBe(expected);
  };
  check('第一章总则', '第一章 总则');
  check('第一节 创新', '第一节 创新');
  check('专栏1重点工程', '专栏1 重点工程');
  check('专栏1：重点工程', '专栏1：重点工程');
  check('表1指标', '表1 指标');
  check('专栏', '专栏');
  check('一、总则', '一、总则');
  check('1. 平台', '1. 平台');
});

test('endsSentence', () => {
  for (const line of ['建设。', '建设。”', '（试行）。', '吗？', '“建设。”）'])
    expect(endsSentence(line), line).toBe(true);
  for (const line of ['建设', '建设；', '建设，', '（建设）', '']) expect(endsSentence(line), line).toBe(false);
});
