import type { AnswerMode, Citation } from '../answer/types.ts';

/** Kinds of files that a draft leaves as. */
export type DraftFormat = 'docx' | 'md' | 'xlsx' | 'csv';

/** What somebody wants drafted. */
export interface DraftOrder {
  /** In the person's own words: 起草一份合肥人才政策要点，一页. */
  readonly topic: string;
  /** How long, as it is written: 2页, 1500字. Absent: what the topic says. */
  readonly length?: string;
  /** Ids of the only plans to compile from. */
  readonly planIds?: readonly string[];
  /** What is kept of the draft that the same order gave before; absent: all of it. */
  readonly edits?: DraftEdits;
  readonly formats: readonly DraftFormat[];
}

/** A draft as somebody has changed its outline. Text is left out, never put in, but for names. */
export interface DraftEdits {
  /** `id` of the preview that was changed: another draft has other points. */
  readonly id: string;
  readonly title?: string;
  /** The sections that stay, in their new order. */
  readonly sections: readonly SectionEdits[];
}

/** What stays of a section. */
export interface SectionEdits {
  /** `number` of the section in the preview. */
  readonly section: number;
  readonly heading?: string;
  /** Ids of its points and tables that stay. */
  readonly points: readonly string[];
}

/** A sentence or a remark with the numbers of its sources. */
export interface PreviewPoint {
  readonly id: string;
  readonly text: string;
  readonly marks: readonly number[];
}

/** A section as it is shown before it is handed out. */
export interface PreviewSection {
  readonly number: number;
  readonly heading: string;
  readonly tables: readonly PreviewTable[];
  readonly paragraphs: readonly { readonly name: string; readonly points: readonly PreviewPoint[] }[];
}

/** A table as text. */
export interface PreviewTable {
  readonly id: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly marks: readonly number[] }[];
}

/** A draft as a page shows it. */
export interface DraftPreview {
  /** The same for the same draft. */
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  /** `llm`: a model has written sentences of it; `lead` says so. */
  readonly mode: AnswerMode;
  readonly sections: readonly PreviewSection[];
  readonly charts: readonly ChartDrawing[];
  readonly notes: readonly Omit<PreviewPoint, 'id'>[];
  readonly citations: readonly Citation[];
  /** Pages that it takes in Word, with the part of the last one. */
  readonly pages: number;
}

/** A chart for those who see and for those who do not. */
export interface ChartDrawing {
  readonly svg: string;
  readonly alternative: string;
}

/** A file that is handed out. */
export interface DraftFile {
  readonly format: DraftFormat;
  /** 合肥人才政策要点.docx. */
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** What became of an order. */
export type Drafted =
  | {
      readonly type: 'drafted';
      readonly preview: DraftPreview;
      /** Without those that the draft has nothing for: no table, no .xlsx. */
      readonly files: readonly DraftFile[];
    }
  /** The plans say nothing on the topic. */
  | { readonly type: 'nothing' }
  /** The plans have changed since the preview whose outline was edited. */
  | { readonly type: 'changed' };

/** Fills orders over one index. */
export interface Drafter {
  draft(
    order: DraftOrder,
    options?: { /** Ids of the only plans that exist for whoever asks. */ readonly allowedPlans?: readonly string[] },
  ): Promise<Drafted>;
}
