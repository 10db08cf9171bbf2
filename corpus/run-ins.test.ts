import { describe, expect, test } from 'vitest';
import { readBlocks } from './blocks.ts';
import { readMark } from './headings.ts';
import { judgeLayout, readLines } from './lines.ts';
import { dashLength, findRunIns, readRunIn } from './run-ins.ts';

describe('readRunIn', () => {
  const check = (text: string, expected: string | undefined): void => {
    const mark = readMark(text)?.length ?? dashLength(text);
    expect(readRunIn(text, mark)?.title, text).toBe(expected);
  };

  test('numbered', () => {
    check('1.培育企业。支持企业发展。', '1.培育企业');
    check('（一）基本原则：坚持创新。', '（一）基本原则');
    check('2．实施“百项千亿”工程。支持建设。', '2．实施“百项千亿”工程');
    check('（二）到2030年建成创新型城市。支持建设。', undefined);
    check('4.研发强度达2.5%。支持建设。', undefined);
    check('5.培育企业。', undefined);
    check('6.培育企业；建设平台。支持建设。', undefined);
    check(`7.${'推进'.repeat(25)}。支持建设。`, undefined);
  });

  test('unmarked', () => {
    check('提升创新能力。围绕产业建设。', '提升创新能力');
    check('强化引领，凸显效能。坚持系统观念。', '强化引领，凸显效能');
    check('2035年远景目标。建成强市。', '2035年远景目标');
    check('5G通讯。推进天线研发。', '5G通讯');
    check('光伏太阳能：研发新型电池。', '光伏太阳能');
    check('2030年建成强市。推进建设。', undefined);
    check('新增企业300家。推进建设。', undefined);
    check('一，二，三。推进建设。', undefined);
    check('责任单位：市科技局、市发展改革委。', undefined);
    check('备注：不含开发区。', undefined);
    check('注重协同联动。坚持改革。', '注重协同联动');
    check('在全市范围内大力推进各项科技创新工作。推进建设。', undefined);
  });

  test('dashed', () => {
    check('——坚持创新驱动。把创新放在首位。', '——坚持创新驱动');
    check('——力争研发强度达到2.5%。推进建设。', undefined);
  });
});

describe('findRunIns', () => {
  const check = (lines: readonly string[], expected: readonly string[], boldOnly = false): void => {
    const read = readLines({ file: '示例.txt', sha256: '', lines });
    const blocks = readBlocks(read, judgeLayout(read));
    expect([...findRunIns(blocks, { boldOnly }).values()].map((runIn) => runIn.title)).toEqual(expected);
  };

  test('a plain first sentence needs others like it, or to be short', () => {
    check(
      ['一、甲', '提升全市产业技术创新能力水平。推进建设。', '培育全市高新技术企业发展壮大。推进建设。'],
      ['提升全市产业技术创新能力水平', '培育全市高新技术企业发展壮大'],
    );
    check(['一、甲', '当今世界正处于百年未有之变局。推进建设。', '推进建设，加快发展。'], []);
    check(['一、甲', '智慧教育。推进建设。', '推进建设，加快发展。'], ['智慧教育']);
    check(['一、甲', '创新是源头，人才是根本。推进建设。'], []);
    check(['智慧教育。推进建设。'], []);
  });

  test('a box does not part the paragraphs around it', () => {
    check(
      [
        '一、甲',
        '推动战略性新兴产业提质扩量。推进建设。',
        '专栏1 重点工程',
        '加快未来产业前瞻布局谋划实施。推进建设。',
      ],
      ['推动战略性新兴产业提质扩量', '加快未来产业前瞻布局谋划实施'],
    );
  });

  test('bold type', () => {
    check(
      ['一、甲', '- **种子工程**：选育品种。', '**智能农机。**研发装备。', '**合肥**是城市。'],
      ['种子工程', '智能农机'],
    );
    check(['一、甲', '1.培育企业。支持发展。', '提升能力。推进建设。', '**种子工程**：选育。'], ['种子工程'], true);
    check(['一、甲', '**1.**培育企业，支持发展。'], []);
  });
});
