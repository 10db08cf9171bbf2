import { describe, expect, test } from 'vitest';
import { parseText, type ParsedText } from './document.ts';
import { judgeLayout, readLines } from './lines.ts';
import type { PlanEdition } from './types.ts';

function read(lines: readonly string[], edition: PlanEdition = 'full'): ParsedText {
  const own = readLines({ file: '示例.txt', sha256: '', lines });
  return parseText('plan', own, judgeLayout(own), { edition });
}

/** Each passage as “path | text | lines”. */
function check(lines: readonly string[], expected: readonly string[], edition: PlanEdition = 'full'): void {
  const { passages } = read(lines, edition);
  expect(
    passages.map(({ section, text, lines: [from, to] }) => `${section.join(' › ')} | ${text} | ${from}-${to}`),
  ).toEqual(expected);
}

describe('paragraphs', () => {
  test('a sentence cut by a page break is whole again', () => {
    check(
      ['一、总则', '', '坚持创新驱动，推动产', '', '12', '', '业升级。', '', '13', '', '加快发展，建成强市。'],
      ['一、总则 | 坚持创新驱动，推动产业升级。 | 3-7', '一、总则 | 加快发展，建成强市。 | 11-11'],
    );
  });

  test('bold type and list marks are no part of the text', () => {
    check(
      ['# 一、总则', '- **坚持创新**：放在首位。', '* 研发**重点**装备。'],
      ['一、总则 › 坚持创新 | 坚持创新：放在首位。 | 2-2', '一、总则 | 研发重点装备。 | 3-3'],
    );
  });

  test('long paragraphs are cut at sentences, and each passage knows its lines', () => {
    const sentence = `${'推进科技创新发展'.repeat(24)}。`;
    const { passages } = read(['一、总则', `${sentence}推进`, `科技。${sentence}${sentence}`]);
    expect(passages.map(({ text, lines }) => [text.length, ...lines])).toEqual([
      [193 + 5 + 193, 2, 3],
      [193, 3, 3],
    ]);
  });
});

describe('hard-wrapped lines', () => {
  const wrap = (text: string, width: number): readonly string[] =>
    text
      .split('\n')
      .flatMap((paragraph) =>
        Array.from({ length: Math.ceil(paragraph.length / width) }, (_, index) =>
          paragraph.slice(index * width, (index + 1) * width),
        ),
      );
  const body =
    '坚持创新驱动，推动产业升级，建设平台，培育企业，引进人才，完善机制，到二〇三〇年建成创新型城市，为现代化建设提供支撑。';

  test('paragraphs, headings and page numbers', () => {
    const text = [
      '一、总则',
      `${body}${body}`,
      '（一）发展目标',
      body,
      '——能力显著提升。建设平台，培育企业，引进人才，完善机制，推动产业升级。',
      '二、任务',
      body,
    ].join('\n');
    const lines = wrap(text, 26).flatMap((line, index) =>
      index % 5 === 4 ? [line, '', String(index), ''] : [line, ''],
    );
    const { passages } = read(lines);
    expect(passages.map(({ section, text: own }) => `${section.join(' › ')} | ${own}`)).toEqual([
      `一、总则 | ${body}${body}`,
      `一、总则 › （一）发展目标 | ${body}`,
      '一、总则 › （一）发展目标 › 能力显著提升 | ——能力显著提升。建设平台，培育企业，引进人才，完善机制，推动产业升级。',
      `二、任务 | ${body}`,
    ]);
  });

  test('a number in a broken sentence is no heading', () => {
    const text = `一、总则\n${body}推动第一产业、第二产业与全市城乡融合发展，因地制宜做优做强第\n一、二、三产业融合发展示范区建设，到期末引进人才达到两万三千余人次以上，\n2.3万人中博士三百名，全面完成规划确定的各项任务。${body}`;
    const { passages, sections } = read(wrap(text, 30));
    expect(sections.map((section) => section.path.join(' › '))).toEqual(['一、总则']);
    expect(passages.map((passage) => passage.text).join('')).toBe(text.replaceAll('\n', '').slice(4));
  });
});

describe('run-in headings stand for their paragraphs only, numbered ones for what follows', () => {
  test('numbered', () => {
    check(
      ['一、任务', '1.培育企业。支持发展。', '推进建设，加快发展。', '2.建设平台：完善体系。'],
      [
        '一、任务 › 1.培育企业 | 1.培育企业。支持发展。 | 2-2',
        '一、任务 › 1.培育企业 | 推进建设，加快发展。 | 3-3',
        '一、任务 › 2.建设平台 | 2.建设平台：完善体系。 | 4-4',
      ],
    );
  });
  test('plain', () => {
    check(
      ['一、任务', '培育企业。支持发展。', '推进建设，加快发展。'],
      ['一、任务 › 培育企业 | 培育企业。支持发展。 | 2-2', '一、任务 | 推进建设，加快发展。 | 3-3'],
    );
  });
  test('“2、” after “一、”', () => {
    check(
      ['一、总则', '坚持创新。', '2、任务', '（一）企业', '支持发展。', '三、保障', '加强领导。'],
      ['一、总则 | 坚持创新。 | 2-2', '2、任务 › （一）企业 | 支持发展。 | 5-5', '三、保障 | 加强领导。 | 7-7'],
    );
  });
});

describe('boxes', () => {
  test('a blank line ends one where paragraphs have none between them', () => {
    const filler = Array<string>(6).fill('推进建设，加快发展。');
    check(
      ['一、任务', ...filler, '专栏1 工程', '建设基地，选育品种。', '', '支持企业，引进人才。'],
      [
        ...filler.map((text, index) => `一、任务 | ${text} | ${index + 2}-${index + 2}`),
        '一、任务 › 专栏1 工程 | 建设基地，选育品种。 | 9-9',
        '一、任务 | 支持企业，引进人才。 | 11-11',
      ],
    );
  });

  test('a wider gap than usual ends one elsewhere', () => {
    check(
      [
        '一、任务',
        '',
        '专栏1 工程',
        '',
        '建设基地，选育品种。',
        '',
        '研发装备，推广技术。',
        '',
        '',
        '支持企业，引进人才。',
      ],
      [
        '一、任务 › 专栏1 工程 | 建设基地，选育品种。 | 5-5',
        '一、任务 › 专栏1 工程 | 研发装备，推广技术。 | 7-7',
        '一、任务 | 支持企业，引进人才。 | 10-10',
      ],
    );
  });

  test('bold names in one: a task, or an item in plain type, is outside', () => {
    check(
      [
        '## 一、任务',
        '',
        '专栏1 工程',
        '',
        '**量子中心。**建设基地。',
        '',
        '**数字赋能产业高质量发展。**推进建设。',
        '',
        '**区块链。**推广技术。',
      ],
      [
        '一、任务 › 专栏1 工程 › 量子中心 | 量子中心。建设基地。 | 5-5',
        '一、任务 › 数字赋能产业高质量发展 | 数字赋能产业高质量发展。推进建设。 | 7-7',
        '一、任务 › 区块链 | 区块链。推广技术。 | 9-9',
      ],
    );
    check(
      ['## 一、任务', '', '专栏1 工程', '', '**量子中心。**建设基地。', '', '加快未来产业布局。推进建设。'],
      [
        '一、任务 › 专栏1 工程 › 量子中心 | 量子中心。建设基地。 | 5-5',
        '一、任务 › 加快未来产业布局 | 加快未来产业布局。推进建设。 | 7-7',
      ],
    );
  });

  test('one that holds a table ends with it, but for its notes', () => {
    check(
      ['一、目标', '专栏1 指标', '指标\t2030年', '企业\t300', '备注：不含开发区。', '支持企业，引进人才。'],
      [
        '一、目标 › 专栏1 指标 | 专栏1 指标：企业——2030年 300 | 4-4',
        '一、目标 › 专栏1 指标 | 备注：不含开发区。 | 5-5',
        '一、目标 | 支持企业，引进人才。 | 6-6',
      ],
    );
  });
});

describe('tables', () => {
  test('the words before a table are its caption', () => {
    check(
      ['一、目标', '到2030年建成强市。示例市主要目标', '序号 指标 2030年', '1 企业（家） 300', '', '二、任务'],
      [
        '一、目标 | 到2030年建成强市。 | 2-2',
        '一、目标 › 示例市主要目标 | 示例市主要目标：企业（家）——2030年 300 | 4-4',
      ],
    );
    check(
      ['一、目标', '表1 主要指标', '指标\t2030年', '企业\t300', '支持企业，引进人才。'],
      ['一、目标 › 表1 主要指标 | 表1 主要指标：企业——2030年 300 | 4-4', '一、目标 | 支持企业，引进人才。 | 5-5'],
    );
  });

  test('a row thrown into the text is given back', () => {
    const { passages, tables } = read([
      '一、目标',
      '主要目标',
      '序号 指标 2030年',
      '1 企业（家） 300',
      '二、任务',
      '支持企业发展，引进人',
      '2 平台（个） 30',
      '才团队。',
    ]);
    expect(tables[0]?.rows.map((row) => [...row.cells, ...row.lines])).toEqual([
      ['1', '企业（家）', '300', 4, 4],
      ['2', '平台（个）', '30', 7, 7],
    ]);
    expect(passages.at(-1)).toMatchObject({
      text: '支持企业发展，引进人才团队。',
      section: ['二、任务'],
      lines: [6, 8],
    });
  });

  test('a row that is too long for one passage repeats its name', () => {
    const cell = `${'推进科技创新发展，'.repeat(30)}。`;
    const { passages } = read([
      '| 工程 | 内容 | 单位 |',
      '| --- | --- | --- |',
      `| 种子工程 | ${cell}${cell} | 市农业局 |`,
    ]);
    expect(passages.length).toBeGreaterThan(1);
    for (const { text, table } of passages) {
      expect(text.length).toBeLessThanOrEqual(480);
      expect(text).toMatch(/^种子工程——/u);
      expect(table?.row).toBe(0);
    }
    expect(passages.at(-1)?.text).toContain('单位 市农业局');
  });
});

describe('digests', () => {
  const lines = [
    '## 一、总则',
    '',
    '> 编者注：略去一节。',
    '',
    '市里要建成强市。到2030年企业300家。',
    '',
    '1. 企业要培育。平台要建设。',
    '',
    '- **种子工程**：选育品种。',
    '- 研发装备。',
  ];

  test('only headings that are marked up count, and the editor’s notes are left out', () => {
    check(
      lines,
      [
        '一、总则 | 市里要建成强市。到2030年企业300家。 | 5-5',
        '一、总则 | 1.企业要培育。平台要建设。 | 7-7',
        '一、总则 › 种子工程 | 种子工程：选育品种。 | 9-9',
        '一、总则 | 研发装备。 | 10-10',
      ],
      'digest',
    );
  });

  test('in a full text a block quote is text', () => {
    expect(read(lines).passages.map((passage) => passage.text)).toContain('编者注：略去一节。');
  });
});

test('passages have ids that stay while section and text stay', () => {
  const first = read(['一、总则', '坚持创新。', '坚持创新。', '二、任务', '坚持创新。']).passages;
  const second = read(['', '一、总则', '', '坚持创新。', '', '坚持创新。', '', '二、任务', '', '坚持创新。']).passages;
  expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  expect(new Set(first.map(({ id }) => id)).size).toBe(3);
  expect(first[1]?.id).toBe(`${first[0]?.id ?? ''}-2`);
  expect(first[0]?.id).toMatch(/^plan-[0-9a-f]{10}$/u);
});
