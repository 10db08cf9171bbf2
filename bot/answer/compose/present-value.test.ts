import { useAssistant } from '../expected-answer.fixture.ts';
import { comparedPlans } from './compared-plans.fixture.ts';

const { table } = useAssistant(comparedPlans());

// The table has a column of 2025 alone.
table([
  ['示例市吸纳和输出技术合同交易额现在多少', { says: [/^规划没有给出现状值，给出的目标是：.*2025年为120亿元/u] }],
  ['示例市吸纳和输出技术合同交易额目前是多少亿元', { says: [/^规划没有给出现状值/u, '120亿元'] }],
  ['示例市2025年吸纳和输出技术合同交易额现在多少', { says: ['120亿元'], never: /没有给出/u }],
  ['示例市吸纳和输出技术合同交易额2025年多少', { says: ['120亿元'], never: /没有给出/u }],
  ['示例市吸纳和输出技术合同交易额目标是多少', { says: ['120亿元'], never: /没有给出/u }],
  ['示例市高新技术企业现在多少家', { says: ['185家'], never: /没有给出|300/u }],
]);
