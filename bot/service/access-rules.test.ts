import { expect, test } from 'vitest';
import { isGuidaError } from '../../corpus/errors.ts';
import type { Plan } from '../../corpus/types.ts';
import { readAccessRules } from './access-rules.ts';
import type { Reader } from './types.ts';

const PLAN: Plan = {
  id: 'abc12345',
  title: '示例市“十四五”科技创新规划',
  region: '示例市',
  level: '市',
  status: 'final',
  edition: 'full',
  file: 'folder/city.docx',
  lines: [1, 9],
  inferred: [],
  warnings: [],
};
const OTHER: Plan = { ...PLAN, id: 'def12345', title: '样本省规划', region: '', file: 'province.md' };
const ALICE: Reader = { channel: 'slack', userId: 'U1' };
const BOB: Reader = { channel: 'web', userId: '李四' };
const ROOM: Reader = { channel: 'slack', userId: 'U1', roomId: 'C1' };

test('a plan is named by title, id, region or file name', () => {
  const check = (name: string, expected: readonly [boolean, boolean]) => {
    const rules = readAccessRules(JSON.stringify({ public: [name] }));
    expect([rules.allows(ALICE, PLAN), rules.allows(ALICE, OTHER)]).toEqual(expected);
  };
  check('示例市“十四五”科技创新规划', [true, false]);
  check('《示例市“十四五”科技创新规划》', [true, false]);
  check('abc12345', [true, false]);
  check('示例市', [true, false]);
  check('city.docx', [true, false]);
  check('folder/city.docx', [false, false]);
  check('示例', [false, false]);
  check('*', [true, true]);
});

test('a person, a group and a room get what they were granted, each alone', () => {
  const check = (to: readonly string[], expected: readonly [alice: boolean, bob: boolean, room: boolean]) => {
    const groups = { staff: ['slack:U1', 'web:李四'], empty: [] };
    const rules = readAccessRules(JSON.stringify({ groups, grants: [{ plans: ['abc12345'], to }] }));
    expect([ALICE, BOB, ROOM].map((reader) => rules.allows(reader, PLAN))).toEqual(expected);
    expect([ALICE, BOB, ROOM].map((reader) => rules.allows(reader, OTHER))).toEqual([false, false, false]);
  };
  check(['slack:U1'], [true, false, false]);
  check(['web:李四'], [false, true, false]);
  check(['group:staff'], [true, true, false]);
  check(['group:empty'], [false, false, false]);
  check(['slack:#C1'], [false, false, true]);
  check(['slack:#C1', 'group:staff'], [true, true, true]);
  check(['dingtalk:U1', 'slack:#C2', 'slack:u1'], [false, false, false]);
});

test('a person who is called like a room is none', () => {
  const rules = readAccessRules('grants: [{ plans: ["*"], to: ["slack:#C1"] }]');
  expect(rules.allows({ channel: 'slack', userId: '#C1' }, PLAN)).toBe(false);
});

test('an empty file shows nothing', () => {
  for (const text of ['', '# only a comment', '{}', 'public: []']) {
    expect(readAccessRules(text).allows(ALICE, PLAN)).toBe(false);
  }
});

test('names that no plan has are told', () => {
  const rules = readAccessRules('public: ["*", 示例省]\ngrants: [{ plans: [city.docx, 示列市], to: [slack:U1] }]');
  expect(rules.unmatched([PLAN, OTHER])).toEqual(['示例省', '示列市']);
});

test('a mistake is told with its place', () => {
  const check = (text: string, expected: string) => {
    let message = '';
    try {
      readAccessRules(text);
    } catch (error) {
      if (!isGuidaError(error) || error.code !== 'access-rules') throw error;
      message = error.message.replace(/^The access rules are not understood: /u, '');
    }
    expect(message).toBe(expected);
  };
  check('publik: []', 'the file has “publik”, which means nothing here.');
  check('- public', 'the file must have “public”, “groups” or “grants”.');
  check('public: 示例市', 'public must be a list of plans.');
  check('public: [{ region: 示例市 }]', 'public 1 must be the exact title, id, region or file name of a plan, or "*".');
  check('grants: [{ plans: [a], to: [slack:U1], why: x }]', 'grants 1 has “why”, which means nothing here.');
  check(
    'grants: [{ plans: [a], to: [slack:U1] }, { plans: [a] }]',
    'grants 2, to must be a list of people, rooms and groups.',
  );
  check('grants: [{ plans: [], to: [slack:U1] }]', 'grants 1, plans must name a plan.');
  check(
    'grants: [{ plans: [a], to: [U1] }]',
    'grants 1, to 1 must name a person (slack:U123), a room (slack:#C123) or a group (group:staff).',
  );
  check('grants: [{ plans: [a], to: [group:staff] }]', 'grants 1, to 1 names no group of this file.');
  check('grants: [{ plans: [a], to: [group:toString] }]', 'grants 1, to 1 names no group of this file.');
  check(
    'groups: { staff: ["slack:#C1"] }',
    'groups, staff 1 must name a person, as slack:U123, dingtalk:user9 or web:name.',
  );
  check('public: [a\ngrants: [', 'line 2 is no YAML.');
  check('public: [a]\npublic: ["*"]', 'line 2 is no YAML.');
});
