import { leadOf } from './lead.ts';
import type { DraftDocument, DraftSentence } from './types.ts';

/** A draft with the citations that it still has, numbered in the order in which a reader meets them. */
export function renumbered(draft: DraftDocument): DraftDocument {
  const order: number[] = [];
  const marksOf = (marks: readonly number[]): readonly number[] =>
    marks
      .map((mark) => {
        const known = order.indexOf(mark);
        return known >= 0 ? known + 1 : order.push(mark);
      })
      .sort((a, b) => a - b);
  const sentenceOf = (sentence: DraftSentence): DraftSentence => ({ ...sentence, marks: marksOf(sentence.marks) });
  const sections = draft.sections.map((section) => ({
    ...section,
    tables: section.tables.map((table) => ({
      ...table,
      rows: table.rows.map((row) => ({ ...row, marks: marksOf(row.marks) })),
    })),
    paragraphs: section.paragraphs.map((paragraph) => ({
      ...paragraph,
      sentences: paragraph.sentences.map(sentenceOf),
    })),
  }));
  const notes = draft.notes.map(sentenceOf);
  const citations = order.flatMap((mark, at) => {
    const citation = draft.citations[mark - 1];
    return citation ? [{ ...citation, n: at + 1 }] : [];
  });
  const cited = new Set(citations.map(({ planId }) => planId));
  const plans = draft.plans.filter(({ id }) => cited.has(id));
  return { ...draft, lead: leadOf({ ...draft, plans }), sections, notes, citations, plans };
}
