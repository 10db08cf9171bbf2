import { parseOrdinal } from '../../../corpus/headings.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Labelled, Segment } from './labelled-figures.ts';
import { sameUnit } from './operand.ts';
import { matched } from './match-figures.ts';
import { eachListed, withLevels } from './listed-operands.ts';
import { AGAINST, ASIDE, BESIDE } from './operand-words.ts';
import type { AskedOperation } from './operation.ts';
import { withoutTalk } from './operation-wording.ts';
import { sumForEach } from './per-each.ts';
import { isNamed, pairedFigures } from './respectively.ts';

/**
 * The figures of a part of a sentence that an operation takes, in its order; empty when it does not have them.
 * @param ofParts whether they must be parts of one whole, or a whole with its parts
 */
export function chooseFigures(
  { scored, labelled: all }: Segment,
  asked: AskedOperation,
  question: Question,
  ofParts: boolean,
): readonly Labelled[] {
  const { operation, rest } = asked;
  if (operation === 'per') return sumForEach(all, asked);
  const labelled = ofUnits(all, question.intent.units);
  if (operation === 'difference' || operation === 'ratio')
    return pairOf(scored, labelled, piecesOf(rest, EITHER), question);
  const ofWhole = partsOfWhole(asked, labelled, question);
  if (ofWhole || ofParts) return ofWhole ?? [];
  if (operation === 'sum')
    return respective(scored, labelled, question) ?? withoutWholes(addends(rest, labelled, question));
  return wholeAndPart(rest, labelled, question);
}

/** What is added up: all that is named, or else what stands side by side in the last clause that has several things. */
function addends(rest: string, labelled: readonly Labelled[], question: Question): readonly Labelled[] {
  const text = eachListed(withLevels(rest));
  const all = matched(piecesOf(text, EITHER), labelled, question);
  if (all.length > 0) return all;
  const clauses = withoutTalk(text)
    .split(SCENE_ENDS)
    .map((clause) => piecesOf(clause, EITHER));
  return matched(clauses.findLast(({ length }) => length >= 2) ?? [], labelled, question);
}

/** Where what sets the scene of a sum ends. */
const SCENE_ENDS = /[，,。；：:？?！!]/u;

/** What stands between the parts of a sum. */
const EITHER = new RegExp(`${BESIDE.source}|${AGAINST.source}`, 'u');
/** What parts a whole from its part. */
const PARTING = /[，,。；？?]|占|[里中内](?![^，。]{0,2}心)|其中|当中|以外|之外/u;

function piecesOf(text: string, between: RegExp): readonly string[] {
  return withoutTalk(text)
    .replace(/[（(][^（()）]*[、，][^（()）]*[)）]/gu, '')
    .split(new RegExp(between, 'u'))
    .map((piece) => piece.replace(/[^\p{Script=Han}A-Za-z]/gu, ''))
    .filter((piece) => piece !== '');
}

/** Those counted as the question asks, where some are; a share is asked for in percent of things that are counted. */
function ofUnits(labelled: readonly Labelled[], units: readonly string[]): readonly Labelled[] {
  if (units.includes('个百分点')) return labelled.filter(({ unit }) => unit === '%');
  const asked = labelled.filter(({ unit }) =>
    units.some((counter) => counter !== '%' && sameUnit(unit, counter) && unit !== ''),
  );
  return asked.length >= 2 ? asked : labelled.filter(({ unit }) => unit !== '%' && unit !== '倍' && unit !== '');
}

/** So many fields, kinds, parts, of which none is named. */
const COUNTED = /(?<![、和与及][^，。？]{1,12})(?<number>[二三四五六七八九十])(?:大|个|类|块|项|种)/u;

/** The figures paired with names one by one, where the question names them all or says how many they are. */
function respective(
  { unit }: ScoredUnit,
  labelled: readonly Labelled[],
  { text, terms }: Question,
): readonly Labelled[] | undefined {
  const paired = pairedFigures(unit);
  const named = (name: string): boolean => text.includes(name) || terms.some((term) => isNamed(name, term));
  // “三大领域的成果加起来”: as many as the sentence pairs.
  const counted = COUNTED.exec(text)?.groups?.['number'];
  const all = counted !== undefined && parseOrdinal(counted) === paired.length;
  if (paired.length === 0 || !(all || paired.every(({ name }) => named(name)))) return undefined;
  const both = paired.flatMap(({ name, figure }) => {
    const item = labelled.find((other) => other.figure === figure);
    return item ? [{ ...item, label: name, name: name.replace(/^[在于对](?=..)/u, '') }] : [];
  });
  return both.length === paired.length ? both : undefined;
}

/** What is added up without the whole that its parts are named with; nothing where a whole and one part would be added. */
function withoutWholes(chosen: readonly Labelled[]): readonly Labelled[] {
  const parts = chosen.filter(({ figure }) => chosen.every(({ whole }) => whole !== figure));
  return parts.length >= 2 ? parts : [];
}

/** Least share of the letters of a name that the label of a part has. */
const NAMED = 0.7;

/**
 * A whole with those of its parts (“…40项，其中甲11项，乙27项”) that the end of a question names; of a sum the parts alone.
 * Undefined when the sentence has no whole with parts, or none whose parts alone are named.
 */
function partsOfWhole(
  { operation, rest }: AskedOperation,
  labelled: readonly Labelled[],
  question: Question,
): readonly Labelled[] | undefined {
  const clauses = [...question.places, ...question.times]
    .map(({ start, end }) => question.text.slice(start, end))
    .reduce((text, place) => text.replace(place, ''), rest)
    .replace(/[（(][^（()）]*[、，][^（()）]*[)）]/gu, '')
    .split(new RegExp(PARTING, 'u'));
  const pieces = clauses.map((clause) => piecesOf(clause, BESIDE).filter((name) => lettersOf(name).length > 0));
  const at = pieces.findLastIndex(({ length }) => length >= (operation === 'sum' ? 2 : 1));
  const names = (operation === 'share' ? pieces[at]?.slice(-1) : pieces[at]) ?? [];
  for (const whole of labelled) {
    const parts = labelled.filter((item) => item.whole === whole.figure);
    const known = [...new Set(names.flatMap((name) => partNamed(withoutNameOf(whole, name), parts, question) ?? []))];
    if (known.length === 0 || known.length < names.length) continue;
    // “应用类成果里，产业化的占几成”: the whole that is asked about is itself a part.
    const scene = pieces.slice(0, at).flat().join('');
    const within = parts.find(
      (part) => !known.includes(part) && sharedLetters(scene, part) > sharedLetters(scene, whole),
    );
    if (within) return operation !== 'sum' && known.every((part) => isPartOf(part, within)) ? [within, ...known] : [];
    const isNamed = question.terms.some(({ surface }) => whole.label.includes(surface));
    if (isNamed || at === 0) return operation === 'sum' ? known : [whole, ...known];
  }
  return undefined;
}

/** 国际基地国家级 of a whole 国际基地: what names the part is the rest. */
function withoutNameOf({ label }: Labelled, name: string): string {
  for (let length = Math.min(name.length, label.length); length >= 3; length -= 1)
    for (let at = 0; at + length <= name.length; at += 1)
      if (name.length > length && label.includes(name.slice(at, at + length)))
        return name.slice(0, at) + name.slice(at + length);
  return name;
}

/** Whether a part stands behind another one and is no larger. */
const isPartOf = ({ figure }: Labelled, { figure: whole }: Labelled): boolean =>
  figure.start > whole.start && (figure.value ?? 0) <= (whole.value ?? 0);

const sharedLetters = (text: string, { label }: Labelled): number =>
  [...new Set(text)].filter((letter) => label.includes(letter)).length;

/** The letters that tell what a piece names. */
const lettersOf = (piece: string): readonly string[] =>
  Array.from(piece.replace(ASIDE, '').replace(/[级类型性]/gu, ''));

/** The part that a name is of, in the asker's words for it or in those of plans. */
function partNamed(name: string, parts: readonly Labelled[], { terms }: Question): Labelled | undefined {
  const written = terms
    .filter(({ surface }) => name.includes(surface))
    .flatMap(({ surface, variants }) => variants.map((variant) => name.replace(surface, variant)));
  const known = terms
    .filter(({ surface }) => name.includes(surface))
    .map(({ surface }) => surface)
    .join('');
  return [name, ...written, ...(known.length >= 3 ? [known] : [])]
    .map((way) => partWritten(way, parts))
    .find((part) => part !== undefined);
}

/** The part whose label has nearly all letters of a name and, of several, the fewest others. */
function partWritten(name: string, parts: readonly Labelled[]): Labelled | undefined {
  const letters = lettersOf(name);
  const fits = parts
    .map((part) => {
      const shared = letters.filter((letter) => part.label.includes(letter)).length;
      return { part, share: shared / letters.length, others: part.label.length - shared };
    })
    .filter(({ share }) => share >= NAMED)
    .sort((one, other) => other.share - one.share || one.others - other.others);
  const [best, next] = fits;
  return next && next.share === best?.share && next.others === best.others ? undefined : best?.part;
}

/** A whole and its part, of which the part is the smaller: “…里，乙占几成”, “乙占甲的百分之几”, “甲里乙以外”. */
function wholeAndPart(text: string, labelled: readonly Labelled[], question: Question): readonly Labelled[] {
  const both = matched(piecesOf(text, PARTING).slice(-2), labelled, question);
  const [whole, part] = both.toSorted((left, right) => (right.figure.value ?? 0) - (left.figure.value ?? 0));
  // A part that is set off with 其中 is taken by its whole name alone.
  const apart = whole && part && part.whole !== whole.figure;
  return apart && both.length === 2 && whole.figure.value !== part.figure.value ? [whole, part] : [];
}

/** Two figures that the sentence or the question sets against one another. */
function pairOf(
  scored: ScoredUnit,
  labelled: readonly Labelled[],
  pieces: readonly string[],
  question: Question,
): readonly Labelled[] {
  const grown = fromTo(scored, labelled, question);
  return grown.length === 2 ? grown : matched(pieces.slice(-2), labelled, question);
}

/** “从2015年的26.6亿元增长到2020年的56亿元”, “达22158家，超额完成1.5万家的目标”: the only two figures that the sentence sets against one another. */
function fromTo({ unit }: ScoredUnit, labelled: readonly Labelled[], { times }: Question): readonly Labelled[] {
  const asked = times.flatMap(({ from, to }) => [String(from), String(to)]);
  const pairs = labelled.flatMap((first, index) => {
    const second = labelled[index + 1];
    if (!second || !sameUnit(first.unit, second.unit)) return [];
    const [before, between] = [
      unit.text.slice(0, first.figure.start),
      unit.text.slice(first.figure.end, second.figure.start),
    ];
    const grown = /[从由][^，。；]{0,12}$/u.test(before) && /^[^，。；]{0,10}[到至为]/u.test(between);
    const surpassed =
      /^[，、]?(?:超额完成|超过|高于|超出)/u.test(between) &&
      /^[^，。；]{0,8}(?:目标|任务)/u.test(unit.text.slice(second.figure.end));
    // From 2015 to 2020 is no answer to what is asked of 2020 and 2025.
    const years = `${before.slice(-12)}${between}`.match(/(?:19|20)\d{2}(?=年)/gu) ?? [];
    const ofTimes = asked.length === 0 || years.every((year) => asked.includes(year));
    if (!(grown || surpassed) || !ofTimes) return [];
    return [grown && years.length === 2 ? atYears(first, second, years) : [first, second]];
  });
  return pairs.length === 1 ? (pairs[0] ?? []) : [];
}

/** “经费从2015年的26.6亿元增长到2020年的56亿元”: 2015年经费, 2020年. */
function atYears(first: Labelled, second: Labelled, [from = '', to = '']: readonly string[]): readonly Labelled[] {
  const subject = first.name.replace(/[从由][^从由]{0,8}$/u, '').slice(-SUBJECT);
  return [
    { ...first, name: `${from}年${subject}` },
    { ...second, name: `${to}年` },
  ];
}

/** Longest subject of a change that is shown, in characters. */
const SUBJECT = 11;
