import {
  Bookmark,
  FootnoteReferenceRun,
  LineRuleType,
  Paragraph,
  SimpleField,
  TextRun,
  type ParagraphChild,
} from 'docx';
import type { SourceNotes } from '../source-notes.ts';
import { fontOf } from './fonts.ts';
import { SIZES } from './layout.ts';

/** The footnotes of a document: one a source. */
export function footnotesOf(sources: SourceNotes): Record<string, { children: Paragraph[] }> {
  return Object.fromEntries(
    sources.notes.map(({ number, text }) => [
      String(number),
      {
        children: [
          new Paragraph({
            spacing: { line: 240, lineRule: LineRuleType.AUTO, before: 0, after: 0 },
            children: [new TextRun({ text: ` ${text}`, font: fontOf('page'), size: SIZES.note })],
          }),
        ],
      },
    ]),
  );
}

/**
 * The marks behind a sentence. The first mark of a source is its footnote; each later one refers to that footnote by a
 * field, so that numbers stay right when someone edits the document.
 */
export class FootnoteMarks {
  readonly #sources: SourceNotes;
  readonly #set = new Set<number>();

  constructor(sources: SourceNotes) {
    this.#sources = sources;
  }

  of(marks: readonly number[]): readonly ParagraphChild[] {
    return this.#sources.of(marks).flatMap((mark, index): readonly ParagraphChild[] => {
      const comma = index > 0 ? [new TextRun({ text: ',', superScript: true })] : [];
      if (this.#set.has(mark)) return [...comma, new NoteReference(mark)];
      this.#set.add(mark);
      return [...comma, new Bookmark({ id: nameOf(mark), children: [new FootnoteReferenceRun(mark)] })];
    });
  }
}

function nameOf(mark: number): string {
  return `source_${mark}`;
}

/** A field that shows the number of a footnote set before, raised as footnote marks are. */
class NoteReference extends SimpleField {
  constructor(mark: number) {
    super(`NOTEREF ${nameOf(mark)} \\f \\h`);
    this.root.push(new TextRun({ text: String(mark), superScript: true }));
  }
}
