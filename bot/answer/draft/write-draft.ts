import { findFigures } from '../../../corpus/figures.ts';
import type { Passage } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { neutralText } from '../neutral-text.ts';
import { citationOf } from '../number-citations.ts';
import { objectionTo } from '../verify.ts';
import { gatherMaterial, type Candidate } from './candidates.ts';
import { choosePoints, type Chosen } from './choose-points.ts';
import { joinSegments } from './clauses.ts';
import { indicatorRows, type RowStatement } from './indicator-rows.ts';
import { ROW_CHARACTERS } from './length.ts';
import { notesOf } from './notes.ts';
import { groupOfPlan, inOrderOfLevel, outlineOf, type OutlinedSection } from './outline.ts';
import { readRequest, type DraftRequest } from './request.ts';
import { isSaidByTable, tableOf, type TableStatement } from './tables.ts';
import type { DraftDocument, DraftOptions, DraftSection, DraftSentence, DraftTable } from './types.ts';

/** Characters of a draft where no length is asked for: of one place, and for each place of several. */
const DEFAULT_LENGTH = 2100;
const LENGTH_PER_GROUP = 600;
const LONGEST_DEFAULT = 2600;
/** Share of the length that a table may take, where one was asked for and where not. */
const TABLE_SHARE = { asked: 0.85, unasked: 0.5 };
/** Most rows of a table that nobody asked for. */
const UNASKED_ROWS = 24;
/** Characters that headings and the lines around them take, as a share of the rest. */
const HEADINGS = 0.08;

/**
 * Writes a summary of what the plans say on a topic: outline, points and figures, each sentence through the gate. Without
 * a model its sentences are whole clauses of the plans.
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
  const length = lengthOf(request, plans);
  const share = request.wantsTable ? TABLE_SHARE.asked : TABLE_SHARE.unasked;
  const mostRows = Math.min(
    request.wantsTable ? Infinity : UNASKED_ROWS,
    Math.floor((length * share) / ROW_CHARACTERS),
  );
  const table = tableOf(rows, request, plans, mostRows);
  const room = Math.max(0, (length - (table ? (table.rows.length + 2) * ROW_CHARACTERS : 0)) * (1 - HEADINGS));
  const open = openCandidates(material.candidates, request, table, rows, room);
  const chosen = choosePoints(open, {
    aspects: request.aspects,
    room,
    groupOf: ({ plan }) => groupOfPlan(plan, request.grouping),
  });
  // A chat model would word the outlined points here; its sentences would pass the same gate as these.
  const outlined = outlineOf(chosen, request, plans);
  return assemble({ request, options, context, plans, rows, table, outlined, isCut: isCut(open, chosen) });
}

function lengthOf(request: DraftRequest, plans: readonly PlanSummary[]): number {
  if (request.length) return request.length.characters;
  const groups = new Set(plans.map((plan) => groupOfPlan(plan, request.grouping))).size;
  return Math.min(LONGEST_DEFAULT, Math.max(DEFAULT_LENGTH, groups * LENGTH_PER_GROUP));
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

interface Parts {
  readonly request: DraftRequest;
  readonly options: DraftOptions;
  readonly context: AnswerContext;
  readonly plans: readonly PlanSummary[];
  readonly rows: readonly RowStatement[];
  readonly table: TableStatement | undefined;
  readonly outlined: readonly OutlinedSection[];
  readonly isCut: boolean;
}

/** Numbers citations in the order in which a reader meets them: sections first to last, the notes at the end. */
function assemble(parts: Parts): DraftDocument | undefined {
  const { request, context, table, outlined } = parts;
  const marks = new Marks();
  const titleOf = (planId: string): string => context.plans.find((plan) => plan.id === planId)?.title ?? '';
  const verified = (statement: Statement): DraftSentence | undefined =>
    objectionTo(statement, titleOf) === undefined
      ? { text: neutralText(statement.text), marks: marks.of(statement.passages) }
      : undefined;
  const admits = (statement: Statement): boolean => objectionTo(statement, titleOf) === undefined;
  const statementOf = ({ candidate, segments, also }: Chosen): Statement => {
    const text = joinSegments(candidate.text, segments);
    const agreeing = also.filter((passage) => admits({ text, passages: [passage] }));
    return { text, passages: [candidate.passage, ...agreeing] };
  };
  const tables: readonly DraftTable[] = table ? [numbered(table, marks)] : [];
  const silent: string[] = [];
  const prose = outlined.flatMap((section): readonly DraftSection[] => {
    const paragraphs = section.paragraphs.flatMap(({ name, chosen }) => {
      const admitted = chosen.map(statementOf).filter(admits);
      const sentences = joinStatements(admitted, admits).flatMap((one) => verified(one) ?? []);
      return sentences.length > 0 ? [{ name: neutralText(name), sentences }] : [];
    });
    if (paragraphs.length > 0) return [{ heading: neutralText(section.heading), paragraphs, tables: [] }];
    const isTabled = table?.rows.some(({ place, plan }) => [place, `《${plan}》`].includes(section.heading));
    if (request.grouping !== 'theme' && isTabled !== true) silent.push(section.heading);
    return [];
  });
  if (prose.length === 0 && tables.length === 0) return undefined;
  const sections = withTables(prose, tables);
  const cited = parts.plans.filter((plan) => marks.passages.some((passage) => passage.planId === plan.id));
  const notes = notesOf({ ...parts, cited, silent }).flatMap((note) => verified(note) ?? []);
  return {
    title: neutralText(request.title),
    lead: leadOf(cited, parts.options.date),
    sections,
    notes,
    citations: marks.passages.map((passage, index) => citationOf(passage, index + 1, context.plans)),
    plans: cited,
  };
}

/** Longest sentence that is made of several from one passage, in characters. */
const LONGEST_SENTENCE = 220;

/** Sentences of one passage that follow one another become one, so that its source is named once. */
function joinStatements(
  statements: readonly Statement[],
  admits: (statement: Statement) => boolean,
): readonly Statement[] {
  const joined: Statement[] = [];
  for (const statement of statements) {
    const last = joined.at(-1);
    const together = last && { ...last, text: `${last.text.replace(/。$/u, '')}；${statement.text}` };
    const sameSource =
      last?.passages.length === statement.passages.length &&
      last.passages.every((passage, index) => passage.id === statement.passages[index]?.id);
    if (together && sameSource && together.text.length <= LONGEST_SENTENCE && admits(together))
      joined[joined.length - 1] = together;
    else joined.push(statement);
  }
  return joined;
}

/** A comparison opens the draft; the figures of a theme stand under its aims. */
function withTables(prose: readonly DraftSection[], tables: readonly DraftTable[]): readonly DraftSection[] {
  const [table] = tables;
  if (!table) return prose;
  const [first, ...rest] = prose;
  if (!table.compares && first?.heading === '主要目标') return [{ ...first, tables }, ...rest];
  return [{ heading: table.caption, paragraphs: [], tables }, ...prose];
}

function numbered(table: TableStatement, marks: Marks): DraftTable {
  return {
    caption: table.caption,
    compares: table.compares,
    rows: table.rows.map(({ passages, records, ...row }) => ({
      ...row,
      indicator: neutralText(row.indicator),
      marks: records.length > 0 ? marks.of(passages) : [],
    })),
  };
}

/** More plans than this are counted by place instead of named. */
const MOST_NAMED = 4;

function leadOf(plans: readonly PlanSummary[], date: string | undefined): string {
  const compiled = date === undefined ? '' : `，整理日期${date}`;
  if (plans.length > MOST_NAMED) {
    const places = [...new Set(plans.map(({ region }) => region))].map(
      (region) => `${region}${plans.filter((plan) => plan.region === region).length}份`,
    );
    return `根据${places.join('、')}规划整理${compiled}，规划名称和章节见出处。`;
  }
  const named = plans.map((plan) => {
    const about = [dateOf(plan), plan.status === 'draft' && !plan.title.includes('征求意见稿') ? '征求意见稿' : '']
      .filter((part) => part !== '')
      .join('，');
    return `《${plan.title}》${about === '' ? '' : `（${about}）`}`;
  });
  return `根据${named.join('、')}整理${compiled}，每句注明出处。`;
}

function dateOf(plan: PlanSummary): string {
  const [year, month] = (plan.date ?? '').split('-');
  if (year === undefined || year === '') return '';
  return `${year}年${month === undefined ? '' : `${Number(month)}月`}`;
}

/** Passages in the order of first use. */
class Marks {
  readonly passages: Passage[] = [];

  of(passages: readonly Passage[]): readonly number[] {
    return [...new Set(passages.map((passage) => this.#of(passage)))].sort((a, b) => a - b);
  }

  #of(passage: Passage): number {
    const known = this.passages.findIndex(({ id }) => id === passage.id);
    return known >= 0 ? known + 1 : this.passages.push(passage);
  }
}
