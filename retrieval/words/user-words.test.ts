import { expect, test } from 'vitest';
import type { Corpus } from '../../corpus/types.ts';
import { userWordsOf } from './user-words.ts';

test('takes indicators, places, short headings and quoted names', () => {
  const base = { planId: 'p', lines: [1, 1] as const };
  const corpus: Corpus = {
    documents: [
      {
        plan: {
          id: 'p',
          title: '示例市科技创新规划',
          region: '示例市',
          level: '市',
          status: 'final',
          edition: 'full',
          file: 'p.md',
          lines: [1, 9],
          inferred: [],
          warnings: [],
        },
        sections: [
          { ...base, path: ['第一章 发展基础'] },
          { ...base, path: ['第一章 发展基础', '大力提升企业自主创新能力和核心竞争力'] },
        ],
        passages: [
          {
            ...base,
            id: 'p-1',
            order: 0,
            kind: 'prose',
            section: [],
            text: '发展“芯屏汽合”“急终生智”产业，建设“1+N”体系。',
          },
        ],
        tables: [],
        records: [
          {
            id: 'r',
            planId: 'p',
            passageId: 'p-1',
            indicator: '全社会R&D经费支出',
            raw: '1',
            bound: '=',
            unit: '',
            kind: 'target',
          },
        ],
      },
    ],
    failures: [],
    warnings: [],
  };
  expect(userWordsOf(corpus)).toEqual(['示例市', '发展基础', '芯屏汽合', '急终生智', '全社会', '经费支出'].sort());
});
