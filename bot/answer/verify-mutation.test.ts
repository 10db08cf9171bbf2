import { describe, expect, test } from 'vitest';
import type { Passage } from '../../corpus/types.ts';
import { readUnits, type Unit } from '../../retrieval/rank/units.ts';
import { seededRandom } from '../../retrieval/embed/seeded-random.ts';
import { digests } from './digests.fixture.ts';
import { mutationsOf, MUTATION_KINDS, type Mutation } from './mutations.fixture.ts';
import { objectionTo } from './verify.ts';
import { windowAround } from './window.ts';

/** Words of a plan with a figure in them, and the passage they stand in. */
interface Sample {
  readonly text: string;
  readonly passage: Passage;
}

const documents = digests();
const titles = new Map(documents.map(({ plan }) => [plan.id, plan.title]));
const titleOf = (planId: string): string => titles.get(planId) ?? '';
const passages = documents.flatMap((document) => document.passages);
const samples: readonly Sample[] = passages.flatMap((passage) => {
  const texts = new Set(readUnits(passage).flatMap(wordsOf));
  return [...texts].map((text) => ({ text, passage }));
});

/** Each clause with a figure by itself, and the windows that answers cut around it. */
function wordsOf(unit: Unit): readonly string[] {
  const held = unit.clauses.flatMap(({ start, end }, index) => {
    if (!/\d|十[二三四五]五|[二三四五六七八九十][个项类大条家]/u.test(unit.text.slice(start, end))) return [];
    if (unit.passage.kind === 'row') return [unit.text];
    return [1, 40, 56, 80, 110, 160, 240].map(
      (limit) => windowAround(unit, [index], limit, { wants: () => limit > 1, anchor: { start, end } }).text,
    );
  });
  return held;
}

const stopped = ({ text, passage }: Sample): boolean =>
  objectionTo({ text, passages: [passage] }, titleOf) !== undefined;

const BOUND_BEFORE = /(?:不低于|不少于|不超过|超|超过|突破|高于|低于|近|≥|≤|约)$/u;
const BOUND_AFTER = /^(?:左右|以上|以下|以内)/u;

/** Whether the passage says what a mutation made of it anyway: then it is another true figure, and no lie. */
function isTrueAnyway({ claim, kind }: Mutation, passage: Passage): boolean {
  const said = withoutSeparators([passage.text, ...passage.section, titleOf(passage.planId)].join('｜'));
  const wanted = withoutSeparators(claim);
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const before = said.slice(0, at);
    const after = said.slice(at + wanted.length);
    if (/[\d.]$/u.test(before) || /^[\d]/u.test(after)) continue;
    if (kind === 'bound-dropped' && (BOUND_BEFORE.test(before) || BOUND_AFTER.test(after))) continue;
    return true;
  }
  return false;
}

function withoutSeparators(text: string): string {
  return text.replace(/(?<=\d),(?=\d{3})/gu, '');
}

describe('the gate on the digests', () => {
  const random = seededRandom(20251121);
  const mutated = samples.flatMap((sample) =>
    mutationsOf(sample.text, random)
      .filter((mutation) => mutation.text !== sample.text && !isTrueAnyway(mutation, sample.passage))
      .map((mutation) => ({ ...mutation, passage: sample.passage })),
  );

  test('lets at least 99% of 2,000 verbatim texts through', () => {
    expect(samples.length).toBeGreaterThanOrEqual(2000);
    const lost = samples.filter(stopped);
    report('verbatim', samples.length, lost);
    expect(lost.length / samples.length).toBeLessThanOrEqual(0.01);
  });

  test.each(MUTATION_KINDS)('stops at least 99 in 100 texts with a mutation: %s', (kind) => {
    const ofKind = mutated.filter((mutation) => mutation.kind === kind);
    const passed = ofKind.filter((mutation) => !stopped(mutation));
    report(kind, ofKind.length, passed);
    expect(ofKind.length).toBeGreaterThanOrEqual(80);
    expect(passed.length / ofKind.length).toBeLessThanOrEqual(0.01);
  });

  test('stops at least 99% of texts that cite a passage of another plan', () => {
    const choose = seededRandom(7);
    const foreign = samples.map(({ text, passage }) => {
      const others = passages.filter(({ planId }) => planId !== passage.planId);
      return { text, passage: others[Math.floor(choose() * others.length)] ?? passage };
    });
    const passed = foreign.filter((sample) => !stopped(sample));
    report('other plan', foreign.length, passed);
    expect(passed.length / foreign.length).toBeLessThanOrEqual(0.01);
  });
});

/** The rates, for who asks for them: GUIDA_RATES=1. */
function report(what: string, total: number, wrong: readonly { readonly text: string }[]): void {
  if (process.env['GUIDA_RATES'] === undefined) return;
  const shown = wrong.slice(0, 20).map(({ text }) => `  ${text}\n`);
  process.stdout.write(`${what}: ${total} texts, ${wrong.length} wrong\n${shown.join('')}`);
}
