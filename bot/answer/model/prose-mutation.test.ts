import { describe, expect, test } from 'vitest';
import type { Passage } from '../../../corpus/types.ts';
import { loadSynonyms } from '../../../retrieval/query/synonyms.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { createWords } from '../../../retrieval/words/words.ts';
import { seededRandom } from '../../../retrieval/embed/seeded-random.ts';
import { digests } from '../digests.fixture.ts';
import { mutationsOf, MUTATION_KINDS, type MutationKind } from '../mutations.fixture.ts';
import { createProseGate } from './verify-prose.ts';
import { createVocabulary } from './vocabulary.ts';

/** A true sentence with the passage it stands in. */
interface Sample {
  readonly text: string;
  readonly passage: Passage;
}

const documents = digests();
const plans = documents.map(({ plan }) => ({ ...plan, counts: { sections: 0, passages: 0, tables: 0, records: 0 } }));
const passages = documents.flatMap((document) => document.passages);
const vocabulary = createVocabulary(createWords(), loadSynonyms());
const gate = createProseGate({ plans, vocabulary });
const stopped = ({ text, passage }: Sample): boolean => gate([{ text, passages: [passage] }]) !== undefined;
const planOf = (passage: Passage) => plans.find(({ id }) => id === passage.planId);

const verbatim: readonly Sample[] = passages.flatMap((passage) =>
  readUnits(passage).map(({ text }) => ({ text, passage })),
);

/** How models introduce what a plan says. */
const OPENINGS = ['规划提出，', '根据规划，', '文件明确，', '《{title}》提出，', '{region}规划提出，'];
const introduced: readonly Sample[] = verbatim.map(({ text, passage }, at) => {
  const opening = (OPENINGS[at % OPENINGS.length] ?? '')
    .replace('{title}', planOf(passage)?.title ?? '')
    .replace('{region}', planOf(passage)?.region ?? '');
  return { text: `${opening}${text}`, passage };
});

const BOUND_BEFORE = /(?:不低于|不少于|不超过|超|超过|突破|高于|低于|近|≥|≤|约)$/u;
const BOUND_AFTER = /^(?:左右|以上|以下|以内)/u;

/** Whether the passage has what a mutation made: then it is another true figure, and its sentence may be true as well. */
function isTrueAnyway(claim: string, { text, section, planId }: Passage, kind?: MutationKind): boolean {
  const title = plans.find(({ id }) => id === planId)?.title ?? '';
  const plain = (value: string): string => value.replace(/(?<=\d),(?=\d{3})/gu, '');
  const said = plain([text, ...section, title].join('｜'));
  const wanted = plain(claim);
  for (let at = said.indexOf(wanted); at >= 0; at = said.indexOf(wanted, at + 1)) {
    const isBounded = BOUND_BEFORE.test(said.slice(0, at)) || BOUND_AFTER.test(said.slice(at + wanted.length));
    if (kind !== 'bound-dropped' || !isBounded) return true;
  }
  return false;
}

function report(what: string, total: number, wrong: readonly Sample[]): void {
  if (process.env['GUIDA_RATES'] === undefined) return;
  process.stdout.write(
    `${what}: ${total}, ${wrong.length} wrong\n${wrong
      .slice(0, 12)
      .map(({ text }) => `  ${text}\n`)
      .join('')}`,
  );
}

describe('the gate for prose', () => {
  test.each([
    ['verbatim', verbatim],
    ['introduced', introduced],
  ])('lets at least 99% of 2,000 right sentences through: %s', (what, samples) => {
    expect(samples.length).toBeGreaterThanOrEqual(2000);
    const lost = samples.filter(stopped);
    report(what, samples.length, lost);
    expect(lost.length / samples.length).toBeLessThanOrEqual(0.01);
  });

  const random = seededRandom(20251122);
  const mutated = introduced.flatMap(({ text, passage }) =>
    mutationsOf(text, random)
      .filter((mutation) => mutation.text !== text && !isTrueAnyway(mutation.claim, passage, mutation.kind))
      .map(({ kind, text: changed }) => ({ kind, text: changed, passage })),
  );
  test.each(MUTATION_KINDS)('stops at least 99 in 100 sentences with a mutation: %s', (kind) => {
    const ofKind = mutated.filter((sample) => sample.kind === kind);
    const passed = ofKind.filter((sample) => !stopped(sample));
    report(kind, ofKind.length, passed);
    expect(ofKind.length).toBeGreaterThanOrEqual(25);
    expect(passed.length).toBeLessThanOrEqual(Math.ceil(ofKind.length * 0.01));
  });

  test('stops at least 99% of sentences that name another plan', () => {
    const samples = verbatim.flatMap(({ text, passage }, at) => {
      const other = plans[at % plans.length];
      if (!other || other.id === passage.planId || planOf(passage)?.title.includes(other.title) === true) return [];
      return [{ text: `《${other.title}》提出，${text}`, passage }];
    });
    const passed = samples.filter((sample) => !stopped(sample));
    report('plan', samples.length, passed);
    expect(samples.length).toBeGreaterThanOrEqual(1000);
    expect(passed.length / samples.length).toBeLessThanOrEqual(0.01);
  });

  test('stops at least 99% of sentences that put a figure to another place', () => {
    const regions = [...new Set(plans.map(({ region }) => region))];
    const samples = verbatim.flatMap(({ text, passage }, at) => {
      const other = regions[at % regions.length] ?? '';
      const known = [passage.text, ...passage.section, planOf(passage)?.title, planOf(passage)?.region].join('｜');
      if (!/\d/u.test(text) || known.includes(other.slice(0, 2))) return [];
      return [{ text: `${other}提出，${text}`, passage }];
    });
    const passed = samples.filter((sample) => !stopped(sample));
    report('place', samples.length, passed);
    expect(samples.length).toBeGreaterThanOrEqual(300);
    expect(passed.length / samples.length).toBeLessThanOrEqual(0.01);
  });

  test('stops at least 99% of sentences with another name in quotes', () => {
    const names = [
      ...new Set(passages.flatMap(({ text }) => [...text.matchAll(/“([^“”]{3,12})”/gu)].map((it) => it[1] ?? ''))),
    ];
    const choose = seededRandom(5);
    const samples = verbatim.flatMap(({ text, passage }) => {
      const name = /“([^“”]{3,12})”/u.exec(text)?.[1];
      const other = names[Math.floor(choose() * names.length)];
      if (name === undefined || other === undefined || isTrueAnyway(other, passage)) return [];
      return [{ text: text.replace(`“${name}”`, `“${other}”`), passage }];
    });
    const passed = samples.filter((sample) => !stopped(sample));
    report('name', samples.length, passed);
    expect(samples.length).toBeGreaterThanOrEqual(200);
    expect(passed.length / samples.length).toBeLessThanOrEqual(0.01);
  });

  test('stops most sentences in which two figures of one unit have changed places', () => {
    const samples = verbatim.flatMap(({ text, passage }) => {
      if (passage.kind === 'row') return [];
      const found = [...text.matchAll(/(?<![\d.])(\d+(?:\.\d+)?)(家|个|亿元|%|名|项|户)(?![\d.])/gu)];
      const [one, two] = found.filter(
        (it, at) =>
          found.findIndex((other) => other[2] === it[2]) !== at ||
          found.some((other, index) => index > at && other[2] === it[2]),
      );
      if (!one || !two || one[2] !== two[2] || one[1] === two[1] || /由|从|分别|增/u.test(text)) return [];
      const swapped =
        text.slice(0, one.index) +
        two[0] +
        text.slice(one.index + one[0].length, two.index) +
        one[0] +
        text.slice(two.index + two[0].length);
      return [{ text: swapped, passage }];
    });
    const passed = samples.filter((sample) => !stopped(sample));
    report('swapped', samples.length, passed);
    expect(samples.length).toBeGreaterThanOrEqual(20);
    expect(passed.length / samples.length).toBeLessThanOrEqual(0.1);
  });
});
