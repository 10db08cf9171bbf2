import type { Passage } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { chartsOf } from '../chart/chart-data.ts';
import type { AnswerContext } from '../look-up.ts';
import { neutralText } from '../neutral-text.ts';
import { citationOf } from '../number-citations.ts';
import type { Statement } from '../statement.ts';
import { mayBeShown } from '../may-be-shown.ts';
import type { Chosen } from './choose-points.ts';
import { joinSegments } from './clauses.ts';
import type { RowStatement } from './indicator-rows.ts';
import { leadOf } from './lead.ts';
import { notesOf } from './notes.ts';
import type { OutlinedSection } from './outline.ts';
import type { DraftRequest } from './request.ts';
import type { TableStatement } from './tables.ts';
import type { DraftDocument, DraftOptions, DraftSection, DraftSentence, DraftTable } from './types.ts';

/** What a draft is put together from. */
export interface DraftParts {
  readonly request: DraftRequest;
  readonly options: DraftOptions;
  readonly context: AnswerContext;
  readonly plans: readonly PlanSummary[];
  readonly rows: readonly RowStatement[];
  readonly table: TableStatement | undefined;
  readonly outlined: readonly OutlinedSection[];
  /** Groups (places or plans) that say something on the topic, whether or not it was chosen. */
  readonly heard: ReadonlySet<string>;
  readonly isCut: boolean;
  /** Most charts. */
  readonly mostCharts: number;
}

/** Numbers citations in the order in which a reader meets them: sections first to last, the notes at the end. */
export function assembleDraft(parts: DraftParts): DraftDocument | undefined {
  const { request, context, table, outlined } = parts;
  const marks = new Marks();
  const admits = (statement: Statement): boolean => mayBeShown(statement, context);
  const verified = (statement: Statement): DraftSentence | undefined =>
    admits(statement) ? { text: neutralText(statement.text), marks: marks.of(statement.passages) } : undefined;
  const statementOf = ({ candidate, segments, also }: Chosen): Statement => {
    const text = joinSegments(candidate.text, segments);
    const agreeing = also.filter((passage) => admits({ text, passages: [passage] }));
    return { text, passages: [candidate.passage, ...agreeing] };
  };
  const tables: readonly DraftTable[] = table ? [numbered(table, marks)] : [];
  const left: string[] = [];
  const prose = outlined.flatMap((section): readonly DraftSection[] => {
    const paragraphs = section.paragraphs.flatMap(({ name, chosen }) => {
      const admitted = chosen.map(statementOf).filter(admits);
      const sentences = joinStatements(admitted, admits).flatMap((one) => verified(one) ?? []);
      return sentences.length > 0 ? [{ name: neutralText(name), sentences }] : [];
    });
    if (paragraphs.length > 0) return [{ heading: neutralText(section.heading), paragraphs, tables: [] }];
    const isTabled = table?.rows.some(({ place, plan }) => [place, `《${plan}》`].includes(section.heading));
    if (request.grouping !== 'theme' && isTabled !== true) left.push(section.heading);
    return [];
  });
  if (prose.length === 0 && tables.length === 0) return undefined;
  const sections = withTables(prose, tables);
  const cited = parts.plans.filter((plan) => marks.passages.some((passage) => passage.planId === plan.id));
  const silent = left.filter((heading) => !parts.heard.has(heading));
  const omitted = left.filter((heading) => parts.heard.has(heading));
  const notes = notesOf({ ...parts, cited, silent, omitted }).flatMap((note) => verified(note) ?? []);
  const day = parts.options.date === undefined ? {} : { date: parts.options.date };
  return {
    title: neutralText(request.title),
    lead: leadOf({ plans: cited, manner: 'by-rules', ...day }),
    manner: 'by-rules',
    ...day,
    sections,
    charts: chartsOf(tables, parts.mostCharts),
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
