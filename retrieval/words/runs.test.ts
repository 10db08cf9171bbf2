import { describe, expect, test } from 'vitest';
import { normaliseForWords, runsOf } from './runs.ts';

function check(text: string, expected: readonly string[]): void {
  expect(runsOf(normaliseForWords(text)).map((run) => run.text)).toEqual(expected);
}

describe('runsOf', () => {
  test('keeps figures whole', () => {
    check('2025', ['2025']);
    check('13.5%', ['13.5%']);
    check('13.5％', ['13.5%']);
    check('3‰', ['3‰']);
    check('1.6', ['1.6']);
    check('1,200亿元', ['1200', '亿元']);
    check('12,345,678', ['12345678']);
    check('.5', ['5']);
    check('-3.5%', ['3.5%']);
  });

  test('takes a range apart', () => {
    check('2021-2025年', ['2021', '2025', '年']);
    check('10—12%', ['10', '12%']);
    check('2021，2025', ['2021', '2025']);
    check('5，200', ['5', '200']);
    check('2021,2025', ['2021', '2025']);
  });

  test('keeps Latin names whole', () => {
    check('5G', ['5g']);
    check('R&D', ['r&d']);
    check('GDP', ['gdp']);
    check('C919', ['c919']);
    check('ISO9001', ['iso9001']);
    check('PM2.5', ['pm2.5']);
    check('ＡＩ', ['ai']);
    check('万㎡', ['万', 'm2']);
  });

  test('takes a year from the word beside it', () => {
    check('2025GDP', ['2025', 'gdp']);
    check('GDP2025', ['gdp', '2025']);
    check('2025R&D', ['2025', 'r&d']);
  });

  test('separates Chinese from the rest', () => {
    check('合肥5G基站', ['合肥', '5g', '基站']);
    check('二〇二五年', ['二〇二五年']);
    check('数字😀经济', ['数字', '经济']);
  });

  test('drops what is not a word', () => {
    check('', []);
    check(' \t\r\n\u3000', []);
    check('，。！？《》“”—…·%&.+', []);
    check('😀👨‍👩‍👧', []);
    check('\u0000\u0007', []);
    check('\uD800', []);
  });
});
