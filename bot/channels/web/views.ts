import { basename } from 'node:path';
import type { z } from '@hono/zod-openapi';
import type { IndicatorRecord, Passage, Section, Table } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Answer, AnswerPicture, Citation } from '../../answer/types.ts';
import type { DraftPreview } from '../../draft/types.ts';
import type { DraftView } from './draft-schemas.ts';
import { quotedWords } from '../text/quoted-words.ts';
import type {
  AnswerView,
  CitationView,
  IndicatorView,
  PassageView,
  PlanView,
  SectionView,
  TableView,
} from './schemas.ts';

/** Path of a passage in the plan browser. */
export function passageHref(planId: string, passageId: string): string {
  return `/plans/${encodeURIComponent(planId)}#${encodeURIComponent(passageId)}`;
}

/** An answer as the API gives it. */
export function answerView(
  answerId: string,
  answer: Answer,
  asked: { readonly eventId: string; readonly conversationId: string },
  pictures?: readonly AnswerPicture[],
): z.infer<typeof AnswerView> {
  const { text, declined, mode, understood, citations } = answer;
  return {
    type: 'answered',
    answerId,
    text,
    declined,
    mode,
    understood,
    citations: citations.map((citation) => citationView(citation, text)),
    charts: (pictures ?? []).map(({ svg, alternative }) => ({ svg, alternative })),
    ...asked,
  };
}

/** A source as the API gives it. `text` is what rests on it. */
function citationView(citation: Citation, text: string): z.infer<typeof CitationView> {
  return {
    n: citation.n,
    passageId: citation.passageId,
    planId: citation.planId,
    plan: citation.plan,
    section: [...citation.section],
    quote: citation.quote,
    quotedWords: quotedWords(citation, text),
    file: citation.file,
    lines: [...citation.lines],
    draft: citation.draft,
    href: passageHref(citation.planId, citation.passageId),
  };
}

/** A draft as the API gives it. */
export function draftView(preview: DraftPreview): z.infer<typeof DraftView> {
  const { id, title, lead, mode, pages, sections, charts, notes, citations } = preview;
  const text = sections
    .flatMap(({ paragraphs }) => paragraphs.flatMap(({ points }) => points.map((point) => point.text)))
    .join('');
  return {
    id,
    title,
    lead,
    mode,
    pages,
    sections: sections.map(({ number, heading, tables, paragraphs }) => ({
      number,
      heading,
      tables: tables.map((table) => ({
        id: table.id,
        columns: [...table.columns],
        rows: table.rows.map(({ cells, marks }) => ({ cells: [...cells], marks: [...marks] })),
      })),
      paragraphs: paragraphs.map(({ name, points }) => ({
        name,
        points: points.map((point) => ({ ...point, marks: [...point.marks] })),
      })),
    })),
    charts: charts.map(({ svg, alternative }) => ({ svg, alternative })),
    notes: notes.map((note) => ({ text: note.text, marks: [...note.marks] })),
    citations: citations.map((citation) => citationView(citation, text)),
  };
}

/** A plan as the API gives it: the file by its name, never by its place. */
export function planView(plan: PlanSummary): z.infer<typeof PlanView> {
  const { id, title, region, level, issuer, date, period, status, edition, file, counts } = plan;
  return {
    id,
    title,
    region,
    level,
    ...(issuer === undefined ? {} : { issuer }),
    ...(date === undefined ? {} : { date }),
    ...(period === undefined ? {} : { period }),
    status,
    edition,
    file: basename(file),
    counts,
  };
}

/** A heading as the API gives it. */
export function sectionView({ path, lines }: Section): z.infer<typeof SectionView> {
  return { path: [...path], lines: [...lines] };
}

/** A passage as the API gives it; a row with the columns of its table. */
export function passageView(passage: Passage, tables: ReadonlyMap<string, Table>): z.infer<typeof PassageView> {
  const { id, planId, order, kind, section, text, lines, table: place } = passage;
  const table = place && tables.get(place.id);
  const row = place && table?.rows[place.row];
  return {
    id,
    planId,
    order,
    kind,
    section: [...section],
    text,
    lines: [...lines],
    ...(table && row
      ? { table: { id: table.id, caption: table.caption, columns: [...table.columns], cells: [...row.cells] } }
      : {}),
  };
}

/** A table as the API gives it. */
export function tableView({ id, caption, section, columns, rows }: Table): z.infer<typeof TableView> {
  return { id, caption, section: [...section], columns: [...columns], rows: rows.map(({ cells }) => [...cells]) };
}

/** An indicator record as the API gives it, with the plan it is of. */
export function indicatorView(record: IndicatorRecord, plan: PlanSummary): z.infer<typeof IndicatorView> {
  const { id, planId, passageId, indicator, canonical, raw, value, bound, unit, time, kind } = record;
  return {
    id,
    planId,
    plan: plan.title,
    region: plan.region,
    draft: plan.status === 'draft',
    passageId,
    indicator,
    ...(canonical === undefined ? {} : { canonical }),
    raw,
    ...(value === undefined ? {} : { value }),
    bound,
    unit,
    ...(time === undefined ? {} : { time }),
    kind,
    href: passageHref(planId, passageId),
  };
}
