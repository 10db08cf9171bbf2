import { readMark } from '../../../corpus/headings.ts';
import type { Section } from '../../../corpus/types.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { CARRIED } from '../follow-up-reading.ts';
import { windowAround } from '../window.ts';
import { bestEnumeration, enumerationClause, itemsOf } from './enumeration.ts';
import { isLeftOut, LEFT_OUT } from './left-out.ts';
import { listSections } from './list.ts';
import { bestSection, childrenOf, HEADING_MATCH, nameOf } from './sections.ts';
import { composeTableItem } from './table-item.ts';

/** Longest runs behind an item's name, in characters: what is asked of it, and its first words when nothing is. */
const ASKED_LIMIT = 130;
const OPENING_LIMIT = 90;

/** The item with the number that the question asks for (第三项, 最后一条, 倒数第二个): its name and its first words. */
export async function composeItem(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const { item } = found.question.intent;
  if (item === undefined) return undefined;
  const row = await composeTableItem(found, item, context);
  if (row) return [row];
  // In a follow-up the list is the one spoken of before; the question's own words are about the item.
  const before = found.question.terms
    .filter(({ factor = 1 }) => factor >= CARRIED && factor < 1)
    .map((term) => ({ ...term, factor: 1 }));
  const asked = before.length > 0 ? { ...found.question, terms: before } : found.question;
  const candidate = await bestSection(asked, context, { least: Math.max(2, Math.abs(item)) });
  const section = candidate?.items.at(item < 0 ? item : item - 1);
  if (!section || candidate === undefined || candidate.match < HEADING_MATCH) return itemOfSentence(found, item);
  return describe(section, item, found.question, before.length > 0, context);
}

/** 第3项, 最后一项, 倒数第2项. */
function ordinal(item: number): string {
  return item === -1 ? '最后一项' : item < 0 ? `倒数第${-item}项` : `第${item}项`;
}

async function describe(
  section: Section,
  item: number,
  question: Question,
  followsUp: boolean,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const passages = await context.store.sectionPassages(section.planId, section.path);
  const [passage] = passages;
  if (!passage) return undefined;
  const which = ordinal(item);
  const name = nameOf(section);
  const computed = [String(Math.abs(item))];
  if (isLeftOut(name)) return [{ text: `${which}${LEFT_OUT}`, passages: [], computed }];
  const own = question.terms.filter((term) => (term.factor ?? 1) === 1);
  const units = passages.flatMap((candidate) => readUnits(candidate));
  const about = (text: string): number => hits(own, text);
  if (asksBelow(question) && !(followsUp && units.some((unit) => about(unit.text) > 0))) {
    const children = childrenOf(section, await context.store.sections(section.planId));
    if (children.length >= 2)
      return [
        { text: `${which}“${name}”下有：`, passages: [passage], computed },
        ...(await listSections(children, context)),
      ];
  }
  // Words that the item's own name has do not say what is asked of it.
  const wanted = own.filter((term) => matchTerm(term, matchText(section.path.join(' '))) <= 0.4);
  const best = units.map((unit) => ({ unit, count: hits(wanted, unit.text) })).sort((a, b) => b.count - a.count)[0];
  if (best && best.count > 0) {
    const clauses = best.unit.clauses.map((stretch) => hits(wanted, best.unit.text.slice(stretch.start, stretch.end)));
    const clause = clauses.indexOf(Math.max(...clauses));
    const { text } = windowAround(best.unit, [Math.max(0, clause)], ASKED_LIMIT, { wants: () => true });
    // A sentence that is no more than a heading announces those behind it.
    const said = text.length < 24 ? withNext(best.unit, units) : text;
    return [
      {
        text: `${which}“${name}”：${withoutHeading(said, name)}`,
        passages: [best.unit.passage],
        computed,
      },
    ];
  }
  const first = units.find((unit) => unit.text.replace(/[。：]/gu, '').length > name.length + 4);
  const body =
    first?.passage.id === passage.id ? windowAround(first, [0], OPENING_LIMIT, { wants: () => true }).text : '';
  const clean = withoutHeading(body, name);
  return [
    {
      text: `${which}是**${name}**${clean === '' || clean.includes(name) ? '' : `：${clean}`}`,
      passages: [passage],
      computed,
    },
  ];
}

/** A text without the heading that it begins with (“2.海外孵化中心：是……”). */
function withoutHeading(text: string, name: string): string {
  const bare = text.slice(readMark(text)?.length ?? 0);
  return bare.startsWith(name) ? bare.slice(name.length).replace(/^[。：:，\s]+/u, '') : text;
}

/** A sentence with those behind it in its passage, as far as they fit. */
function withNext(first: Unit, units: readonly Unit[]): string {
  let text = first.text;
  for (const unit of units.slice(units.indexOf(first) + 1)) {
    if (unit.passage.id !== first.passage.id || text.length + unit.text.length > ASKED_LIMIT) break;
    text += unit.text;
  }
  return text;
}

function hits(terms: readonly Term[], text: string): number {
  const lower = matchText(text);
  return terms.filter((term) => matchTerm(term, lower) > 0.4).length;
}

/** What is below the item is asked for, not the item. */
function asksBelow(question: Question): boolean {
  return question.intent.kind === 'list' || /下面|底下|下有|下设|之下|里面有|包括/u.test(question.text);
}

/** The item of an enumeration inside a sentence. */
function itemOfSentence(found: Found, item: number): readonly Statement[] | undefined {
  if (found.shortfall) return undefined;
  const scored = bestEnumeration(found)?.scored;
  const clause = scored?.unit.clauses[enumerationClause(scored)];
  if (!scored || !clause) return undefined;
  const items = itemsOf(scored.unit.text.slice(clause.start, clause.end));
  const name = items.at(item < 0 ? item : item - 1);
  if (name === undefined || scored.unit.passage.kind === 'row') return undefined;
  return [
    {
      text: `${ordinal(item)}是**${name}**（原文依次为：${items.join('、')}）`,
      passages: [scored.unit.passage],
      computed: [String(Math.abs(item))],
    },
  ];
}
