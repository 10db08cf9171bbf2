import type { Passage } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { citationOf } from '../number-citations.ts';
import type { Citation } from '../types.ts';
import type { Segment } from './verify-prose.ts';

/** A sentence that may be shown. */
export interface VerifiedSentence {
  /** Its own line, with or without the dash of a list. */
  readonly startsLine: boolean;
  readonly isItem: boolean;
  readonly segments: readonly Segment[];
  /** Behind the last mark: 。 or nothing. */
  readonly end: string;
}

/** Sets verified sentences one after another, numbering their passages in order of first use. */
export class AnswerWriter {
  readonly #plans: readonly PlanSummary[];
  readonly #cited: Passage[] = [];
  #text = '';

  constructor(plans: readonly PlanSummary[]) {
    this.#plans = plans;
  }

  /** All that has been set. */
  get text(): string {
    return this.#text;
  }

  get citations(): readonly Citation[] {
    return this.#cited.map((passage, index) => citationOf(passage, index + 1, this.#plans));
  }

  /** Sets a sentence; returns what is to be added to what is shown. */
  sentence({ startsLine, isItem, segments, end }: VerifiedSentence): string {
    const words = segments.map(({ text, passages }) => text + passages.map((it) => this.#mark(it)).join('')).join('');
    const onNewLine = startsLine || isItem || this.#text.endsWith('：');
    return this.#add(`${this.#text !== '' && onNewLine ? '\n' : ''}${isItem ? '- ' : ''}${words}${end}`);
  }

  /** Sets a line that cites nothing. */
  line(text: string): string {
    return this.#add(`${this.#text === '' ? '' : '\n'}${text}`);
  }

  #add(text: string): string {
    this.#text += text;
    return text;
  }

  #mark(passage: Passage): string {
    let at = this.#cited.findIndex(({ id }) => id === passage.id);
    if (at < 0) at = this.#cited.push(passage) - 1;
    return `[${at + 1}]`;
  }
}
