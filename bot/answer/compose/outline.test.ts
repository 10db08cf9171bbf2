import { describe } from 'vitest';
import { useAssistant } from '../expected-answer.fixture.ts';
import { countedPlans } from './counted-plan.fixture.ts';

const { table } = useAssistant(countedPlans());

describe('how a plan is built', () => {
  table([
    ['示例市规划一共分几个部分', { says: ['共6部分', '1. 发展基础', '5. 保障措施'] }],
    ['示例市“十四五”科技创新规划的目录', { says: ['共6部分', '4. 国际合作'] }],
    ['示例市规划第三部分讲什么', { says: ['第3部分是重点任务', '下设2项：打造创新平台、培育新兴产业'] }],
    ['示例市规划倒数第二部分叫什么', { says: ['第5部分是保障措施'] }],
    ['示例市规划第六部分写了什么', { says: ['第6部分在文本中略去'], declined: true }],
    ['示例市规划第九部分是什么', { says: ['共6部分', '没有第9部分'] }],
  ]);
});

describe('what the parts say is not how the plan is built', () => {
  table([
    ['示例市规划第二部分说高企2025年要达到多少家', { says: ['300'], never: /第2部分是/u }],
    ['示例市“十三五”目标完成情况表有几个指标', { says: ['共3项', '科技企业孵化器'] }],
    ['示例市主要指标表第2项是什么', { says: ['第2项', '技术合同成交额'] }],
  ]);
});
