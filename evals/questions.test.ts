import { describe, expect, test } from 'vitest';
import { loadOfficialTexts } from '../corpus/official-texts.testing.ts';
import { normalise } from './compare.ts';
import { standsInSection, textOf, type OfficialPlan } from './official-facts.ts';
import { KINDS, loadQuestions, parseQuestions, partOf, PARTS, shippedQuestions } from './questions.ts';

const parts = await Promise.all(
  PARTS.map(async (part) => ({ part, questions: await loadQuestions(shippedQuestions(part)) })),
);
const all = parts.flatMap(({ questions }) => questions);

describe('the questions that ship', () => {
  test('are at least 360, each with an id of its own', () => {
    expect(all.length).toBeGreaterThanOrEqual(360);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  test('cover every kind in both parts, and every plan in both', () => {
    for (const { questions } of parts) {
      expect([...new Set(questions.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
      const plans = questions.flatMap(({ evidence }) => evidence.map(({ plan }) => normalise(plan)));
      expect(new Set(plans).size).toBe(12);
    }
  });

  test('are in the part that their id says', () => {
    for (const { part, questions } of parts) expect(questions.filter(({ id }) => partOf(id) !== part)).toEqual([]);
  });
});

/**
 * Asks for something no plan writes out: a sum, a count, a rank, what follows from the status of a draft. Two-hop
 * questions do so by nature, and are let pass.
 */
const COMPUTED = new Set(
  'hf-079 sz-015 sz-018 n-142 wa-044 wb-069 wb-074 wb-077 wb-078 wl-028 wl-031 wl-090 wl-096'.split(' '),
);
/** What an answer says of a plan that is silent. */
const NOT_STATED = '未提及';

const official = loadOfficialTexts();

describe.skipIf(!official)('the questions against the official texts', () => {
  const plans = new Map<string, OfficialPlan>();
  for (const { lines, documents } of Object.values(official ?? {})) {
    for (const { plan, sections } of documents) {
      const [from, to] = plan.lines;
      const headings = sections.map((section) => ({ path: section.path, at: section.lines[0] - from }));
      plans.set(normalise(plan.title), { title: plan.title, lines: lines.slice(from - 1, to), headings });
    }
  }

  test('every piece of evidence stands in its plan, under the heading it names', () => {
    const wrong = all.flatMap(({ id, evidence }) =>
      evidence.flatMap((expected, index) => {
        const plan = plans.get(normalise(expected.plan));
        if (!plan) return [`${id}: evidence ${index + 1} is of an unknown plan`];
        return standsInSection(expected, plan) ? [] : [`${id}: evidence ${index + 1} does not stand in its section`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('every expected figure or name stands in one of the plans it rests on', () => {
    const wrong = all
      .filter(({ kind, id, decline }) => !decline && kind !== 'two-hop' && !COMPUTED.has(id))
      .flatMap(({ id, expect: groups, evidence }) => {
        const texts = evidence.flatMap(({ plan }) => plans.get(normalise(plan)) ?? []).map(textOf);
        const isStated = (wanted: string): boolean => texts.some((text) => text.includes(normalise(wanted)));
        const missing = groups.filter((group) => !group.includes(NOT_STATED) && !group.some(isStated));
        return missing.length > 0 ? [`${id}: ${missing.length} groups stand in none of its plans`] : [];
      });
    expect(wrong).toEqual([]);
  });
});

describe('parseQuestions', () => {
  const line = {
    id: 'a-1',
    kind: 'figure',
    turns: ['示例市的目标是多少？'],
    expect: [['10']],
    forbid: [],
    decline: false,
    evidence: [{ plan: '示例市规划', section: '目标', contains: ['10'] }],
  };
  const check = (name: string, content: string, message: RegExp) => {
    test(`refuses ${name}`, () => {
      expect(() => parseQuestions(content, 'dir/own.jsonl')).toThrow(message);
    });
  };
  check('what is not JSON', `${JSON.stringify(line)}\n{`, /^own\.jsonl:2: this line is not JSON\.$/u);
  check('an unknown kind', JSON.stringify({ ...line, kind: 'riddle' }), /^own\.jsonl:1: kind /u);
  check('a field that is misspelt', JSON.stringify({ ...line, expects: [] }), /expects/u);
  check(
    'an id that stands twice',
    `${JSON.stringify(line)}\n${JSON.stringify(line)}`,
    /own\.jsonl:2: id a-1 stands twice/u,
  );
  check('a refusal with evidence', JSON.stringify({ ...line, decline: true }), /evidence/u);
  check('a file without questions', '\n\n', /no question/u);

  test('passes over blank lines', () => {
    expect(parseQuestions(`\n${JSON.stringify(line)}\r\n\n`, 'own.jsonl')).toEqual([line]);
  });
});
