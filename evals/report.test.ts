import { describe, expect, test } from 'vitest';
import { accept } from './baseline.ts';
import { pageOf } from './html/page.ts';
import { jsonOf } from './json.ts';
import { judge, type Outcome } from './metrics/judge.ts';
import { answerOf, passageOf, questionOf } from './questions.fixture.ts';
import { failuresOf, reportOn, type Report } from './report.ts';
import { tableOf, turnedOf } from './table.ts';

const evidence = passageOf('高新技术企业达到800家。');
const outcomeOf = (id: string, text: string): Outcome => ({
  question: questionOf({ id, turns: ['先问这个<b>', `问题${id}？`] }),
  answer: answerOf(text, [evidence]),
  found: [passageOf('别的内容'), evidence],
  milliseconds: 12.5,
});
const right = [outcomeOf('test-1', '达到800家[1]'), outcomeOf('test-2', '达到800家[1]')];
const worse = [outcomeOf('test-1', '达到800家[1]'), outcomeOf('test-2', '达到<900>家[1]')];
const baseline = accept({}, 'shipped', 'tuning', right.map(judge))['shipped']?.tuning;

const reportOf = (changes: { isKept?: boolean; outcomes?: readonly Outcome[]; ablated?: boolean } = {}): Report => {
  const { isKept = false, outcomes = worse, ablated = false } = changes;
  const set = { name: isKept ? 'kept' : 'tuning', isKept, questions: outcomes.map(({ question }) => question) };
  const ablations = ablated
    ? [
        { name: 'as shipped', outcomes },
        { name: 'without synonyms', outcomes: right },
      ]
    : [];
  return reportOn({ edition: 'shipped', set, outcomes, baseline, ablations });
};

describe('the table', () => {
  test('has a line a kind and the change against the baseline', () => {
    const lines = tableOf(reportOf()).split('\n');
    expect(lines.slice(0, 3).map((line) => line.trim().split(/\s{2,}/u))).toEqual([
      ['shipped/tuning', 'n', 'right', 'and cited', 'evidence@1', 'evidence@5', 'grounded', 'Δ right'],
      ['figure', '2', '50.0%', '50.0%', '0.0%', '100.0%', '50.0%', '−50.0'],
      ['all', '2', '50.0%', '50.0%', '0.0%', '100.0%', '50.0%', '−50.0'],
    ]);
  });

  test('has a line an ablation', () => {
    expect(tableOf(reportOf({ ablated: true }))).toMatch(/ without synonyms +right 100\.0%, evidence@1 0\.0%/u);
  });

  test('names what turned, with the question', () => {
    expect(turnedOf(reportOf())).toEqual([
      '− shipped/tuning test-2 figure (right, cited, grounded) 先问这个<b> ｜ 问题test-2？',
    ]);
  });

  test('of the kept part names ids only', () => {
    expect(turnedOf(reportOf({ isKept: true }))).toEqual(['− shipped/kept test-2 figure (right, cited, grounded)']);
  });
});

describe('failuresOf', () => {
  test('names questions that could not be asked, were not asked, or have no baseline', () => {
    const failed: Outcome = {
      question: questionOf({ id: 'test-1' }),
      found: [],
      milliseconds: 1,
      error: 'Error: 示例',
    };
    expect(failuresOf(reportOf({ outcomes: [failed] }))).toEqual([
      'shipped/tuning test-1: asking failed: Error: 示例',
      'shipped/tuning: 1 questions of the baseline were not asked',
    ]);
    expect(failuresOf({ ...reportOf({ outcomes: right }), baseline: undefined })).toEqual([
      'shipped/tuning: there is no baseline; write one with --accept',
    ]);
  });
});

describe('the page', () => {
  const date = new Date('2026-01-02T03:04:05Z');

  test('needs nothing from elsewhere and runs no script', () => {
    const page = pageOf([reportOf({ ablated: true })], date);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)|src=/iu);
    expect(page.match(/<svg/gu)).toHaveLength(4);
    expect(page).toContain('2026-01-02 03:04 UTC');
  });

  test('shows a failed question with answer, expectation and evidence, escaped', () => {
    const page = pageOf([reportOf()], date);
    expect(page).toContain('问题test-2？');
    expect(page).toContain('达到&lt;900&gt;家[1]');
    expect(page).toContain('先问这个&lt;b&gt;');
    expect(page).toContain('高新技术企业达到800家。');
    expect(page).not.toContain('问题test-1？');
  });

  test('and the JSON show no question or answer of the kept part', () => {
    for (const shown of [pageOf([reportOf({ isKept: true })], date), jsonOf([reportOf({ isKept: true })])]) {
      expect(shown).not.toMatch(/问题test|900|先问/u);
    }
    expect(jsonOf([reportOf()])).toContain('问题test-2？');
  });
});
