import { describe, expect, test } from 'vitest';
import { parseSource, readOverrides } from './parse.ts';
import type { Plan, PlanDocument } from './types.ts';

type Document = Omit<PlanDocument, 'records'>;

function parse(text: string, overrides = {}): { documents: readonly Document[]; warnings: readonly string[] } {
  const { value, warnings } = parseSource({ file: '示例.txt', sha256: '', lines: text.split('\n') }, overrides);
  return { documents: value, warnings };
}

function checkPlan(text: string, expected: Partial<Plan>): Document | undefined {
  const { documents } = parse(text);
  expect(documents).toHaveLength(1);
  expect(documents[0]?.plan).toMatchObject(expected);
  return documents[0];
}

const BODY = `一、总体要求
坚持创新驱动，建成创新型城市。
二、重点任务
（一）培育企业
支持企业增加投入，到期末达到300家。`;

describe('what a plan says of itself', () => {
  test('titles, places, levels, periods', () => {
    const check = (title: string, expected: Partial<Plan>): void => {
      checkPlan(`${title}\n\n${BODY}`, {
        title: title.replaceAll('\n', ''),
        status: 'final',
        edition: 'full',
        inferred: [],
        ...expected,
      });
    };
    check('示例市“十五五”科技创新规划', { region: '示例市', level: '市', period: { from: 2026, to: 2030 } });
    check('样本县科技创新行动计划（2023—2027年）', { region: '样本县', level: '县', period: { from: 2023, to: 2027 } });
    check('示例自治区“十四五”科技发展规划纲要', {
      region: '示例自治区',
      level: '省',
      period: { from: 2021, to: 2025 },
    });
    check('重庆市科技人才实施方案（2024-2026年）', { region: '重庆市', level: '省', period: { from: 2024, to: 2026 } });
    check('示例省支持科技创新若干措施（2025—2027年）', { region: '示例省', level: '省' });
    check('示例市农业科技发展\n“十五五”规划', { region: '示例市', period: { from: 2026, to: 2030 } });
  });

  test('drafts', () => {
    checkPlan(`示例市“十五五”科技创新规划（草案）\n${BODY}`, {
      title: '示例市“十五五”科技创新规划（草案）',
      status: 'draft',
    });
    checkPlan(`示例省“十五五”人才规划\n（征求意见稿）\n${BODY}`, {
      title: '示例省“十五五”人才规划（征求意见稿）',
      status: 'draft',
    });
  });

  test('a notice with issuer and date before the title', () => {
    const document = checkPlan(
      `示例市人民政府办公室关于印发示例市“十五五”科技创新规划的通知\n各县区人民政府：\n现印发给你们，请认真组织实施。\n示例市人民政府办公室\n2026年3月8日\n附件1\n示例市“十五五”科技创新规划\n${BODY}`,
      { title: '示例市“十五五”科技创新规划', issuer: '示例市人民政府办公室', date: '2026-03-08', lines: [1, 12] },
    );
    expect(document?.passages.map((passage) => passage.text)).not.toContain('附件1');
  });

  test('no title page', () => {
    const document = checkPlan(
      `编制科技创新“十五五”规划，结合我市实际。根据《示例市国民经济和社会发展规划》。\n${BODY}\n全市推进。`,
      {
        title: '示例市“十五五”科技创新规划',
        region: '示例市',
        inferred: ['region', 'title'],
      },
    );
    expect(document?.plan.warnings[0]).toContain('没有题名页');
  });
});

describe('several plans in one file', () => {
  const plan = (title: string, body = BODY): string => `${title}\n\n本规划说明任务。\n\n${body}\n`;

  test('each has its own lines, sections and passages', () => {
    const { documents } = parse(
      [plan('示例省基础研究“十五五”规划'), plan('示例省农业科技\n“十五五”规划'), plan('示例省合作“十五五”规划')].join(
        '\n',
      ),
    );
    expect(documents.map(({ plan: own }) => [own.title, own.lines])).toEqual([
      ['示例省基础研究“十五五”规划', [1, 10]],
      ['示例省农业科技“十五五”规划', [11, 21]],
      ['示例省合作“十五五”规划', [22, 31]],
    ]);
    for (const { plan: own, sections, passages } of documents) {
      expect(sections.map((section) => section.path.join(' › '))).toEqual([
        '一、总体要求',
        '二、重点任务',
        '二、重点任务 › （一）培育企业',
      ]);
      expect(passages.map((passage) => passage.text)).toEqual([
        '本规划说明任务。',
        '坚持创新驱动，建成创新型城市。',
        '支持企业增加投入，到期末达到300家。',
      ]);
      expect(passages.every((passage) => passage.planId === own.id && passage.id.startsWith(`${own.id}-`))).toBe(true);
    }
  });

  test('overrides are for one plan only', () => {
    const { documents, warnings } = parse([plan('示例省基础研究规划'), plan('示例省合作规划')].join('\n'), {
      region: '样本市',
    });
    expect(documents.map((document) => document.plan.region)).toEqual(['示例省', '示例省']);
    expect(warnings[0]).toContain('没有采用');
  });
});

describe('front matter', () => {
  const digest = `---
title: 示例市“十五五”科技创新规划
region: 示例市
date: 2026-03
period: 2026-2030
status: draft
edition: digest
---

# 示例市“十五五”科技创新规划

> 编者注：数字以公开文本为准。

## 一、目标

| 指标 | 2025年 | 2030年 |
| --- | --- | --- |
| 研发强度（%） | 1.8 | 2.5左右 |

- **企业**：到2030年，高新技术企业300家。
`;

  test('goes before the text', () => {
    const document = checkPlan(digest, {
      title: '示例市“十五五”科技创新规划',
      date: '2026-03',
      period: { from: 2026, to: 2030 },
      status: 'draft',
      edition: 'digest',
      lines: [9, 21],
      inferred: [],
    });
    expect(document?.sections.map((section) => section.path.join(' › '))).toEqual(['一、目标', '一、目标 › 企业']);
    expect(document?.passages.map((passage) => passage.text)).toEqual([
      '一、目标：研发强度（%）——2025年 1.8；2030年 2.5左右',
      '企业：到2030年，高新技术企业300家。',
    ]);
  });

  test('gives the id that the full text has', () => {
    const full = parse(`示例市“十五五”科技创新规划\n\n${BODY}`).documents[0]?.plan;
    expect(parse(digest).documents[0]?.plan.id).toBe(full?.id);
  });

  test('what makes no sense is named and left out', () => {
    const check = (front: string, words: string): void => {
      const { documents, warnings } = parse(`---\n${front}\n---\n示例市“十五五”科技创新规划\n${BODY}`);
      expect(documents[0]?.plan.region).toBe('示例市');
      expect(warnings.join()).toContain(words);
    };
    check('level: 乡', 'level');
    check('period: 五年', 'period');
    check('a: [', 'YAML');
    expect(parse(`---\n示例市“十五五”科技创新规划\n${BODY}`).documents[0]?.plan.title).toBe(
      '示例市“十五五”科技创新规划',
    );
  });

  test('a horizon alone, a year as a number, an inferred title', () => {
    expect(readOverrides({ period: 2027 }, '文件头').value.period).toEqual({ to: 2027 });
    expect(readOverrides({ period: '2023-2027', date: 2026 }, '文件头').value).toEqual({
      period: { from: 2023, to: 2027 },
      date: '2026',
      titleInferred: undefined,
    });
    expect(readOverrides({ title_inferred: true }, '文件头').value.titleInferred).toBe(true);
    expect(readOverrides(undefined, '文件头')).toEqual({ value: { titleInferred: undefined }, warnings: [] });
  });
});

describe('shapes of whole plans', () => {
  test('a table of contents, boxes, labels and a glued title', () => {
    const text = `示例市“十五五”科技创新规划

目 录

第一章 总体要求……1
第一节 指导思想……2
第二章 重点任务……9

第一章总体要求
第一节指导思想
坚持创新驱动，建成创新型城市。
第二章重点任务
培育企业，建设平台，引进人才。
专栏 1重点工程一、重大专项重大专项 1：种子工程开展选育，建设基地。
重大专项 2：智能农机
研发装备，推广技术。
二、优先主题
优先主题 1：绿色生产
推广技术，保护环境。

第三章保障
加强组织领导，落实责任。
`;
    const { documents } = parse(text);
    expect(documents[0]?.passages.map(({ section, text: own }) => `${section.join(' › ')} | ${own}`)).toEqual([
      '第一章 总体要求 › 第一节 指导思想 | 坚持创新驱动，建成创新型城市。',
      '第二章 重点任务 | 培育企业，建设平台，引进人才。',
      '第二章 重点任务 › 专栏1 重点工程 › 一、重大专项 › 重大专项1：种子工程 | 开展选育，建设基地。',
      '第二章 重点任务 › 专栏1 重点工程 › 一、重大专项 › 重大专项2：智能农机 | 研发装备，推广技术。',
      '第二章 重点任务 › 专栏1 重点工程 › 二、优先主题 › 优先主题1：绿色生产 | 推广技术，保护环境。',
      '第三章 保障 | 加强组织领导，落实责任。',
    ]);
  });

  test('a measures paper: numbered headings that run through', () => {
    const text = `样本县支持科技创新若干措施

一、支持企业
1.培育高新技术企业。对新认定的企业奖补10万元。
2.支持研发投入。按投入的5%补助。
二、支持平台
3.建设实验室。到2027年建成3家。
`;
    const { documents } = parse(text);
    expect(documents[0]?.plan).toMatchObject({
      title: '样本县支持科技创新若干措施',
      level: '县',
      period: { to: 2027 },
    });
    expect(documents[0]?.sections.map((section) => section.path.join(' › '))).toEqual([
      '一、支持企业',
      '一、支持企业 › 1.培育高新技术企业',
      '一、支持企业 › 2.支持研发投入',
      '二、支持平台',
      '二、支持平台 › 3.建设实验室',
    ]);
  });

  test('（1） above 1., boxes with numbers, blank lines between paragraphs', () => {
    const paragraphs = [
      '示例省农业科技“十五五”规划',
      '一、基础',
      '基础良好，成效明显。',
      '二、要求',
      '坚持创新，建成强省。',
      '三、任务',
      '（1）育种',
      '围绕粮食，选育品种。',
      '专栏1：育种',
      '1.水稻：选育优质品种。',
      '2.小麦：选育抗病品种。',
      '（2）农机',
      '研发装备，推广技术。',
      '四、保障',
      '1.加强领导。落实责任。',
    ];
    const { documents } = parse(paragraphs.join('\n\n'));
    expect(documents[0]?.passages.map(({ section, text: own }) => `${section.join(' › ')} | ${own}`)).toEqual([
      '一、基础 | 基础良好，成效明显。',
      '二、要求 | 坚持创新，建成强省。',
      '三、任务 › （1）育种 | 围绕粮食，选育品种。',
      '三、任务 › （1）育种 › 专栏1：育种 › 1.水稻 | 1.水稻：选育优质品种。',
      '三、任务 › （1）育种 › 专栏1：育种 › 2.小麦 | 2.小麦：选育抗病品种。',
      '三、任务 › （2）农机 | 研发装备，推广技术。',
      '四、保障 › 1.加强领导 | 1.加强领导。落实责任。',
    ]);
  });

  test('radicals and loose spaces of a PDF', () => {
    const { documents } = parse(
      `⽰例市 “⼗五五 ”科技创新规划\n⼀、总则\n到 2030 年， “⼀⼼ ”⼈⼜规模 （万⼈ ）达 30 % 左右 ，进出⼜增长。`,
    );
    expect(documents[0]?.plan.title).toBe('示例市“十五五”科技创新规划');
    expect(documents[0]?.passages[0]?.text).toBe('到2030年，“一心”人口规模（万人）达30%左右，进出口增长。');
  });
});

test('a file without words is no plan', () => {
  for (const text of ['', '\n\n \n', '---\n---\n'])
    expect(parse(text)).toEqual({ documents: [], warnings: ['文件里没有文字'] });
  expect(parse('推进创新。').documents).toHaveLength(1);
});
