import { describe } from 'vitest';
import { useAssistant } from '../expected-answer.fixture.ts';
import { countedPlans } from './counted-plan.fixture.ts';

const { table } = useAssistant(countedPlans());

describe('which plans there are', () => {
  table([
    ['现在收录了哪些规划？', { says: ['共收录2份', '示例市“十四五”科技创新规划', '样本市“十四五”科技创新规划'] }],
    ['库里有几份文件', { says: ['共收录2份'] }],
    ['有哪些科技创新规划', { says: ['共收录2份'] }],
    ['样本市有哪些规划', { says: ['共收录1份', '样本市'], never: /示例市/u }],
    ['哪些规划提到了“云上之都”', { says: ['样本市'], never: /共收录/u }],
  ]);
});
