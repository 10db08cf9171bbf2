import type { Passage } from '../../../../corpus/types.ts';
import type { PlanSummary } from '../../../../retrieval/types.ts';
import { titlesOf } from '../../may-be-shown.ts';
import { readSentence, type SentenceContext, type StoppedSentence } from '../../model/read-sentence.ts';
import type { StreamedSentence } from '../../model/sentences.ts';
import type { ProseGate } from '../../model/verify-prose.ts';
import { objectionTo } from '../../verify.ts';
import { isRepeated, pairsOfText } from '../repetition.ts';
import type { Clause, NumberedSection } from './numbered-clauses.ts';

/** A sentence of the model that may be shown. */
export interface WrittenSentence {
  readonly text: string;
  /** The clauses that it marks, all of one paragraph. */
  readonly clauses: readonly Clause[];
  /** Those of their passages that bear it out. */
  readonly passages: readonly Passage[];
}

/** What a section's sentences are read with. */
export interface SectionReading {
  readonly section: NumberedSection;
  readonly gate: ProseGate;
  readonly plans: readonly PlanSummary[];
  readonly stopped: (sentence: StoppedSentence) => void;
}

/** Reads the model's sentences of one section one after another; each may be shown, or is undefined. */
export function sectionReader(options: SectionReading): (streamed: StreamedSentence) => WrittenSentence | undefined {
  const { section, gate, plans, stopped } = options;
  const titleOf = titlesOf(plans);
  const clauses = new Map(section.paragraphs.flatMap((paragraph) => paragraph.clauses).map((one) => [one.n, one]));
  const context: SentenceContext = {
    shown: { get: (n) => clauses.get(n)?.passages[0] },
    gate,
    // A mark counts as it stands: put right, it would name a clause that the sentence may not be about.
    alsoCited: [],
    isAsked: () => true,
    isEmpty: () => false,
  };
  const before: ReturnType<typeof pairsOfText>[] = [];

  return (streamed) => {
    const read = readSentence({ ...streamed, text: streamed.text.replaceAll('**', '') }, context);
    if (read.kind === 'stopped') stopped(read.stopped);
    if (read.kind !== 'verified' || /[?？]/u.test(read.sentence.end)) return undefined;
    const text = `${read.sentence.segments.map((segment) => segment.text).join('')}。`;
    const marked = read.marks.flatMap((n) => clauses.get(n) ?? []);
    const passages = marked.map(({ passages: [first] }) => first);
    const isOfOne = section.paragraphs.some((paragraph) => marked.every((one) => paragraph.clauses.includes(one)));
    // All its marks stand behind it in the draft, so it must hold as a whole: a year is read with what follows it.
    const objection = isOfOne ? objectionTo({ text, passages }, titleOf) : ({ what: 'marks', text: '' } as const);
    if (objection) {
      stopped({ text, objection });
      return undefined;
    }
    const pairs = pairsOfText(text);
    if (before.some((other) => isRepeated(pairs, other))) return undefined;
    before.push(pairs);
    const also = marked.flatMap(({ passages: [, ...more] }) => more);
    const agreeing = also.filter((passage) => gate([{ text, passages: [passage] }]) === undefined);
    return { text, clauses: marked, passages: [...new Set([...passages, ...agreeing])] };
  };
}
