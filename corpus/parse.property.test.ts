import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareText, foldRadicals } from './characters.ts';
import { parseSource } from './parse.ts';
import type { Outcome, PlanDocument } from './types.ts';

type Parsed = Outcome<readonly Omit<PlanDocument, 'records'>[]>;

function parse(lines: readonly string[]): Parsed {
  return parseSource({ file: '示例.txt', sha256: '', lines });
}

/** How often each letter stands in some texts. Digits are not counted: a bare one may be a page number. */
function countLetters(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const letter of foldRadicals(text).normalize('NFKC').toLowerCase().match(/\p{L}/gu) ?? []) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
  }
  return counts;
}

/** Every text that was read, each once: no run-in headings (they open a passage), no inferred titles, no read-out rows. */
function* everything(parsed: Parsed): Generator<string> {
  for (const { plan, sections, passages, tables } of parsed.value) {
    if (!plan.inferred.includes('title')) yield plan.title;
    const openings = new Map(passages.map((passage) => [passage.lines[0], [] as string[]]));
    for (const passage of passages)
      if (passage.kind === 'prose') openings.get(passage.lines[0])?.push(bareText(passage.text));
    for (const { path, lines } of sections) {
      const title = path.at(-1) ?? '';
      if (!openings.get(lines[0])?.some((opening) => opening.startsWith(bareText(title)))) yield title;
    }
    for (const passage of passages) if (passage.kind === 'prose') yield passage.text;
    for (const table of tables) yield* [...table.columns, ...table.rows.flatMap((row) => row.cells)];
  }
}

/** What must hold of any text at all. */
function checkSound(lines: readonly string[]): void {
  const parsed = parse(lines);
  const kept = countLetters(everything(parsed));
  for (const [letter, count] of countLetters(lines)) {
    expect(kept.get(letter) ?? 0, `the letter ${letter}`).toBeGreaterThanOrEqual(count);
  }
  let end = 0;
  for (const { plan, sections, passages, tables } of parsed.value) {
    expect(plan.lines[0]).toBeGreaterThan(end);
    expect(plan.lines[1]).toBeLessThanOrEqual(lines.length);
    end = plan.lines[1];
    let last = 0;
    for (const { lines: range, kind, text, section } of passages) {
      expect(range[0]).toBeGreaterThanOrEqual(plan.lines[0]);
      expect(range[1]).toBeGreaterThanOrEqual(range[0]);
      expect(range[1]).toBeLessThanOrEqual(plan.lines[1]);
      if (kind === 'prose') expect(range[0]).toBeGreaterThanOrEqual(last);
      if (kind === 'prose') last = range[0];
      expect(text.length).toBeLessThanOrEqual(480);
      expect(text).not.toMatch(/[\uD800-\uDFFF]/u); // half a character
      expect(text).not.toMatch(/\p{Script=Han}\s{2,}\p{Script=Han}/u);
      expect(section.every((title) => title !== '')).toBe(true);
    }
    for (const { lines: range } of sections) {
      expect(range[0]).toBeGreaterThanOrEqual(plan.lines[0]);
      expect(range[1]).toBeLessThanOrEqual(plan.lines[1]);
    }
    for (const table of tables) {
      for (const row of table.rows) expect(row.cells).toHaveLength(table.columns.length);
    }
    expect(new Set(passages.map((passage) => passage.id)).size).toBe(passages.length);
    expect(passages.map((passage) => passage.order)).toEqual(passages.map((_, index) => index));
  }
}

const PLAN_LIKE = [
  '示例市“十五五”科技创新规划',
  '样本县科技创新行动计划（2023—2027年）',
  '（征求意见稿）',
  '',
  '',
  '',
  '2026年3月',
  '— 3 —',
  '12',
  '第一章 总体要求',
  '第一节 指导思想',
  '第二章发展目标',
  '一、总体要求',
  '二、重点任务',
  '2、重点任务',
  '（一）基本原则',
  '（二）主要目标',
  '1.培育企业',
  '2．建设平台。支持企业建设平台，',
  '（1）育种',
  '（2） 加工',
  '①种子',
  '专栏1 重点工程',
  '专栏',
  '专栏二 十大工程',
  '表1 主要指标',
  '重大专项1：种子工程',
  '重大专项 2：智能农机',
  '优先主题1：绿色生产开展示范。',
  '专栏6工程一、重大专项重大专项1：育种开展选育。',
  '——坚持创新。把创新放在首位。',
  '提升能力。建设实验室。',
  '加快发展。推动转型，',
  '到2030年，高新技术企业达到300家，',
  '力争研发强度达2.5%。',
  '建成一批平台',
  '**智能农机。**研发装备。',
  '- **种子工程**：选育品种。',
  '- 建设平台',
  '> 编者注',
  '## 第一节 建设平台',
  '# 总则',
  '#### （一）目标',
  '序号 指标 2025年 2030年',
  '1 研发强度（%） 1.8 2.5左右',
  '2 企业数 （家） 100 ≥300',
  '指标\t2025年\t2030年',
  '研发强度\t1.8\t2.5',
  '\t2025年\t年均',
  '其中：县级\t1\t2',
  '| 指标 | 2030年 |',
  '| --- | --- |',
  '| 研发强度 | 2.5 |',
  '\t指标',
  '\t',
  '\t2.5',
  '\t高新技术企业（家）',
  '备注：不含开发区。',
  '⼈⼜ 规模',
  '和谐”。',
  '，推动',
  '与人才培养，',
  '目标任务',
  '前言',
] as const;

describe('any text', () => {
  test('random characters', () => {
    const unit = fc.constantFrom(...Array.from('一二章节专栏表（）()1２.、。，；：“”《》#*|>-— \t甲乙丙ab%⼈⼜𠀀'));
    const line = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit, maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        // The first line of three dashes opens front matter, whose words are settings.
        checkSound(['甲。', ...lines]);
      }),
      { numRuns: 250 },
    );
  });

  test('a table right after a semicolon has no caption', () => {
    checkSound(['甲。', '；', '一\t一', '一\t一']);
  });

  test('lines of plans, shuffled', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...PLAN_LIKE), { maxLength: 120 }), checkSound), { numRuns: 250 });
  });

  test('lines of plans, cut short and run together', () => {
    const piece = fc.tuple(fc.constantFrom(...PLAN_LIKE), fc.nat(30)).map(([line, length]) => line.slice(0, length));
    const line = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(fc.array(line, { maxLength: 60 }), checkSound), { numRuns: 250 });
  });

  test('hard-wrapped at any width', () => {
    const sentence = fc.constantFrom(
      '推进科技创新发展，建设创新型城市。',
      '一、二、三产业融合发展。',
      '到2030年研发强度达2.5%，企业300家。',
      '第（一）类平台建成12个；',
    );
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 5, maxLength: 40 }),
        fc.integer({ min: 15, max: 40 }),
        (sentences, width) => {
          const text = sentences.join('');
          const lines = Array.from({ length: Math.ceil(text.length / width) }, (_, index) =>
            text.slice(index * width, (index + 1) * width),
          );
          checkSound(lines);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('texts of great size end, and lose nothing', () => {
  const many = (line: (index: number) => string): readonly string[] =>
    Array.from({ length: 20_000 }, (_, index) => line(index));
  const check = (name: string, lines: () => readonly string[]): void => {
    test(name, () => {
      const parsed = parse(lines());
      const kept = countLetters(everything(parsed));
      for (const [letter, count] of countLetters(lines())) expect(kept.get(letter) ?? 0).toBeGreaterThanOrEqual(count);
    });
  };

  check('20,000 lines of a plan', () => many((index) => PLAN_LIKE[(index * 7) % PLAN_LIKE.length] ?? ''));
  check('20,000 lines that end no sentence', () => many(() => '推进科技创新发展，建设创新型城市，'));
  check('20,000 headings, eight deep', () =>
    many(
      (index) =>
        ['第一章 甲', '第一节 乙', '一、丙', '（一）丁', '1.戊', '（1）己', '①庚', '专栏1 辛'][index % 8] ?? '',
    ),
  );
  check('20,000 titles', () => many((index) => (index % 2 ? '一、总体要求' : '示例市“十五五”科技创新规划')));
  check('20,000 rows with tabs', () => many((index) => `\t其中：指标${index}\t${index}`));
  check('20,000 cells, one a line', () => many((index) => ['\t甲', '\t乙', ''][index % 3] ?? ''));
  check('100,000 characters without punctuation', () => ['字'.repeat(100_000)]);
  check('100,000 commas', () => ['，甲'.repeat(50_000)]);
  check('100,000 spaces', () => [
    `甲${' '.repeat(100_000)}乙`,
    `a${' '.repeat(100_000)}b`,
    `a|b`,
    `${' '.repeat(100_000)}|-x`,
  ]);
  check('100,000 tabs', () => ['甲\t'.repeat(50_000), '\t'.repeat(100_000)]);
  check('100,000 brackets', () => [`${'（“《'.repeat(33_000)}甲。`, '[*_#'.repeat(25_000)]);
  check('100,000 bars', () => ['|甲'.repeat(50_000), '|-'.repeat(50_000), '|乙'.repeat(50_000)]);
  check('100,000 radicals', () => ['⼈⼜'.repeat(50_000)]);
  check('a table with a cell of 100,000 characters', () => ['|甲|乙|', '|-|-|', `|${'丙'.repeat(100_000)}|丁|`]);
});
