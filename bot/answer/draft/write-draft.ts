import { findFigures } from '../../../corpus/figures.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { chartsOf } from '../chart/chart-data.ts';
import type { AnswerContext } from '../look-up.ts';
import { assembleDraft, type DraftParts } from './assemble-draft.ts';
import { gatherMaterial, type Candidate } from './candidates.ts';
import { choosePoints, type Chosen, type LayoutCosts } from './choose-points.ts';
import { fitLength } from './fit-length.ts';
import { withWidestManner } from './manner.ts';
import { indicatorRows, type RowStatement } from './indicator-rows.ts';
import { charactersFor, charactersOf } from './length.ts';
import { groupOfPlan, inOrderOfLevel, outlineOf } from './outline.ts';
import { readRequest, type DraftRequest } from './request.ts';
import { isSaidByTable, tableOf, type TableStatement } from './tables.ts';
import type { DraftDocument, DraftOptions, DraftTable } from './types.ts';

/** Characters of a draft where no length is asked for: of one place, and for each place of several. */
const DEFAULT_LENGTH = 2100;
const LENGTH_PER_GROUP = 600;
const LONGEST_DEFAULT = 2600;
/** Share of the length that a table may take, where one was asked for and where not. */
const TABLE_SHARE = { asked: 0.85, unasked: 0.5 };
/** Most rows of a table that nobody asked for. */
const UNASKED_ROWS = 24;
/** Characters of text in whose place a row of a table stands: tables are set smaller and closer. */
const ROW_CHARACTERS = 14;
/** More sections than this are set under those above them; in a draft shorter than so many characters, fewer. */
const MOST_SECTIONS = 9;
const FEW_SECTIONS = 4;
const SHORT = 600;
/** Most charts; a draft of a page has one at most. */
const MOST_CHARTS = 2;
/** Share of the rows of a table that a draft must keep beside its charts. */
const ROWS_BESIDE_CHART = 0.7;
/** What a page takes beside text, and what a count of characters does. */
const PAGE_LAYOUT: LayoutCosts = { footnote: 6, heading: 12 };
const NO_LAYOUT: LayoutCosts = { footnote: 0, heading: 0 };
/** Characters that headings and the lines around them take, as a share of the rest. */
const HEADINGS = 0.08;

/**
 * Writes a summary of what the plans say on a topic without a model: outline, points and figures. Its sentences are whole
 * clauses of the plans, each through the gate.
 * @returns undefined when the plans say nothing on the topic
 */
export async function writeDraft(
  topic: string,
  options: DraftOptions,
  context: AnswerContext,
): Promise<DraftDocument | undefined> {
  const request = readRequest(topic, options, context);
  // Another place than those with plans: what these say would pass for what that one says.
  const { otherPlaces, planIds } = request.question;
  if (otherPlaces.length > 0 && planIds === undefined && options.planIds === undefined) return undefined;
  const material = await gatherMaterial(request, context);
  const plans = inOrderOfLevel(material.plans);
  const rows = await indicatorRows(request, plans, material.isOnTheme, context);
  const input = { request, options, context, plans, rows, candidates: material.candidates };
  const { length } = request;
  if (!length)
    return compileDraft({ ...input, room: defaultRoom(request, plans), layout: NO_LAYOUT, mostCharts: MOST_CHARTS });
  const { pagesOf } = options;
  const inPages = 'pages' in length && pagesOf !== undefined;
  const size = inPages ? pagesOf : charactersOf;
  const fitted = (mostCharts: number): DraftDocument | undefined =>
    fitLength({
      compile: (room) => compileDraft({ ...input, room, layout: inPages ? PAGE_LAYOUT : NO_LAYOUT, mostCharts }),
      sizeOf: (draft) => size(options.forModel === true ? withWidestManner(draft) : draft),
      limit: inPages ? length.pages : charactersFor(length),
      guess: charactersFor(length),
    });
  const plain = fitted(0);
  // A chart must not take the place of the figures that it shows.
  const most = charactersFor(length) > charactersFor({ pages: 1 }) ? MOST_CHARTS : 1;
  const drawn = plain && chartsOf(tablesOf(plain), most).length > 0 ? fitted(most) : undefined;
  return drawn && rowsOf(drawn) >= rowsOf(plain) * ROWS_BESIDE_CHART ? drawn : plain;
}

function tablesOf(draft: DraftDocument | undefined): readonly DraftTable[] {
  return draft?.sections.flatMap(({ tables }) => tables) ?? [];
}

function rowsOf(draft: DraftDocument | undefined): number {
  return tablesOf(draft).flatMap(({ rows }) => rows).length;
}

function defaultRoom(request: DraftRequest, plans: readonly PlanSummary[]): number {
  const groups = new Set(plans.map((plan) => groupOfPlan(plan, request.grouping))).size;
  return Math.min(LONGEST_DEFAULT, Math.max(DEFAULT_LENGTH, groups * LENGTH_PER_GROUP));
}

interface CompileInput extends Omit<DraftParts, 'table' | 'outlined' | 'heard' | 'isCut'> {
  readonly candidates: readonly Candidate[];
  /** Characters for text and tables. */
  readonly room: number;
  readonly layout: LayoutCosts;
}

/** Chooses rows and points that fit into the room and sets them under headings. */
function compileDraft(input: CompileInput): DraftDocument | undefined {
  const { request, plans, rows, candidates, room, layout } = input;
  const share = request.wantsTable ? TABLE_SHARE.asked : TABLE_SHARE.unasked;
  const mostRows = Math.min(request.wantsTable ? Infinity : UNASKED_ROWS, Math.floor((room * share) / ROW_CHARACTERS));
  const table = tableOf(rows, request, plans, mostRows);
  const tabled = table ? (table.rows.length + 2) * ROW_CHARACTERS : 0;
  const left = Math.max(0, (room - tabled) * (1 - HEADINGS));
  const open = openCandidates(candidates, request, table, rows, left);
  const chosen = choosePoints(open, {
    aspects: request.aspects,
    room: left,
    groupOf: ({ plan }) => groupOfPlan(plan, request.grouping),
    layout,
  });
  const outlined = outlineOf(chosen, request, plans, room < SHORT ? FEW_SECTIONS : MOST_SECTIONS);
  const heard = new Set([
    ...candidates.filter(({ segments }) => segments.length > 0).map(({ plan }) => groupOfPlan(plan, request.grouping)),
    ...plans
      .filter(({ id }) => rows.some(({ planId }) => planId === id))
      .map((plan) => groupOfPlan(plan, request.grouping)),
  ]);
  return assembleDraft({ ...input, table, outlined, heard, isCut: isCut(open, chosen) });
}

/** Where sections on the theme fill this share of the room, sentences elsewhere are not looked at. */
const ENOUGH = 0.6;

/**
 * The candidates worth choosing from: without what the table says already; beside a table of aims without plain words;
 * sentences outside the sections on the theme only where those have too little to say, or about aims.
 */
function openCandidates(
  candidates: readonly Candidate[],
  request: DraftRequest,
  table: TableStatement | undefined,
  rows: readonly RowStatement[],
  room: number,
): readonly Candidate[] {
  const { targets, measures, status } = request.aspects;
  const onlyAims = targets && !measures && !status;
  const onlyFigures = table !== undefined && request.wantsTable && onlyAims;
  const groupOf = ({ plan }: Candidate): string => groupOfPlan(plan, request.grouping);
  const groups = new Set(candidates.map(groupOf));
  const filled = new Map<string, number>();
  for (const candidate of candidates.filter(({ inTheme }) => inTheme))
    filled.set(groupOf(candidate), (filled.get(groupOf(candidate)) ?? 0) + candidate.text.length);
  const hasRow = (id: string): boolean => rows.some(({ passages }) => passages.some((passage) => passage.id === id));
  const isScarce = (candidate: Candidate): boolean =>
    (filled.get(groupOf(candidate)) ?? 0) < (room / Math.max(1, groups.size)) * ENOUGH;
  return withoutFainter(candidates, groupOf, room / Math.max(1, groups.size))
    .filter((candidate) => candidate.inTheme || candidate.role === 'goal' || isScarce(candidate))
    .map((candidate) => ({
      ...candidate,
      segments: candidate.segments.filter(({ text }) => {
        const figures = findFigures(text).filter((figure) => !figure.isYear && /\d/u.test(figure.digits));
        // Where only aims are asked for, tasks count by their figures.
        if (onlyAims && candidate.role !== 'goal' && figures.length === 0) return false;
        if (onlyFigures && (figures.length === 0 || !hasRow(candidate.passage.id))) return false;
        const digits = figures.map((figure) => figure.digits);
        const isAim = candidate.role === 'goal' || onlyFigures;
        return table === undefined || !isAim || !isSaidByTable(candidate.passage.id, digits, table, onlyFigures);
      }),
    }));
}

/** Headings that say this much of a theme name it outright; others must come near to it. */
const OUTRIGHT = { least: 0.9, near: 0.85 };

/** Where sections that a topic names outright have enough to say, those that are only akin to it are left out. */
function withoutFainter(
  candidates: readonly Candidate[],
  groupOf: (candidate: Candidate) => string,
  share: number,
): readonly Candidate[] {
  const groups = [...new Set(candidates.map(groupOf))];
  const faint = new Set<Candidate>();
  for (const group of groups) {
    const own = candidates.filter((candidate) => candidate.inTheme && groupOf(candidate) === group);
    const best = Math.max(0, ...own.map(({ fit }) => fit));
    if (best < OUTRIGHT.least) continue;
    const near = own.filter(({ fit }) => fit >= best * OUTRIGHT.near);
    const length = near.reduce((sum, { text }) => sum + text.length, 0);
    if (length >= share * ENOUGH) for (const one of own) if (!near.includes(one)) faint.add(one);
  }
  return candidates.filter((candidate) => !faint.has(candidate));
}

/** Whether more than a little was left out. */
function isCut(candidates: readonly Candidate[], chosen: readonly Chosen[]): boolean {
  const all = candidates.flatMap(({ segments }) => segments).length;
  return chosen.flatMap(({ segments }) => segments).length < all * 0.8;
}
