import { describe } from 'vitest';
import { countedPlans } from './compose/counted-plan.fixture.ts';
import { useAssistant } from './expected-answer.fixture.ts';

const { table } = useAssistant(countedPlans());
const declined = { says: [/没有写明|没有给出/u], declined: true };

describe('what is said of one thing is no answer for another', () => {
  table([
    ['示例市海洋产业的技术合同成交额2025年多少亿元', declined],
    ['示例市量子企业的数量2020年有多少家', declined],
    ['示例市引进外国专家的工资谁来发', declined],
    ['示例市碳市场什么时候启动', declined],
    ['示例市研究院的市值一共多少亿元', declined],
  ]);
});

describe('how somebody asks is no thing that must be there', () => {
  table([
    ['示例市技术合同成交额的规模2025年要到什么数', { says: ['120亿元'] }],
    ['示例市高企的家底2020年有多少家', { says: ['185'] }],
    ['领导问，示例市外国专家的总人数累计要引进到多少', { says: ['330人次'] }],
  ]);
});
