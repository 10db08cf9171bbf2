import type { PlanDocument } from '../../corpus/types.ts';
import { documentOf } from '../store/store.fixture.ts';

/** A tiny corpus whose order for a question is plain to a reader. Passage ids: `city-0`, `city-1`, … */
export function rankingSet(): readonly PlanDocument[] {
  const city = documentOf({
    id: 'city',
    title: '示例市“十四五”科技创新规划',
    plan: { region: '示例市', period: { from: 2021, to: 2025 } },
    sections: [
      [['一、发展基础'], '2020年，全市高新技术企业达到62家，研发投入强度为2.1%。'],
      [['二、主要目标'], '到2025年，全市高新技术企业达到300家，研发投入强度达到3.5%左右。'],
      [['二、主要目标'], '到2025年，每万人发明专利拥有量达到12件。'],
      [['三、重点任务', '（一）培育企业'], '实施高新技术企业培育行动，完善企业梯队。'],
      [['三、重点任务', '（二）建设平台'], '建设湖东实验室，在湖东区引进高新技术企业8家、科研机构5家、基金3支。'],
      [['三、重点任务', '（三）发展金融'], '研发投入强度高的企业优先获得贷款。'],
      [['四、保障措施'], '加强组织领导，落实各项任务。'],
    ],
  });
  const row = (order: number, text: string) => ({
    id: `city-${order}`,
    planId: 'city',
    order,
    kind: 'row' as const,
    section: ['二、主要目标', '主要指标'],
    text,
    lines: [order, order] as const,
    table: { id: 'city-t', row: order - 7 },
  });
  const rows = [
    row(7, '主要指标：技术合同成交额（亿元）——2020年 26；2025年 56'),
    row(8, '主要指标：高新技术产业增加值占规模以上工业增加值比重（%）——2020年 30；2025年 35'),
  ];
  const province = documentOf({
    id: 'province',
    title: '样本省人才发展“十四五”规划',
    plan: { region: '样本省', level: '省', period: { from: 2021, to: 2025 } },
    sections: [
      [['一、目标'], '到2025年，全省高新技术企业达到5000家，引进领军人才100名。'],
      [['二、任务'], '支持领军人才组建团队。'],
    ],
  });
  return [{ ...city, passages: [...city.passages, ...rows] }, province];
}
