import type { Answer, Citation } from '../bot/answer/types.ts';
import type { PassageLike } from './metrics/evidence.ts';
import type { KnownFact } from './questions.ts';

/** An invented question; `changes` replaces fields. */
export function questionOf(changes: Partial<KnownFact> = {}): KnownFact {
  return {
    id: 'test-1',
    kind: 'figure',
    turns: ['示例市2025年高企目标是多少？'],
    expect: [['800']],
    forbid: [],
    decline: false,
    evidence: [{ plan: '示例市科技规划', section: '主要目标', contains: ['800家'] }],
    ...changes,
  };
}

/** An invented passage. */
export function passageOf(text: string, changes: Partial<PassageLike> = {}): PassageLike {
  return { plan: '示例市科技规划', section: ['第一章', '主要目标'], text, ...changes };
}

/** An invented answer that cites passages, numbered from 1. */
export function answerOf(text: string, quotes: readonly PassageLike[] = [], changes: Partial<Answer> = {}): Answer {
  const citations = quotes.map(({ plan, section, text: quote }, index): Citation => ({
    n: index + 1,
    passageId: `p-${index}`,
    planId: 'p',
    plan,
    section,
    quote,
    file: 'test.md',
    lines: [1, 1],
    draft: false,
  }));
  return {
    text,
    declined: false,
    mode: 'extractive',
    citations,
    understood: '示例市2025年高企目标是多少？',
    ...changes,
  };
}
