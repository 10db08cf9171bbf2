import { expect, test } from 'vitest';
import { readBlocks } from './blocks.ts';
import { splitItems } from './items.ts';
import { judgeLayout, readLines } from './lines.ts';

function check(lines: readonly string[], expected: readonly string[]): void {
  const read = readLines({ file: '示例.txt', sha256: '', lines });
  const blocks = splitItems(readBlocks(read, judgeLayout(read)));
  const texts = blocks.flatMap((block) =>
    block.kind === 'paragraph' ? [`${block.lines.join('-')} ${block.text}`] : [],
  );
  expect(texts).toEqual(expected);
}

test('titled items of a box', () => {
  check(
    [
      '专栏1 工程',
      '能源研究院。聚焦储能方向布局中心。环境研究院。以环境监测为主线。健康研究院。聚焦生命科学与人口健康。',
    ],
    [
      '2-2 能源研究院。聚焦储能方向布局中心。',
      '2-2 环境研究院。以环境监测为主线。',
      '2-2 健康研究院。聚焦生命科学与人口健康。',
    ],
  );
});

test('lines are kept with their items', () => {
  check(
    [
      '专栏1 工程',
      '能源研究院。聚焦储能方向布局',
      '中心。环境研究院。以环境监测为',
      '主线。健康研究院。聚焦生命科学与人口健康。',
    ],
    [
      '2-3 能源研究院。聚焦储能方向布局中心。',
      '3-4 环境研究院。以环境监测为主线。',
      '4-4 健康研究院。聚焦生命科学与人口健康。',
    ],
  );
});

test('two titles may be chance, and a box that opens with a statement is left alone', () => {
  const two = '能源研究院。聚焦储能方向布局中心。环境研究院。以环境监测为主线。';
  check(['专栏1 工程', two], [`2-2 ${two}`]);
  const late =
    '高标准建设一批研究院，到2030年建成。能源研究院。聚焦储能方向布局中心。环境研究院。以环境监测为主线。健康研究院。聚焦生命科学。';
  check(['专栏1 工程', late], [`2-2 ${late}`]);
});

test('parallel phrases of running text', () => {
  const phrases = [
    '创新能力不断提升。建成平台二十家以上。',
    '创新人才加速汇聚。引进团队十二个以上。',
    '创新环境持续优化。出台政策八项并落实。',
    '创新成果大幅增加。获得奖项十五项以上。',
  ];
  check(
    ['一、基础', `“十四五”期间成绩显著，全市创新发展。${phrases.join('')}`],
    ['2-2 “十四五”期间成绩显著，全市创新发展。', ...phrases.map((text) => `2-2 ${text}`)],
  );
  const three = phrases.slice(0, 3).join('');
  check(['一、基础', three], [`2-2 ${three}`]);
});

test('numbered items, when all of them have titles', () => {
  check(
    ['专栏1 工程', '1.育种。选育品种。2.农机。研发装备。3.加工。建设基地。'],
    ['2-2 1.育种。选育品种。', '2-2 2.农机。研发装备。', '2-2 3.加工。建设基地。'],
  );
  const untitled = '1．建设五大体系。2.推进三大创新。3.打通四大通道。';
  check(['专栏1 工程', untitled], [`2-2 ${untitled}`]);
  const skipping = '1.育种。选育品种。3.农机。研发装备。';
  check(['专栏1 工程', skipping], [`2-2 ${skipping}`]);
});
