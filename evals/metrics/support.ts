import { findFigures, type Figure } from '../../corpus/figures.ts';
import { findTimes } from '../../corpus/times.ts';
import { findKnownPlaces } from '../../retrieval/query/gazetteer.ts';
import { holdsNormalised, normalise, numbersIn, pairsOf, unify } from '../compare.ts';
import { isDerived } from './derived.ts';
import type { PassageLike } from './evidence.ts';
import { figuresOf, premiseOf, statesFigure, type Premise } from './figures.ts';

/** Share of a statement's pairs of characters that its sources must have, whatever else it states. */
const SHARED_PAIRS = 0.5;
/** With fewer pairs than this, a statement that has figures is little else. */
const FEWEST_PAIRS = 6;
/** As many pairs in a row that no source has are something that no source says: a name, another claim. */
const FOREIGN_RUN = 3;
/** “（据原文计算：5 − 3 = 2）”: says how, not what. */
const WORKING = /[（(][^（()）]*=[^（()）]*[)）]/gu;
/** Words that say how a thing is stated, not what: they may differ between a statement and its source. */
const FRAME =
  /目标之一|目标值|目标|规划|计划|要求|提高到|增加到|达到|达|实现|完成|形成|成为|推行|支持|分别|包括|其中|全省|全市|力争|需要|每年|[的要了和与在是有为由把等从到将也并及、，。：；“”"（）()]/gu;
/** What is so already, and what says so in a source. */
const ALREADY = /已(?:经|获批|建成|有|成为|达)|现有|目前/u;
const SAYS_ALREADY = /已|现有|目前|截至|有|成立|建成|“?十三五”?(?:期间|时期|末|完成)/u;
/** Turns a sentence into its contrary; the assistant's own “与规划不符” and “不一致” aside. */
const CONTRARY = /不再|禁止|不得|取消|废止|低于|不公|没有(?!写明|提及)|无需/gu;
/** Times of a plan that a statement speaks of. */
const PERIOD = /十[二三四五]五(?=["”]?(?:期间|时期|末|以来))/gu;

/**
 * Whether passages, joined, support a statement. Stands in for ALCE's model of natural language inference, since no
 * model is at hand. Held on labelled pairs (`entailment.test.ts`). All of these must hold:
 * - every figure with its unit, every other number (G60) and every name in quotation marks stands in the passages;
 * - a figure stands beside the words of the statement, not only beside those of another figure of its kind, and is not
 *   said to be a floor where the passage says 左右;
 * - no place, no period and no stretch of words is named that the passages do not have;
 * - it is neither the contrary of what they say, nor said to be so already where they only aim at it;
 * - they have half of its pairs of Chinese characters, so that a passage on another subject does not do.
 * @param derived digits that need not stand in them, from `derivedFigures`
 */
export function supports(
  passages: readonly PassageLike[],
  statement: string,
  derived: ReadonlySet<string> = new Set(),
): boolean {
  const premise = premiseOf(passages);
  const said = statement.replace(WORKING, '');
  const figures = figuresOf(said).filter((figure) => !isDerived(derived, figure));
  if (!figures.every((figure) => statesFigure(premise, figure))) return false;
  const names = [...said.matchAll(/[“《「『]([^”》」』]+)[”》」』]/gu)].map(([, name = '']) => normalise(name));
  const numbers = numbersIn(normalise(statement)).filter((number) => !derived.has(number));
  const marked = normalise(said).match(/\d+[a-z]+|[a-z]+\d+/gu) ?? [];
  if (![...names, ...numbers, ...marked].every((wanted) => holdsNormalised(premise.text, wanted))) return false;
  if (namesElsewhere(premise, passages, said) || contradicts(premise, said)) return false;
  const pairs = pairsOf(normalise(said));
  if (numbers.length > 0 && pairs.length < FEWEST_PAIRS) return true;
  if (longestForeign(premise, said) >= FOREIGN_RUN) return false;
  if (pairs.filter((pair) => premise.text.includes(pair)).length < pairs.length * SHARED_PAIRS) return false;
  const texts = passages.map(({ text }) => unify(text));
  return figures.every((figure) => figure.isYear || standsBeside(figure, said, texts));
}

/** A place or a period that the sources do not have. */
function namesElsewhere(premise: Premise, passages: readonly PassageLike[], said: string): boolean {
  const places = findKnownPlaces(said);
  // A title without a place (of a draft) says nothing of where it holds.
  const isPlaced = passages.some(({ plan }) => findKnownPlaces(plan).length > 0);
  if (isPlaced && places.some(({ short }) => !premise.text.includes(short))) return true;
  const own = passages.map(({ section, text }) => [...section, text].join('\n')).join('\n');
  const periods: readonly string[] = own.match(/十[二三四五]五/gu) ?? [];
  return periods.length > 0 && (said.match(PERIOD) ?? []).some((period) => !periods.includes(period));
}

function contradicts(premise: Premise, said: string): boolean {
  if ([...said.matchAll(CONTRARY)].some(([word]) => !premise.text.includes(word))) return true;
  return ALREADY.test(said) && !SAYS_ALREADY.test(premise.text);
}

/** The longest run of pairs, frame words cut out, that the sources do not have. */
function longestForeign(premise: Premise, said: string): number {
  let longest = 0;
  for (const piece of normalise(said).replace(FRAME, ' ').split(/\s+/u)) {
    let run = 0;
    for (const pair of pairsOf(piece)) {
      run = premise.text.includes(pair) ? 0 : run + 1;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}

/** The words of a text that belong to one of its figures. */
interface Stated {
  readonly figure: Figure;
  readonly words: string;
  readonly years: readonly number[];
}

/**
 * Each figure with the words since the figure before, or, where it stands in front, with those up to the next mark; a
 * cell of a table with the row's name and its own header. Figures within a quoted name are part of the name.
 */
function statedIn(text: string): readonly Stated[] {
  const [head = '', cells] = text.split('——', 2);
  if (cells !== undefined && head.length > 0)
    return cells.split(';').flatMap((cell) => statedIn(cell).map((each) => ({ ...each, words: head + each.words })));
  const quoted = [...text.matchAll(/"[^"]*"/gu)].map((match) => [match.index, match.index + match[0].length] as const);
  const figures = findFigures(text).filter(
    ({ isYear, start }) => !isYear && !quoted.some(([from, to]) => start >= from && start < to),
  );
  return figures.map((figure, index) => {
    const start = Math.max(figures[index - 1]?.end ?? 0, text.slice(0, figure.start).search(/[。;][^。;]*$/u) + 1);
    const behind = /^[^、,。;]*/u.exec(text.slice(figure.end, figures[index + 1]?.start))?.[0] ?? '';
    const words = text.slice(start, figure.start) + behind;
    return { figure, words, years: findTimes(words).flatMap(({ from, to }) => [from, to]) };
  });
}

/**
 * Whether the sources state a figure of the words that the statement has beside it. Another figure of the same unit
 * that shares more of those words, or the year where each has its own, is the one that was meant.
 */
function standsBeside(figure: Figure, said: string, texts: readonly string[]): boolean {
  const own = statedIn(unify(said)).find((each) => each.figure.text === unify(figure.text));
  if (!own) return true;
  const stated = texts.flatMap(statedIn);
  const pairs = pairsOf(normalise(own.words));
  const fit = ({ words, years }: Stated): number =>
    pairs.filter((pair) => words.includes(pair)).length +
    (own.years.length > 0 && years.length > 0 ? (years.some((year) => own.years.includes(year)) ? 3 : -3) : 0);
  const same = stated.filter((each) => isSameFigure(each.figure, own.figure));
  if (same.length === 0) return true;
  if (isFloor(own.figure) && same.every((each) => each.figure.bound === '约')) return false;
  const best = Math.max(...same.map(fit));
  const others = stated.filter(
    (each) =>
      !isSameFigure(each.figure, own.figure) && isSameUnit(each.figure, own.figure) && /\d/u.test(each.figure.digits),
  );
  return others.every((each) => fit(each) <= best);
}

function isSameFigure(one: Figure, other: Figure): boolean {
  return one.digits === other.digits && isSameUnit(one, other);
}

function isSameUnit(one: Figure, other: Figure): boolean {
  return one.unit === other.unit || one.unit === '' || other.unit === '';
}

function isFloor({ bound }: Figure): boolean {
  return bound === '>=' || bound === '>';
}
