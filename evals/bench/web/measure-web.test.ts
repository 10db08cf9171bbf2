import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { measureWeb, PEER } from './measure-web.ts';
import { textOfWeb } from './report.ts';

const PLAN = `# 示例市“十四五”科技创新规划

## 主要目标

到2025年，高新技术企业达到300家，技术合同成交额达到50亿元。

## 保障措施

加强组织领导，强化人才支撑。
`;

test('the program and its peer are started, asked alike, and stopped', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guida-web-'));
  const corpus = path.join(folder, 'plans');
  try {
    mkdirSync(corpus);
    writeFileSync(path.join(corpus, 'plan.md'), PLAN);
    const measured = await measureWeb({
      ...{ corpus: [corpus], folder, people: [1, 3], seconds: 3 },
      note: () => undefined,
    });
    expect(measured.rates.map(({ name, people }) => `${people} ${name}`)).toEqual([
      ...['1 ours', '1 MiniSearch over HTTP', '1 no search over HTTP'],
      ...['3 ours', '3 MiniSearch over HTTP', '3 no search over HTTP'],
    ]);
    for (const { unanswered } of measured.rates) expect(unanswered).toBe(0);
    expect(measured.rates.find(({ name }) => name === PEER)?.perSecond.ratio).toBe(1);
    expect(measured.resident['ours']).toBeGreaterThan(0);
    expect(textOfWeb(measured)).toContain('3 asking at a time: no search over HTTP');
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
