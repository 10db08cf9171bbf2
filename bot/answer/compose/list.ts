import { readMark } from '../../../corpus/headings.ts';
import { parseHanNumeral } from '../../../corpus/figures.ts';
import type { Passage, Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import type { Statement } from '../draft.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { announces } from './fact.ts';
import { readRowValues } from '../row.ts';
import { windowAround } from '../window.ts';

/** Longest run around a short enumeration, in characters. */
const SENTENCE_LIMIT = 165;
/** Longest list that is shown, in characters. */
const LIST_LIMIT = 420;
/** A heading this well matched is taken for what the question lists. */
const HEADING_MATCH = 0.62;

interface Candidate {
  readonly section: Section;
  readonly items: readonly Section[];
  readonly match: number;
}

/** How many items the question says there are: 哪六个, 十大, “四项”. */
export function askedCount(text: string): number | undefined {
  const match =
    /(?:哪|这|那|的|具体|分别)?([二三四五六七八九十两]{1,3}|\d{1,2})(?:大|个|项|条|类|家|种|块|步|点|方面)(?!月|年|百分)/u.exec(
      text.replace(/第[一二三四五六七八九十\d]+/gu, ''),
    );
  if (!match?.[1]) return undefined;
  const count = /\d/u.test(match[1]) ? Number(match[1]) : parseHanNumeral(match[1]);
  return count !== undefined && count >= 2 && count <= 60 ? count : undefined;
}

/** The list a question asks for: the sub-headings of a section, or the enumeration of a sentence, whichever fits better. */
export async function composeList(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const { question } = found;
  const candidate = await bestSection(question, context);
  const sentence = bestEnumeration(found);
  const ofSentence = sentence ? sentence.coverage + (sentence.fitsCount ? 0.3 : 0) : 0;
  const wanted = askedCount(question.text);
  const ofSection = candidate
    ? candidate.match +
      (wanted !== undefined && candidate.items.length === wanted ? 0.4 : 0) -
      (wanted !== undefined && candidate.items.length !== wanted ? 0.3 : 0)
    : 0;
  if (candidate && ofSection >= HEADING_MATCH && ofSection + 0.05 >= ofSentence) return listSection(candidate, context);
  if (!sentence) return undefined;
  const { scored } = sentence;
  if (announces(scored, question)) return undefined;
  const core = quotedClause(scored, found.question) ?? enumerationClause(scored);
  const clause = scored.unit.clauses[core];
  // A long enumeration is shown whole; what surrounds it only as far as a short answer goes.
  const limit = Math.min(LIST_LIMIT, Math.max(SENTENCE_LIMIT, clause ? clause.end - clause.start : 0));
  const window = windowAround(scored.unit, [core], limit, { wants: () => true });
  return [{ text: window.text, passages: [scored.unit.passage] }];
}

/** The item with the number that the question asks for (第三项…): its name and its first words. */
export async function composeItem(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const { item } = found.question.intent;
  if (item === undefined) return undefined;
  const row = await tableRow(found, item, context);
  if (row) return [row];
  // In a follow-up the list is the one spoken of before; the question's own words are about the item.
  const before = found.question.terms.filter((term) => (term.factor ?? 1) < 1).map((term) => ({ ...term, factor: 1 }));
  const candidate = await bestSection(
    before.length > 0 ? { ...found.question, terms: before } : found.question,
    context,
  );
  const section = candidate?.items.at(item < 0 ? item : item - 1);
  if (!candidate || !section || candidate.match < HEADING_MATCH) return undefined;
  const passages = await context.store.sectionPassages(section.planId, section.path);
  const [passage] = passages;
  if (!passage) return undefined;
  const which = item < 0 ? '最后一项' : `第${item}项`;
  const computed = [String(item)];
  if (
    found.question.intent.kind === 'list' &&
    !found.question.terms.some(
      (term) =>
        (term.factor ?? 1) === 1 &&
        before.length > 0 &&
        passages.some((candidate) => matchTerm(term, matchText(candidate.text)) > 0.4),
    )
  ) {
    const children = childrenOf(section, await context.store.sections(section.planId));
    if (children.length >= 2)
      return [
        { text: `${which}“${nameOf(section)}”下有：`, passages: [passage], computed },
        ...(await listSection({ section, items: children, match: 1 }, context)),
      ];
  }
  const own = found.question.terms.filter((term) => (term.factor ?? 1) === 1);
  const asked = passages
    .flatMap((candidate) => readUnits(candidate))
    .map((unit) => ({ unit, hits: own.filter((term) => matchTerm(term, matchText(unit.text)) > 0.4).length }))
    .sort((a, b) => b.hits - a.hits)[0];
  if (asked && asked.hits > 0) {
    const clause = asked.unit.clauses.findIndex((stretch) =>
      own.some((term) => matchTerm(term, matchText(asked.unit.text.slice(stretch.start, stretch.end))) > 0.4),
    );
    return [
      {
        text: `${which}“${nameOf(section)}”：${windowAround(asked.unit, [Math.max(0, clause)], 130, { wants: () => true }).text}`,
        passages: [asked.unit.passage],
        computed,
      },
    ];
  }
  const first = readUnits(passage).find(
    (unit) => unit.text.replace(/[。：]/gu, '').length > nameOf(section).length + 4,
  );
  const body = first ? windowAround(first, [0], 90, { wants: () => true }).text : '';
  return [
    {
      text: `${which}是**${nameOf(section)}**${body === '' || body.includes(nameOf(section)) ? '' : `：${body}`}`,
      passages: [passage],
      computed,
    },
  ];
}

/** “主要目标第5项指标”: a row of the table whose caption the question names. */
async function tableRow(found: Found, item: number, context: AnswerContext): Promise<Statement | undefined> {
  if (!/指标|表|专栏/u.test(found.question.text)) return undefined;
  const tables = await context.store.tables(found.question.planIds ? { planIds: found.question.planIds } : {});
  const terms = found.question.terms;
  const ranked = tables
    .map((table) => ({ table, hits: terms.filter((term) => matchTerm(term, matchText(table.caption)) > 0.4).length }))
    .sort((a, b) => b.hits - a.hits);
  const best = ranked[0];
  if (!best || best.hits < Math.max(1, terms.length * 0.4)) return undefined;
  const at = item < 0 ? best.table.rows.length - 1 : item - 1;
  const passages = await context.store.sectionPassages(best.table.planId, best.table.section);
  const passage = passages.find((candidate) => candidate.table?.id === best.table.id && candidate.table.row === at);
  const text = passage ? readRowValues(passage, found.question) : undefined;
  return passage && text
    ? { text: `第${at + 1}项：${text}`, passages: [passage], computed: [String(at + 1)] }
    : undefined;
}

/** The number of items of a section, for 一共有多少个… when no sentence states it. */
export async function composeCount(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const candidate = await bestSection(found.question, context);
  if (!candidate || candidate.match < 0.8) return undefined;
  const passages = await firstPassages(candidate.items, context);
  const count = candidate.items.length;
  const names = candidate.items.map((item) => nameOf(item)).join('、');
  const head = `“${bareHeading(candidate.section)}”共列**${count}项**`;
  const text =
    head.length + names.length < 150
      ? `${head}：${names}`
      : `${head}（从“${nameOf(candidate.items[0])}”到“${nameOf(candidate.items.at(-1))}”）`;
  return [{ text, passages, computed: [String(count)] }];
}

async function bestSection(question: Question, context: AnswerContext): Promise<Candidate | undefined> {
  const planIds = question.planIds ?? context.plans.map((plan) => plan.id);
  const weights = await termWeights(context.store, question);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let best: Candidate | undefined;
  for (const planId of planIds) {
    const sections = await context.store.sections(planId);
    for (const section of sections) {
      const items = childrenOf(section, sections);
      if (items.length < 2) continue;
      for (const group of groupsOf(items)) {
        const match = headingMatch(question, weights, total, section, group);
        if (!best || match > best.match) best = { section, items: group, match };
      }
    }
  }
  return best;
}

/** The headings directly under one. */
export function childrenOf(section: Section, sections: readonly Section[]): readonly Section[] {
  const depth = section.path.length;
  return sections.filter(
    (other) => other.path.length === depth + 1 && section.path.every((heading, index) => other.path[index] === heading),
  );
}

/** Children of one kind: all of them, and those with the same label (重大专项1, 重大专项2…) or numbering by themselves. */
function groupsOf(items: readonly Section[]): readonly (readonly Section[])[] {
  const kinds = new Map<string, Section[]>();
  for (const item of items) {
    const title = item.path.at(-1) ?? '';
    const kind = LABEL.exec(title)?.[1] ?? readMark(title)?.style ?? 'plain';
    kinds.set(kind, [...(kinds.get(kind) ?? []), item]);
  }
  return [...kinds.values()].filter((group) => group.length >= 2);
}

const LABEL = /^([\p{Script=Han}]{2,8})\d{1,2}[：:]/u;

/** Coverage of the terms by the heading, its ancestors and the items' label, with a bonus for a heading that says little else. */
export function headingMatch(
  question: Question,
  weights: readonly number[],
  total: number,
  section: Section,
  items: readonly Section[],
): number {
  if (total === 0) return 0;
  const own = matchText(section.path.at(-1) ?? '');
  const label = matchText(LABEL.exec(items[0]?.path.at(-1) ?? '')?.[1] ?? '');
  const outer = matchText(section.path.slice(0, -1).join(' '));
  let found = 0;
  let length = 0;
  question.terms.forEach((term, index) => {
    const weight = weights[index] ?? 0;
    const here = Math.max(matchTerm(term, own), matchTerm(term, label));
    found += weight * Math.max(here, matchTerm(term, outer) * 0.7);
    if (here > 0)
      length += Math.max(
        ...term.matchers
          .filter((matcher) => own.includes(matcher) || label.includes(matcher))
          .map((matcher) => matcher.length),
        0,
      );
  });
  const words = own.replace(/[\p{P}\d\s]|第.{1,3}[章节]|专栏/gu, '').length;
  return (found / total) * 0.85 + Math.min(1, length / Math.max(1, words)) * 0.25;
}

async function listSection(candidate: Candidate, context: AnswerContext): Promise<readonly Statement[]> {
  const { items } = candidate;
  const passages = await firstPassages(items, context);
  const head: Statement = { text: `共${items.length}项：`, passages: [], computed: [String(items.length)] };
  const statements = items.map((item, index): Statement => {
    const passage = passages[index];
    return { text: `${index + 1}. ${nameOf(item)}`, passages: passage ? [passage] : [], computed: [String(index + 1)] };
  });
  return [head, ...statements];
}

async function firstPassages(items: readonly Section[], context: AnswerContext): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  for (const item of items) {
    const [first] = await context.store.sectionPassages(item.planId, item.path);
    if (first) passages.push(first);
  }
  return passages;
}

/** A heading without its number or label. */
export function nameOf(section: Section | undefined): string {
  const title = section?.path.at(-1) ?? '';
  return title
    .replace(LABEL, '')
    .slice(LABEL.test(title) ? 0 : (readMark(title)?.length ?? 0))
    .replace(/^[：:\s]+/u, '');
}

function bareHeading(section: Section): string {
  const title = section.path.at(-1) ?? '';
  return title.slice(readMark(title)?.length ?? 0).trim();
}

/** The sentence whose enumeration fits the question best. */
function bestEnumeration(found: Found): { scored: ScoredUnit; coverage: number; fitsCount: boolean } | undefined {
  const wanted = askedCount(found.question.text);
  const top = found.evidence[0]?.score ?? 0;
  const units = found.evidence
    .slice(0, 8)
    .flatMap((evidence) => evidence.units.slice(0, 4))
    .filter((scored) => scored.score >= top * 0.75);
  const ranked = units
    .map((scored) => {
      const items = itemCount(scored);
      const fitsCount = wanted !== undefined && items === wanted;
      return {
        scored,
        coverage: scored.coverage,
        fitsCount,
        rank: scored.score + (items >= 3 ? 0.12 : 0) + (fitsCount ? 0.25 : 0),
      };
    })
    .sort((a, b) => b.rank - a.rank);
  return ranked[0];
}

function itemCount(scored: ScoredUnit): number {
  const counts = scored.unit.clauses.map(
    (clause) => scored.unit.text.slice(clause.start, clause.end).split(/、|(?<=”)(?=“)/u).length,
  );
  return Math.max(...counts, 1);
}

/** The clause with the words that the question puts in quotes (“六基”): what they stand for is mostly said there. */
function quotedClause(scored: ScoredUnit, question: Question): number | undefined {
  const quoted = [...question.text.matchAll(/“([^”]{2,20})”/gu)].map((match) => match[1] ?? '');
  const at = scored.unit.clauses.findIndex((clause) =>
    quoted.some((name) => scored.unit.text.slice(clause.start, clause.end).includes(name)),
  );
  return at < 0 ? undefined : at;
}

function enumerationClause(scored: ScoredUnit): number {
  let best = scored.clause;
  let most = 0;
  scored.unit.clauses.forEach((clause, index) => {
    const items =
      scored.unit.text.slice(clause.start, clause.end).split('、').length - Math.abs(index - scored.clause) * 0.5;
    if (items > most) [best, most] = [index, items];
  });
  return best;
}
