import type { Passage, Section } from '../../../corpus/types.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import type { AnswerContext } from '../look-up.ts';
import { mayBeShown } from '../may-be-shown.ts';
import { nameAndUnit, parseRow, withUnit } from '../row.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import { listSections } from './list.ts';
import { childrenOf, firstPassages, isWithin, nameOf } from './sections.ts';
import type { SummaryWish } from './summary-wish.ts';

/** Longest sentence of a summary, in characters; a longer one is cut to clauses. */
const SENTENCE_LIMIT = 200;
/** Up to so many sub-headings of the second level are points of their own. */
const MOST_LEAVES = 14;
/** Sentences on one point. */
const PER_POINT = 4;
/** What a plan says before it comes to the matter. */
const PREAMBLE = /^(?:坚持以|以|深入|全面|认真)?(?:习近平|贯彻|学习贯彻|落实党中央)|习近平新时代/u;

/** A point of a summary before its sentences are chosen: a sub-heading with what stands under it. */
interface Point {
  readonly label: string;
  readonly units: readonly Unit[];
  /** Said without sentences of its own: the heading over several points. */
  readonly heading?: Statement;
}

/** Sums a section up: a point for each sub-heading, the first sentence of each before second ones, as far as the room goes. */
export async function sumUp(
  section: Section,
  wish: SummaryWish,
  context: AnswerContext,
): Promise<readonly Statement[]> {
  const points = await pointsOf(section, wish, context);
  const chosen = new Set<Unit>();
  let room = wish.limit;
  const take = (unit: Unit | undefined): void => {
    if (!unit || chosen.has(unit)) return;
    const length = Math.min(unit.text.length, SENTENCE_LIMIT);
    if (length > room) return;
    chosen.add(unit);
    room -= length;
  };
  const isWanted = (unit: Unit): boolean => wish.figures !== 'only' || unit.figures.length > 0;
  for (const { units } of points) take(leadOf(units.filter(isWanted), wish));
  for (const { units } of points)
    units
      .filter(({ figures }) => figures.length > 0)
      .slice(0, wish.isOneEach ? 1 : undefined)
      .forEach(take);
  if (!wish.isOneEach)
    for (let at = 0; at < PER_POINT; at += 1)
      for (const { units } of points) take(units.filter(isWanted).filter(({ text }) => !PREAMBLE.test(text))[at]);
  const statements = points.flatMap((point) => {
    if (point.heading) return [point.heading];
    const said = point.units.filter((unit) => chosen.has(unit));
    if (said.length > 0) return stated(point.label, said, wish, context);
    // A sub-heading that there was no room for is named all the same.
    return point.label === '' || wish.figures === 'only' ? [] : named(point);
  });
  return withoutIdleHeadings(statements);
}

function named({ label, units: [first] }: Point): readonly Statement[] {
  return first ? [{ text: `- **${label}**`, passages: [first.passage] }] : [];
}

/** The sentence that a point begins with: one with figures where they are wanted, else the first that comes to the matter. */
function leadOf(units: readonly Unit[], { figures }: SummaryWish): Unit | undefined {
  const counted = figures === 'any' ? undefined : units.find((unit) => unit.figures.length > 0);
  return counted ?? units.find(({ text }) => !PREAMBLE.test(text)) ?? units[0];
}

async function pointsOf(section: Section, wish: SummaryWish, context: AnswerContext): Promise<readonly Point[]> {
  const sections = await context.store.sections(section.planId);
  const passages = await context.store.sectionPassages(section.planId, section.path);
  const children = childrenOf(section, sections);
  const intro = passages.filter((passage) => passage.section.length === section.path.length);
  if (children.length === 0 && wish.isOneEach) return [{ label: '', units: intro.flatMap(readUnits).filter(says) }];
  if (children.length === 0)
    return intro
      .flatMap(readUnits)
      .filter(says)
      .map((unit) => ({ label: '', units: [unit] }));
  const points: Point[] = [{ label: '', units: intro.flatMap(readUnits).filter(says) }];
  const below = children.map((child) => childrenOf(child, sections));
  const leaves = below.reduce((sum, { length }) => sum + Math.max(1, length), 0);
  for (const [index, child] of children.entries()) {
    const own = passages.filter((passage) => isWithin(passage.section, child.path));
    const grand = below[index] ?? [];
    if (grand.length < 2 || wish.isOneEach || leaves > MOST_LEAVES) {
      points.push(await pointOf(child, own, grand, context));
      continue;
    }
    points.push({ label: '', units: [], heading: headingOf(child, own) });
    for (const item of grand)
      points.push(
        await pointOf(
          item,
          own.filter((passage) => isWithin(passage.section, item.path)),
          childrenOf(item, sections),
          context,
        ),
      );
  }
  return points;
}

/** A sub-heading with its sentences; where it has only headings under it, with their names. */
async function pointOf(
  section: Section,
  passages: readonly Passage[],
  below: readonly Section[],
  context: AnswerContext,
): Promise<Point> {
  const direct = passages.filter((passage) => passage.section.length === section.path.length);
  const units = direct.flatMap(readUnits).filter(says);
  if (units.length > 0) return { label: nameOf(section), units };
  if (below.length >= 2) {
    const names = below.map(nameOf).join(below.some((item) => nameOf(item).includes('，')) ? '；' : '、');
    const cited = (await firstPassages(below, context)).slice(0, 3);
    return { label: '', units: [], heading: { text: `- **${nameOf(section)}**：${names}`, passages: cited } };
  }
  return { label: nameOf(section), units: passages.flatMap(readUnits).filter(says) };
}

function headingOf(section: Section, passages: readonly Passage[]): Statement {
  return { text: `**${nameOf(section)}**`, passages: passages.slice(0, 1) };
}

/** Whether a sentence says something beside its heading. */
function says({ text, match, figures }: Unit): boolean {
  return !match.repeatsHeading && (figures.length > 0 || text.replace(/[。：\s]/gu, '').length > 12);
}

/** The sentences of a point: those of one passage together, where the gate lets them through so. */
function stated(
  label: string,
  units: readonly Unit[],
  wish: SummaryWish,
  context: AnswerContext,
): readonly Statement[] {
  const head = (text: string): string => (label === '' || text.startsWith(label) ? '' : `**${label}**：`);
  const single = units.map((unit, index): Statement => {
    const text = shortened(unit, wish);
    return { text: `- ${index === 0 ? head(text) : ''}${text}`, passages: [unit.passage] };
  });
  const [first] = units;
  if (single.length < 2 || !first) return single;
  const text = units.map((unit) => shortened(unit, wish).replace(/[。；]$/u, '')).join('。');
  const passages = [...new Map(units.map(({ passage }) => [passage.id, passage])).values()];
  const joined: Statement = { text: `- ${head(text)}${text}。`, passages };
  return mayBeShown(joined, context) ? [joined] : single;
}

/** A sentence, or as much of it as fits around what is asked for: from its first figure to its last, or from its head. */
function shortened(unit: Unit, { figures }: SummaryWish): string {
  if (unit.passage.kind === 'row') return rowLine(unit);
  const counted =
    figures === 'any'
      ? []
      : unit.clauses.flatMap(({ start, end }, index) =>
          unit.figures.some((figure) => figure.start >= start && figure.start < end) ? [index] : [],
        );
  return windowAround(unit, counted.length > 0 ? counted : [0], SENTENCE_LIMIT, { wants: () => true }).text;
}

/** A row of a table of indicators with the values that it has. */
function rowLine(unit: Unit): string {
  const row = parseRow(unit.passage);
  if (!row) return unit.text;
  const { name, unit: measure } = nameAndUnit(row.name);
  const values = row.values
    .filter(({ value }) => !/^[-—–]$/u.test(value))
    .map(({ header, value }) => `${header}${header === '' ? '' : ' '}${withUnit(value, measure)}`);
  return `${name}：${values.join('，')}`;
}

/** A heading over points of which none is left says nothing. */
function withoutIdleHeadings(statements: readonly Statement[]): readonly Statement[] {
  const isHeading = (statement: Statement | undefined): boolean => statement?.text.startsWith('**') ?? true;
  return statements.filter((statement, index) => !isHeading(statement) || !isHeading(statements[index + 1]));
}

/** The points of several sections, each under its name. */
export async function sumUpAll(
  sections: readonly Section[],
  wish: SummaryWish,
  context: AnswerContext,
): Promise<readonly Statement[]> {
  const [only, ...others] = sections;
  if (only && others.length === 0 && wish.isNamesOnly) {
    const children = childrenOf(only, await context.store.sections(only.planId));
    if (children.length >= 2) return listSections(children, context);
  }
  const statements: Statement[] = [];
  for (const section of sections) {
    const points = await sumUp(section, { ...wish, limit: wish.limit / sections.length }, context);
    statements.push(...(sections.length > 1 ? withName(nameOf(section), points) : points));
  }
  return statements;
}

function withName(name: string, [first, ...rest]: readonly Statement[]): readonly Statement[] {
  if (!first) return [];
  const text = first.text.includes(name) ? first.text : first.text.replace(/^- /u, `- **${name}**：`);
  return [{ ...first, text }, ...rest];
}
