import { z } from 'zod';
import type { IndicatorRecord, Passage, Plan, Section, Table } from '../../corpus/types.ts';
import type { PlanSummary } from '../types.ts';

/** What can be bound to a statement. */
export type Row = Readonly<Record<string, string | number | null>>;

const line = z.int();
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
const strings = json.pipe(z.array(z.string()));
const count = z.int().min(0);
const lines = { line_from: line, line_to: line };

const planSchema = z.object({
  ...lines,
  id: z.string(),
  title: z.string(),
  region: z.string(),
  level: z.enum(['国家', '省', '市', '县', '未知']),
  issuer: z.string().nullable(),
  date: z.string().nullable(),
  period_from: z.int().nullable(),
  period_to: z.int().nullable(),
  status: z.enum(['final', 'draft']),
  edition: z.enum(['full', 'digest']),
  file: z.string(),
  inferred: strings,
  warnings: strings,
  sections: count,
  passages: count,
  tables: count,
  records: count,
});

const sectionSchema = z.object({ ...lines, plan_id: z.string(), path: strings });

const passageSchema = z.object({
  ...lines,
  id: z.string(),
  plan_id: z.string(),
  position: z.int(),
  kind: z.enum(['prose', 'row']),
  section: strings,
  text: z.string(),
  table_id: z.string().nullable(),
  table_row: z.int().nullable(),
});

const tableSchema = z.object({
  id: z.string(),
  plan_id: z.string(),
  caption: z.string(),
  section: strings,
  columns: strings,
  rows: json.pipe(z.array(z.object({ cells: z.array(z.string()), lines: z.tuple([line, line]) }))),
});

const recordSchema = z.object({
  id: z.string(),
  plan_id: z.string(),
  passage_id: z.string(),
  indicator: z.string(),
  canonical: z.string().nullable(),
  raw: z.string(),
  value: z.number().nullable(),
  bound: z.enum(['=', '>=', '<=', '>', '<', '约', '力争']),
  unit: z.string(),
  time: z.string().nullable(),
  kind: z.enum(['target', 'achieved', 'growth', 'unknown']),
});

/** A plan as a row of `plans`. */
export function rowOfPlan(plan: Plan): Row {
  return {
    id: plan.id,
    title: plan.title,
    region: plan.region,
    level: plan.level,
    issuer: plan.issuer ?? null,
    date: plan.date ?? null,
    period_from: plan.period?.from ?? null,
    period_to: plan.period?.to ?? null,
    status: plan.status,
    edition: plan.edition,
    file: plan.file,
    ...rowOfLines(plan.lines),
    inferred: JSON.stringify(plan.inferred),
    warnings: JSON.stringify(plan.warnings),
  };
}

/** A row of `plans` with its counts. Like the functions below, throws what zod throws when the row makes no sense. */
export function planOfRow(row: unknown): PlanSummary {
  const read = planSchema.parse(row);
  const { issuer, date, period_from: from, period_to: to, sections, passages, tables, records } = read;
  return {
    id: read.id,
    title: read.title,
    region: read.region,
    level: read.level,
    ...(issuer === null ? {} : { issuer }),
    ...(date === null ? {} : { date }),
    ...(to === null ? {} : { period: from === null ? { to } : { from, to } }),
    status: read.status,
    edition: read.edition,
    file: read.file,
    lines: [read.line_from, read.line_to],
    inferred: read.inferred,
    warnings: read.warnings,
    counts: { sections, passages, tables, records },
  };
}

/** A section as a row of `sections`. */
export function rowOfSection(section: Section): Row {
  return { plan_id: section.planId, path: JSON.stringify(section.path), ...rowOfLines(section.lines) };
}

/** A row of `sections`. */
export function sectionOfRow(row: unknown): Section {
  const read = sectionSchema.parse(row);
  return { planId: read.plan_id, path: read.path, lines: [read.line_from, read.line_to] };
}

/** A passage as a row of `passages`. */
export function rowOfPassage(passage: Passage): Row {
  return {
    id: passage.id,
    plan_id: passage.planId,
    position: passage.order,
    kind: passage.kind,
    section: JSON.stringify(passage.section),
    text: passage.text,
    ...rowOfLines(passage.lines),
    table_id: passage.table?.id ?? null,
    table_row: passage.table?.row ?? null,
  };
}

/** A row of `passages`. */
export function passageOfRow(row: unknown): Passage {
  const read = passageSchema.parse(row);
  const { table_id: table, table_row: position } = read;
  return {
    id: read.id,
    planId: read.plan_id,
    order: read.position,
    kind: read.kind,
    section: read.section,
    text: read.text,
    lines: [read.line_from, read.line_to],
    ...(table === null || position === null ? {} : { table: { id: table, row: position } }),
  };
}

/** A table as a row of `tables`. */
export function rowOfTable(table: Table): Row {
  return {
    id: table.id,
    plan_id: table.planId,
    caption: table.caption,
    section: JSON.stringify(table.section),
    columns: JSON.stringify(table.columns),
    rows: JSON.stringify(table.rows.map(({ cells, lines: [from, to] }) => ({ cells, lines: [from, to] }))),
  };
}

/** A row of `tables`. */
export function tableOfRow(row: unknown): Table {
  const { plan_id: planId, ...rest } = tableSchema.parse(row);
  return { planId, ...rest };
}

/** An indicator record as a row of `records`. */
export function rowOfRecord(record: IndicatorRecord): Row {
  return {
    id: record.id,
    plan_id: record.planId,
    passage_id: record.passageId,
    indicator: record.indicator,
    canonical: record.canonical ?? null,
    raw: record.raw,
    value: record.value ?? null,
    bound: record.bound,
    unit: record.unit,
    time: record.time ?? null,
    kind: record.kind,
  };
}

/** A row of `records`. */
export function recordOfRow(row: unknown): IndicatorRecord {
  const { plan_id: planId, passage_id: passageId, canonical, value, time, ...rest } = recordSchema.parse(row);
  return {
    ...rest,
    planId,
    passageId,
    ...(canonical === null ? {} : { canonical }),
    ...(value === null ? {} : { value }),
    ...(time === null ? {} : { time }),
  };
}

function rowOfLines([from, to]: readonly [number, number]): Row {
  return { line_from: from, line_to: to };
}
