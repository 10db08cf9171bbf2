import { renumbered } from './renumber.ts';
import type { DraftDocument, DraftParagraph, DraftSection } from './types.ts';

/** What stays of a draft, in its new order. */
export interface OutlineEdits {
  readonly title?: string;
  readonly sections: readonly {
    /** Place of the section in the draft, from 0. */
    readonly section: number;
    readonly heading?: string;
    /** Ids of sentences and tables that stay. */
    readonly points: readonly string[];
  }[];
}

/** Id of a sentence within its section. */
export function sentenceId(paragraph: number, sentence: number): string {
  return `${paragraph}.${sentence}`;
}

/** Id of a table within its section. */
export function tableId(table: number): string {
  return `t${table}`;
}

/** A draft with some of its outline left out, moved or renamed; its citations are numbered anew. */
export function editDraft(draft: DraftDocument, edits: OutlineEdits): DraftDocument {
  const sections = edits.sections.flatMap(({ section, heading, points }): readonly DraftSection[] => {
    const own = draft.sections[section];
    if (!own) return [];
    const kept = new Set(points);
    const tables = own.tables.filter((_, at) => kept.has(tableId(at)));
    const paragraphs = own.paragraphs.flatMap(({ name, sentences }, at): readonly DraftParagraph[] => {
      const left = sentences.filter((_, index) => kept.has(sentenceId(at, index)));
      return left.length > 0 ? [{ name, sentences: left }] : [];
    });
    if (tables.length + paragraphs.length === 0) return [];
    return [{ heading: oneLine(heading) || own.heading, tables, paragraphs }];
  });
  const hasTable = sections.some(({ tables }) => tables.length > 0);
  const compares = sections.some(({ tables }) => tables.some((table) => table.compares));
  return renumbered({
    ...draft,
    title: oneLine(edits.title) || draft.title,
    sections,
    charts: compares ? draft.charts : [],
    // What is said of the table goes with it.
    notes: draft.notes.filter(({ text }) => hasTable || !text.startsWith('表中')),
  });
}

/** Longest title or heading that somebody may write. */
const LONGEST_NAME = 60;

function oneLine(text: string | undefined): string {
  return (text ?? '')
    .replace(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME);
}
