import { createHash } from 'node:crypto';
import { sentenceId, tableId } from '../answer/draft/edit-draft.ts';
import { modeOf } from '../answer/draft/manner.ts';
import { tableText } from '../answer/draft/row-text.ts';
import type { DraftDocument } from '../answer/draft/types.ts';
import { chartSvg } from './chart/chart-svg.ts';
import { pagesOf } from './docx/pages-of.ts';
import type { DraftPreview } from './types.ts';

/** Tells drafts apart: by all they say but the line that has the day of their compilation. */
export function draftId({ title, sections, notes, citations }: DraftDocument): string {
  const said = JSON.stringify({ title, sections, notes, citations });
  return createHash('sha256').update(said).digest('hex').slice(0, 16);
}

/** A draft as a page shows it. */
export function previewOf(draft: DraftDocument, id: string): DraftPreview {
  return {
    id,
    title: draft.title,
    lead: draft.lead,
    mode: modeOf(draft),
    sections: draft.sections.map(({ heading, tables, paragraphs }, number) => ({
      number,
      heading,
      tables: tables.map((table, at) => ({ id: tableId(at), ...tableText(table) })),
      paragraphs: paragraphs.map(({ name, sentences }, at) => ({
        name,
        points: sentences.map(({ text, marks }, index) => ({ id: sentenceId(at, index), text, marks })),
      })),
    })),
    charts: draft.charts.map((chart) => ({ svg: chartSvg(chart), alternative: chart.alternative })),
    notes: draft.notes.map(({ text, marks }) => ({ text, marks })),
    citations: draft.citations,
    pages: Math.round(pagesOf(draft) * 10) / 10,
  };
}
