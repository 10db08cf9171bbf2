import type { DraftDocument } from '../answer/draft/types.ts';
import { sourceText } from './source-text.ts';

/** One footnote: a plan and its headings, whichever passages of that section are cited. */
export interface SourceNote {
  /** From 1, in order of first use. */
  readonly number: number;
  readonly text: string;
}

/** The footnotes of a draft, and which of them each citation has: rows of one table share one. */
export interface SourceNotes {
  readonly notes: readonly SourceNote[];
  /** Numbers of notes for numbers of citations, each once, ascending. */
  readonly of: (marks: readonly number[]) => readonly number[];
}

/** Numbers the sources of a draft, one for each section cited. */
export function sourceNotes(draft: DraftDocument): SourceNotes {
  const notes = new Map<string, SourceNote>();
  const numbers = new Map<number, number>();
  for (const citation of draft.citations) {
    const text = sourceText(citation, draft);
    const note = notes.get(text) ?? { number: notes.size + 1, text };
    notes.set(text, note);
    numbers.set(citation.n, note.number);
  }
  return {
    notes: [...notes.values()],
    of: (marks) => [...new Set(marks.flatMap((mark) => numbers.get(mark) ?? []))].sort((a, b) => a - b),
  };
}
