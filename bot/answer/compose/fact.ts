import type { Figure } from '../../../corpus/figures.ts';
import type { Stretch } from '../../../corpus/sentences.ts';
import { findTimes } from '../../../corpus/times.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { readRowValues } from '../row.ts';
import { givenFigures } from './given-figures.ts';
import { windowAround } from '../window.ts';

/** Longest quoted run in the answer to a question for one fact, in characters. */
export const FACT_LIMIT = 110;
/** The same where more than one value is asked for. */
export const PLURAL_LIMIT = 160;

/** The answer to a fact, figure or name question from the unit that fits best. */
export function composeFact(
  scored: ScoredUnit,
  question: Question,
  options: { limit?: number; siblings?: readonly ScoredUnit[] } = {},
): Statement {
  const { unit } = scored;
  const { limit = question.intent.plural ? PLURAL_LIMIT : FACT_LIMIT, siblings = [] } = options;
  if (unit.passage.kind === 'row') {
    const row = readRowValues(unit.passage, question);
    if (row) return { text: row, passages: [unit.passage] };
  }
  const figure = question.intent.kind === 'figure' ? pickFigure(scored, question) : undefined;
  const core = figure ? clauseOf(scored, figure.start) : scored.clause;
  const anchor = figure ? { start: figure.start, end: figure.end } : termAnchor(scored, question);
  const window = windowAround(unit, [core], limit, {
    wants: (clause) => wanted(scored, question, clause),
    ...(anchor ? { anchor } : {}),
  });
  const text = emphasise(window.text, figure);
  const more = question.intent.plural
    ? siblingText(scored, siblings, question, limit - window.text.length)
    : { before: '', after: '' };
  return {
    text: `${headingPrefix(scored, question, text)}${more.before}${text}${more.after}`,
    passages: [unit.passage],
  };
}

/** A sentence up to this long may only announce what follows it (“规划列出四条基本原则。”). */
const ANNOUNCEMENT = 36;

/** The end of a sentence that leaves what it speaks of to the next: “仍存在不少短板。”, “采取以下措施：”. */
const ANNOUNCES =
  /(?:诸多|不少|一些|以下|如下|下列|[几两二三四五六七八九十]个?)[^，。]{0,6}(?:短板|弱项|问题|不足|困难|挑战|变化|方面|任务|措施|举措|原则|特点)[。：]$/u;

/** Whether a sentence leaves what it speaks of to the next, whatever is asked. */
export function announcesMore({ unit }: ScoredUnit): boolean {
  const { passage, text } = unit;
  return passage.kind !== 'row' && text.length <= ANNOUNCEMENT && ANNOUNCES.test(text) && !text.includes('、');
}

/** Whether a sentence announces: short, without a figure of its own, and saying little beyond the question. */
export function announces(scored: ScoredUnit, question: Question): boolean {
  const { unit } = scored;
  if (unit.passage.kind === 'row' || unit.text.length > ANNOUNCEMENT || question.intent.kind === 'figure') return false;
  if (announcesMore(scored)) return true;
  let rest = matchText(unit.text).replace(/[\p{P}\s]/gu, '');
  for (const term of question.terms) for (const matcher of term.matchers) rest = rest.replaceAll(matcher, '');
  return rest.length <= Math.max(8, unit.text.length * 0.55);
}

/** Sentences of the same passage that have what the best one lacks of a question for several things. */
function siblingText(
  scored: ScoredUnit,
  siblings: readonly ScoredUnit[],
  question: Question,
  room: number,
): { before: string; after: string } {
  const have = new Set(scored.matched);
  let [before, after] = ['', ''];
  for (const sibling of siblings) {
    if (sibling === scored || sibling.unit.passage.id !== scored.unit.passage.id) continue;
    const adds = [...sibling.matched].filter((index) => !have.has(index));
    const sameShape = sibling.score > scored.score * 0.8;
    const window = windowAround(sibling.unit, [sibling.clause], 90);
    if ((adds.length === 0 && !sameShape) || window.text.length + before.length + after.length > room) continue;
    adds.forEach((index) => have.add(index));
    if (sibling.unit.span.start < scored.unit.span.start)
      before = `${window.text}${/[。；！？]$/u.test(window.text) ? '' : '；'}${before}`;
    else after += `；${window.text}`;
  }
  return { before, after: after.replace(/。；/gu, '。') };
}

/** A verb at the head of a heading: the heading is a task, not a name. */
const TASK =
  /^(?:加快|加强|加大|推动|推进|建立|完善|强化|提升|提高|实施|构建|打造|优化|支持|鼓励|探索|深化|健全|促进|发挥|开展|创新|落实|营造|坚持|积极|着力|大力|持续|深入|全面)/u;

/** The item's own name, when the question asks which one and the sentence does not say it. */
export function headingPrefix(scored: ScoredUnit, question: Question, text: string): string {
  if (!/哪|什么|谁|啥|叫/u.test(question.text) || question.intent.kind === 'figure') return '';
  // Only the items of a box or of a numbered list are names; other headings are themes.
  const { section } = scored.unit.passage;
  if (
    !section.slice(0, -1).some((heading) => heading.startsWith('专栏')) &&
    !/^(?:\d|[\p{Script=Han}]{2,6}\d{1,2}[：:])/u.test(section.at(-1) ?? '')
  )
    return '';
  const leaf = (section.at(-1) ?? '').replace(
    /^(?:[\p{Script=Han}]{2,6})?\d{1,2}[：:.．、]\s*|^[（(][一二三四五六七八九十\d]+[)）]|^专栏.{0,3}\s/u,
    '',
  );
  if (leaf === '' || leaf.length > 18 || TASK.test(leaf) || text.includes(leaf)) return '';
  const lower = matchText(leaf);
  const known = question.terms.some((term) =>
    term.matchers.some((matcher) => lower.includes(matcher) && matcher.length >= lower.length * 0.75),
  );
  return known ? '' : `${leaf}：`;
}

/** Where the rarest term of the question stands in the best clause. */
function termAnchor(scored: ScoredUnit, question: Question): Stretch | undefined {
  const clause = scored.unit.clauses[scored.clause];
  if (!clause) return undefined;
  const text = scored.unit.text.slice(clause.start, clause.end);
  const lower = text.toLowerCase();
  const found = question.terms
    .flatMap((term) =>
      [...term.variants, ...term.matchers].map((variant) => ({
        at: lower.indexOf(variant.toLowerCase()),
        length: variant.length,
      })),
    )
    .filter(({ at }) => at >= 0);
  const longest = found.sort((a, b) => b.length - a.length)[0];
  return longest ? { start: clause.start + longest.at, end: clause.start + longest.at + longest.length } : undefined;
}

/** The figure that the question asks for: right counter, near the question's own words, not a year. */
export function pickFigure(scored: ScoredUnit, question: Question): Figure | undefined {
  return rankFigures(scored, question)[0];
}

/** What the score of a figure loses when the question itself states it. */
const GIVEN = 1;

/** The figures of the sentence, the one most likely asked for first. */
export function rankFigures(scored: ScoredUnit, question: Question): readonly Figure[] {
  const { unit } = scored;
  // “总产值过3万亿，增加值是多少”: the asker's own figure is not asked for.
  const given = question.intent.kind === 'figure' ? givenFigures(question.text) : [];
  const isGiven = (figure: Figure): boolean =>
    given.some((other) => other.value === figure.value && other.unit === figure.unit);
  return unit.figures
    .map((figure) => ({ figure, score: figureScore(scored, question, figure) - (isGiven(figure) ? GIVEN : 0) }))
    .sort((a, b) => b.score - a.score || a.figure.start - b.figure.start)
    .map(({ figure }) => figure);
}

function figureScore(scored: ScoredUnit, question: Question, figure: Figure): number {
  const { unit } = scored;
  const index = clauseOf(scored, figure.start);
  const clause = unit.clauses[index];
  const before = matchText(unit.text.slice(clause?.start ?? 0, figure.start));
  const after = matchText(unit.text.slice(figure.end, clause?.end ?? unit.text.length));
  const earlier = matchText(unit.text.slice(0, clause?.start ?? 0));
  let score = question.intent.units.includes(figure.unit) ? 2 : 0;
  // A share or a multiple is not what 有多少 asks for.
  if (
    question.intent.units.length === 0 &&
    /%|百分点|倍/u.test(figure.unit) &&
    !/率|比|占|强度|增|幅|倍|%/u.test(question.text)
  )
    score -= 1.5;
  for (const term of question.terms) {
    const at = Math.max(...term.matchers.map((matcher) => before.lastIndexOf(matcher)));
    if (at >= 0) score += 1 + 0.6 / (1 + (before.length - at) / 8);
    else if (term.matchers.some((matcher) => after.slice(0, 24).includes(matcher))) score += 0.8;
    else if (term.matchers.some((matcher) => earlier.includes(matcher))) score += 0.2;
  }
  if (index === scored.clause) score += 0.5;
  // “由62家增至185家”: the value reached is meant, unless the question names the year of the first.
  const lead = unit.text.slice(Math.max(0, figure.start - 12), figure.start);
  if (/(?:由|从)[^，。；]{0,8}$/u.test(lead)) score -= 0.9;
  if (
    /(?:增至|增加到|增长到|增长至|提升到|提升至|提高到|提高至|升至|达到?)$/u.test(lead) ||
    /^(?:达到|达|增至)/u.test(figure.text)
  )
    score += 0.3;
  const years = question.times.map((time) => time.to);
  const nearest = findTimes(unit.text.slice(0, figure.start)).at(-1);
  if (years.length === 1 && nearest) score += years.includes(nearest.to) ? 1.2 : -0.8;
  return score;
}

function clauseOf(scored: ScoredUnit, offset: number): number {
  const at = scored.unit.clauses.findIndex((clause) => offset >= clause.start && offset < clause.end);
  return Math.max(0, at);
}

/** A short clause that goes with the one before it. */
const ADDS = /^(?:其中|居|位居|位列|占|排|比|较|约|同比|年均|分别|即|包括).{0,24}$/u;

function wanted(scored: ScoredUnit, question: Question, clause: number): boolean {
  const stretch = scored.unit.clauses[clause];
  if (!stretch) return false;
  const text = matchText(scored.unit.text.slice(stretch.start, stretch.end));
  return (
    question.intent.plural ||
    question.terms.some((term) => term.matchers.some((matcher) => text.includes(matcher))) ||
    (question.intent.kind === 'figure'
      ? ADDS.test(scored.unit.text.slice(stretch.start, stretch.end))
      : stretch.end - stretch.start < 24)
  );
}

/** Puts the figure in bold. */
export function emphasise(text: string, figure: Figure | undefined): string {
  if (!figure) return text;
  const literal = figure.text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return text.replace(new RegExp(`(?<![\\d.])${literal}`, 'u'), (found) => `**${found}**`);
}
