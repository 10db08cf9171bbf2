import type { Prompt } from '../../../../prompts/load.ts';
import type { PlanSummary } from '../../../../retrieval/types.ts';
import type { ChatEndpoint, WorkLimits } from '../../model/chat-endpoint.ts';
import { modelFailure, ModelFailure } from '../../model/failure.ts';
import type { ModelNotice } from '../../model/model-answering.ts';
import { SentenceStream, type StreamedSentence } from '../../model/sentences.ts';
import type { ProseGate } from '../../model/verify-prose.ts';
import { clausesText, type NumberedSection } from './numbered-clauses.ts';
import { sectionReader, type WrittenSentence } from './read-section.ts';

/** What the model is asked to write, and what with. */
export interface SectionOrder {
  readonly title: string;
  readonly section: NumberedSection;
  readonly prompt: Prompt<'draft'>;
  readonly endpoint: ChatEndpoint;
  readonly gate: ProseGate;
  readonly plans: readonly PlanSummary[];
  readonly notice: (notice: ModelNotice) => void;
  readonly limits: WorkLimits;
}

/** What came of it. */
export interface SectionProse {
  /** What may be shown; of an answer that broke off, what there was. */
  readonly written: readonly WrittenSentence[];
  readonly failure?: ModelFailure;
}

/** A model that writes this many times what it was given has lost itself: the rest is not waited for. */
const LONGEST = 3;

/** A section whose turn leaves it less time than this is not asked for, in milliseconds. */
const LEAST_MS = 300;

/** Asks the model for one section. @throws the reason of the signal */
export async function writeSection(order: SectionOrder): Promise<SectionProse> {
  const { title, section, prompt, endpoint, gate, plans, notice, limits } = order;
  const clauses = section.paragraphs.flatMap((paragraph) => paragraph.clauses);
  if (clauses.length === 0) return { written: [] };
  if (Date.now() + LEAST_MS > limits.until) return { written: [], failure: new ModelFailure('silent') };
  const passages = clausesText(section);
  const stream = new SentenceStream();
  const written: WrittenSentence[] = [];
  const read = sectionReader({
    section,
    gate,
    plans,
    stopped: (sentence) => {
      notice({ type: 'stopped', sentence });
    },
  });
  const take = (sentences: readonly StreamedSentence[]): void => {
    written.push(...sentences.flatMap((streamed) => read(streamed) ?? []));
  };
  notice({ type: 'asked', prompt: prompt.version, passages: clauses.length });
  const longest = passages.length * LONGEST;
  let length = 0;
  let failure: ModelFailure | undefined;
  try {
    const asked = prompt.render({ topic: title, section: section.heading, passages });
    for await (const piece of endpoint.stream(asked, limits)) {
      length += piece.length;
      if (length > longest) break;
      take(stream.push(piece));
    }
  } catch (error) {
    limits.signal?.throwIfAborted();
    failure = modelFailure(error);
  }
  take(stream.end(failure === undefined && length <= longest));
  return { written, ...(failure ? { failure } : {}) };
}
