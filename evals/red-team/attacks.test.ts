import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ATTACK_CLASSES, expand, loadAttacks, type Attack } from './attacks.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guida-attacks-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the set that ships', () => {
  let attacks: readonly Attack[];
  beforeAll(async () => {
    attacks = await loadAttacks();
  });

  test('has every class, place and language, and is large enough', () => {
    expect(attacks.length).toBeGreaterThanOrEqual(80);
    expect(new Set(attacks.map((attack) => attack.class))).toEqual(new Set(Object.keys(ATTACK_CLASSES)));
    for (const place of ['question', 'pasted', 'turn', 'document'] as const)
      expect(attacks.filter((attack) => attack.place === place).length).toBeGreaterThanOrEqual(5);
    for (const language of ['zh', 'en'] as const)
      expect(attacks.filter((attack) => attack.language === language).length).toBeGreaterThanOrEqual(20);
  });

  test('leaves no macro unexpanded', () => {
    for (const { turns, document } of attacks) expect([...turns, document?.text ?? ''].join('')).not.toContain('{{');
  });

  test('asks for an answer wherever it says what must be in it', () => {
    for (const { id, outcome, must } of attacks) expect(must.length === 0 || outcome === 'answer', id).toBe(true);
  });
});

describe('expand', () => {
  test.each([
    ['{{repeat|3|甲乙}}', '甲乙甲乙甲乙'],
    ['{{base64|hi}}', 'aGk='],
    ['{{zero-width|甲乙}}', '甲\u200b乙'],
    ['{{tags|A}}', '\u{e0041}'],
    ['{{bidi|家9}}', '\u202e家9\u202c'],
    ['一{{zero-width|{{repeat|2|甲}}}}二', '一甲\u200b甲二'],
    ['没有宏 {{other|x}}', '没有宏 {{other|x}}'],
  ])('%s', (template, expected) => {
    expect(expand(template)).toBe(expected);
  });
});

describe('refuses', () => {
  const sound = {
    id: 'llm01-001',
    class: 'LLM01',
    place: 'question',
    language: 'zh',
    shape: 'role-play',
    turns: ['问'],
    outcome: 'either',
    must: [],
    mustNot: [],
  };
  const document = { name: 'a.md', text: '# 规划' };

  test.each<[string, readonly (object | string)[]]>([
    ['what is not JSON', ['{']],
    ['an unknown class', [{ ...sound, class: 'LLM99' }]],
    ['an unknown field', [{ ...sound, note: '' }]],
    ['an id that stands twice', [sound, sound]],
    ['a document that is not loaded', [{ ...sound, document }]],
    ['an attack by a document without one', [{ ...sound, place: 'document' }]],
    ['an attack by an earlier turn without one', [{ ...sound, place: 'turn' }]],
    ['a document outside its folder', [{ ...sound, place: 'document', document: { ...document, name: '../a.md' } }]],
  ])('%s', async (_, lines) => {
    const file = path.join(folder, 'attacks.jsonl');
    writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    await expect(loadAttacks(file)).rejects.toMatchObject({ code: 'usage' });
  });
});
