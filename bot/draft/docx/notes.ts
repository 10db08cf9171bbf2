import {
  Bookmark,
  LineRuleType,
  Paragraph,
  SimpleField,
  TextRun,
  XmlAttributeComponent,
  XmlComponent,
  type ParagraphChild,
} from 'docx';
import type { SourceNotes } from '../source-notes.ts';
import { fontOf } from './fonts.ts';
import { LINES, SIZES } from './layout.ts';

/**
 * The marks behind sentences and in rows. Each mark behind a sentence is a footnote of its own, so that its source stands
 * on the same page; rows of a table that share a source share its footnote, the later ones by a field that refers to it
 * and stays right when someone edits the document.
 */
export class FootnoteMarks {
  readonly #sources: SourceNotes;
  readonly #texts: string[] = [];
  /** Footnotes of the rows so far, by source. */
  readonly #ofRows = new Map<number, number>();

  constructor(sources: SourceNotes) {
    this.#sources = sources;
  }

  /** Marks behind a sentence. */
  of(marks: readonly number[]): readonly ParagraphChild[] {
    return this.#sources
      .of(marks)
      .flatMap((source, at) => [...comma(at, SIZES.body), this.#reference(source, SIZES.body).run]);
  }

  /** Marks of a row. */
  ofRow(marks: readonly number[]): readonly ParagraphChild[] {
    return this.#sources.of(marks).flatMap((source, at): readonly ParagraphChild[] => {
      const known = this.#ofRows.get(source);
      if (known !== undefined) return [...comma(at, SIZES.table), new NoteReference(known)];
      const { number, run } = this.#reference(source, SIZES.table);
      this.#ofRows.set(source, number);
      return [...comma(at, SIZES.table), new Bookmark({ id: nameOf(number), children: [run] })];
    });
  }

  /** What the marks set so far refer to; asked for once all are set. */
  footnotes(): Record<string, { children: Paragraph[] }> {
    return Object.fromEntries(this.#texts.map((text, at) => [String(at + 1), { children: [noteParagraph(text)] }]));
  }

  #reference(source: number, size: number): { number: number; run: FootnoteMark } {
    const number = this.#texts.push(this.#sources.notes[source - 1]?.text ?? '');
    return { number, run: new FootnoteMark(number, size) };
  }
}

function noteParagraph(text: string): Paragraph {
  return new Paragraph({
    style: 'FootnoteText',
    spacing: { line: LINES.note, lineRule: LineRuleType.EXACT, before: 0, after: 0 },
    children: [new TextRun({ text: ` ${text}`, font: fontOf('page'), size: SIZES.note })],
  });
}

function comma(at: number, size: number): readonly TextRun[] {
  return at > 0 ? [new TextRun({ text: ',', superScript: true, size })] : [];
}

/** The mark of a footnote in the size of the text it stands in; that of the library has the size of the body everywhere. */
class FootnoteMark extends TextRun {
  constructor(footnote: number, size: number) {
    super({ style: 'FootnoteReference', size });
    this.root.push(new FootnoteReference(footnote));
  }
}

class FootnoteId extends XmlAttributeComponent<{ readonly id: string }> {
  protected override readonly xmlKeys = { id: 'w:id' };
}

class FootnoteReference extends XmlComponent {
  constructor(footnote: number) {
    super('w:footnoteReference');
    this.root.push(new FootnoteId({ id: String(footnote) }));
  }
}

function nameOf(footnote: number): string {
  return `source_${footnote}`;
}

/** A field that shows the number of a footnote set before, raised as footnote marks are. */
class NoteReference extends SimpleField {
  constructor(footnote: number) {
    super(`NOTEREF ${nameOf(footnote)} \\f \\h`);
    this.root.push(new TextRun({ text: String(footnote), superScript: true, size: SIZES.table }));
  }
}
