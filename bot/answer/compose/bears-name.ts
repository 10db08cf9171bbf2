import type { Figure } from '../../../corpus/figures.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { OperandPhrase } from './operand-phrases.ts';
import { ASIDE, SAYS_WHICH } from './operand-words.ts';
import { qualifiersOf } from './records-of.ts';

/** What a figure is said of, in the plan's own words. */
export interface SaidOf {
  /** Its clause from the figure before on, or the name of its row. */
  readonly name: string;
  /** What is counted, where it stands behind the figure: 学科 of “60个左右学科”. */
  readonly counted?: string;
  /** Headings above it, which may say the rest. */
  readonly headings: string;
  readonly unit: string;
}

/** What a figure of a sentence is said of. */
export function saidOf({ unit }: ScoredUnit, { start, end, unit: counter }: Figure): SaidOf {
  const before = unit.text.slice(0, start);
  const last = unit.figures.filter((other) => other.end <= start && !other.isYear).at(-1)?.end ?? 0;
  const clause = Math.max(last, before.search(/[^，。；：]*$/u));
  const behind = /^(?:左右|以上|以下|以内|上下|多|余)?的?(?<noun>\p{Script=Han}*)/u.exec(unit.text.slice(end));
  const counted = behind?.groups?.['noun'] ?? '';
  return {
    name: before.slice(clause),
    ...(counted === '' ? {} : { counted }),
    headings: unit.passage.section.join(' '),
    unit: counter,
  };
}

/** A part that is named without the thing that it is a part of: 农业类的那部分, 国家级的, 其中女性. */
const PART = /(?:类|级|型|性|性质)的?$|的$/u;
const POINTS_BACK = /的?[那这]一?(?:部分|类|些|批|块|种)的?|其中/gu;
/** Shares and changes: a figure of one is none of the thing itself. */
const RATE = /占|比重|比例|份额|强度|率|增速|增幅|增长|百分|[%％]/u;
/** A figure that says how far two things are apart, or how much one has grown. */
const APART = /[高低多少]于|高出|超出|比[^重例率]{2,}[高低多少]|[提升增下减][高升加长降少]了?$/u;
/** Qualifiers that are things themselves, and may be left out of a name (独角兽企业). */
const THINGS = /^(?:企业|工业)$/u;
/** Least that a term's match counts for as said. */
const MET = 0.4;
/** Least share of the letters of the whole that stands where one of its parts is counted. */
const WHOLE = 0.6;

/**
 * Whether a plan says a figure of what a phrase names: each of its words stands where the figure is said, what is counted in
 * the clause or the name of the row itself. A part (“农业类的那部分”) is counted in what the other operands are.
 */
export function bearsName(said: SaidOf, { own, shared, question }: OperandPhrase): boolean {
  const written = own
    .replace(POINTS_BACK, ' ')
    .replace(/目标|数量?/gu, ' ')
    .trim();
  const terms = question.terms
    .filter(({ factor = 1, surface }) => factor === 1 && !SAYS_WHICH.test(surface) && written.includes(surface))
    .toSorted((one, other) => written.lastIndexOf(one.surface) - written.lastIndexOf(other.surface));
  const clause = matchText(`${said.name} ${said.counted ?? ''}`);
  const around = `${clause} ${matchText(said.headings)}`;
  const isSaid = (term: (typeof terms)[number], text: string): boolean =>
    // 省高层次人才 are 省级 ones.
    text.includes(matchText(term.surface).replace(/(?<=^(?:国家|省|市|县))级/u, '')) || matchTerm(term, text) > MET;
  if (!terms.every((term) => isSaid(term, around))) return false;
  const asked = `${own}${shared}${question.text}`;
  if (qualifiersOf(said.name).some((word) => !THINGS.test(word) && !asked.includes(word))) return false;
  if ((said.unit === '%' || RATE.test(said.name)) && !RATE.test(own)) return false;
  if (APART.test(said.name) && !APART.test(own)) return false;
  const counted = matchText(said.counted ?? said.name);
  if (PART.test(written) || written !== own.replace(/目标|数量?/gu, ' ').trim())
    return isOf(counted, shared.replace(own, ' '));
  const head = terms.at(-1);
  return head === undefined || isSaid(head, counted);
}

/** Whether a text has the letters of what the other operands are. */
function isOf(text: string, whole: string): boolean {
  const letters = Array.from(matchText(whole).replace(ASIDE, '')).filter((letter) => /\p{Script=Han}/u.test(letter));
  return letters.length > 0 && letters.filter((letter) => text.includes(letter)).length >= letters.length * WHOLE;
}
