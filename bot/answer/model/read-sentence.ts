import type { Passage } from '../../../corpus/types.ts';
import type { VerifiedSentence } from './answer-writer.ts';
import type { ShownPassages } from './evidence.ts';
import { readMarks } from './marks.ts';
import type { StreamedSentence } from './sentences.ts';
import type { ProseGate, ProseObjection, Segment } from './verify-prose.ts';

/** A sentence that the gate stopped, for the repair. */
export interface StoppedSentence {
  readonly text: string;
  readonly objection: { readonly what: ProseObjection['what'] | 'marks' | 'plan'; readonly text: string };
}

/** What a sentence of the model turned out to be. */
export type ReadSentence =
  | {
      readonly kind: 'verified';
      readonly sentence: VerifiedSentence;
      readonly passages: readonly Passage[];
      /** The numbers that it marks, as the model wrote them. */
      readonly marks: readonly number[];
    }
  /** It announces the lines that follow and says nothing itself. */
  | { readonly kind: 'lead'; readonly text: string }
  /** It says that the passages do not answer. */
  | { readonly kind: 'declines' }
  /** It says nothing that could be checked: left out without a loss. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'stopped'; readonly stopped: StoppedSentence };

/** What sentences are read with. */
export interface SentenceContext {
  readonly shown: Pick<ShownPassages, 'get'>;
  readonly gate: ProseGate;
  /** Passages of the extractive answer: cited where a sentence says what its own marks do not bear out. */
  readonly alsoCited: readonly Passage[];
  /** Whether a passage's plan is one that was asked about. */
  readonly isAsked: (passage: Passage) => boolean;
  /** Whether words say nothing beyond the question. */
  readonly isEmpty: (text: string) => boolean;
}

const DECLINES =
  /没有写明|未写明|没有(?:明确)?(?:提到|提及|说明|给出|列出|规定)|未(?:明确)?(?:提到|提及|说明|给出|列出|规定|涉及)|没有(?:找到|查到)|未(?:找到|查到|检索到)|无法(?:回答|确定|得知)|不能(?:回答|确定)/u;
const ITEM = /^(?:[-*•·]|\d{1,2}\s*[.、)）]|[（(]\d{1,2}[)）]|[①-⑳])\s*/u;

/** Reads and checks one sentence of the model. */
export function readSentence(streamed: StreamedSentence, context: SentenceContext): ReadSentence {
  const bare = streamed.text.replace(/^#{1,6}\s+/u, '').replace(/^>\s*/u, '');
  const isItem = streamed.startsLine && ITEM.test(bare) && !/^\*\*/u.test(bare);
  const raw = balanced(isItem ? bare.replace(ITEM, '') : bare);
  const stop = (what: StoppedSentence['objection']['what'], text = ''): ReadSentence => ({
    kind: 'stopped',
    stopped: { text: raw, objection: { what, text } },
  });
  const marked = readMarks(raw, (n) => context.shown.get(n) !== undefined);
  if (!marked) return stop('marks');
  if (marked.groups.length === 0) return unmarked(raw, context, stop);
  const { segments, end } = segmentsOf(marked, context.shown);
  // A wrong mark is put right where a passage of the extractive answer bears the sentence out, alone or with its own.
  const attempts = [
    segments,
    ...context.alsoCited.map((passage) => segments.map(({ text }) => ({ text, passages: [passage] }))),
    ...context.alsoCited.map((passage) =>
      segments.map(({ text, passages }) => ({ text, passages: [...new Set([...passages, passage])] })),
    ),
  ];
  let first: ProseObjection | undefined;
  for (const attempt of attempts) {
    const objection = context.gate(attempt);
    first ??= objection;
    if (objection) continue;
    const passages = attempt.flatMap((segment) => segment.passages);
    if (!passages.some(context.isAsked)) return stop('plan');
    return {
      kind: 'verified',
      sentence: { startsLine: streamed.startsLine, isItem, segments: attempt, end },
      passages,
      marks: [...new Set(marked.groups.flatMap((group) => group.passages))],
    };
  }
  return stop(first?.what ?? 'marks', first?.text ?? '');
}

function unmarked(
  text: string,
  { isEmpty }: SentenceContext,
  stop: (what: 'uncited', text: string) => ReadSentence,
): ReadSentence {
  if (DECLINES.test(text)) return { kind: 'declines' };
  const says = /\d|[“”《》@<>]|https?:/u.test(text) || !isEmpty(text);
  if (says) return stop('uncited', '');
  return /[：:]\s*$/u.test(text) ? { kind: 'lead', text: text.trim().replace(/:$/u, '：') } : { kind: 'idle' };
}

/** Each stretch with the passages that the marks behind it name; what follows the last marks belongs to them too. */
function segmentsOf(
  { text, groups }: { readonly text: string; readonly groups: readonly { at: number; passages: readonly number[] }[] },
  shown: Pick<ShownPassages, 'get'>,
): { readonly segments: readonly Segment[]; readonly end: string } {
  const trimmed = text.trimEnd();
  const end = /[。！？!?；;.]+$/u.exec(trimmed)?.[0] ?? '';
  const body = trimmed.slice(0, trimmed.length - end.length);
  const segments: Segment[] = [];
  let from = 0;
  for (const [index, { at, passages }] of groups.entries()) {
    const to = index === groups.length - 1 ? body.length : Math.min(at, body.length);
    const stretch = body.slice(from, Math.max(from, to));
    const named = passages.map((n) => shown.get(n)).filter((passage) => passage !== undefined);
    from = Math.max(from, to);
    const last = segments.at(-1);
    // Marks with nothing but punctuation before them go with the marks before.
    if (last && /^[\p{P}\s]*$/u.test(stretch))
      segments[segments.length - 1] = { text: last.text, passages: [...new Set([...last.passages, ...named])] };
    else segments.push({ text: index === 0 ? stretch.trimStart() : stretch, passages: named });
  }
  return { segments, end: /[！？!?]/u.test(end) || end === '' ? end : '。' };
}

/** Bold that is not closed would run on into the next sentence. */
function balanced(text: string): string {
  const clean = text.replace(/\*{3,}/gu, '**');
  return (clean.match(/\*\*/gu)?.length ?? 0) % 2 === 0 ? clean : clean.replace(/\*\*/gu, '');
}
