import fc from 'fast-check';
import { expect, test } from 'vitest';
import { documentText } from './document-text.ts';
import type { Evidence } from '../search.ts';

function evidence(text: string, section: readonly string[] = ['重点任务'], best?: { start: number; end: number }) {
  const units = best === undefined ? [] : [{ unit: { span: best } }];
  return { passage: { text, section }, score: 1, units } as unknown as Evidence;
}

test('a short passage stands whole under its plan and headings', () => {
  const text = documentText(evidence('引进领军人才100名。', ['第二章 任务', '第一节 人才']), '示例市人才规划');
  expect(text).toBe('示例市人才规划 › 第二章 任务 › 第一节 人才\n引进领军人才100名。');
});

test('of long headings the plan and the innermost are kept', () => {
  const section = ['一'.repeat(60), '二'.repeat(60), '（三）建设平台'];
  expect(documentText(evidence('正文。', section), '示例市规划')).toBe('示例市规划 › （三）建设平台\n正文。');
});

test('of a long passage the stretch around the best sentence is sent', () => {
  const text = `${'前'.repeat(600)}引进领军人才100名。${'后'.repeat(600)}`;
  const sent = documentText(evidence(text, ['任务'], { start: 600, end: 611 }), '示例市规划');
  expect(sent).toContain('前引进领军人才100名。后');
  expect(sent.length).toBeLessThanOrEqual(421);
});

test('is never too long', () => {
  const string = fc.string({ unit: 'binary', maxLength: 900 });
  fc.assert(
    fc.property(string, fc.array(string, { maxLength: 4 }), string, fc.nat(900), (text, section, title, at) => {
      expect(documentText(evidence(text, section, { start: at, end: at + 9 }), title).length).toBeLessThanOrEqual(421);
    }),
  );
});
