import type { Question } from '../../../retrieval/query/question.ts';
import type { Labelled } from './labelled-figures.ts';
import { ASIDE } from './operand-words.ts';

/**
 * A figure for each piece of a question: the one whose label has most of its letters. Each piece must have a letter that
 * tells its figure from those of the others; pieces that one figure counts together (甲企业和乙企业200家) take it once.
 */
export function matched(
  pieces: readonly string[],
  labelled: readonly Labelled[],
  question: Question,
): readonly Labelled[] {
  const naming = pieces.filter((piece) => fullLetters(piece, question).size > 0);
  const named = naming.map((piece) => fullLetters(piece, question));
  const wider = naming.map(
    (piece) => new Set(Array.from(piece.replace(/[的了和与及在中里内到从要有是为年末底约已还]/gu, ''))),
  );
  const best = named.map((letters, index) => {
    const shares = labelled.map(({ label }) => [...letters].filter((letter) => label.includes(letter)).length);
    const most = Math.max(0, ...shares);
    if (most < letters.size * NAMED) return undefined;
    const levels = levelsOf(naming[index] ?? '');
    // Of several, the one that has more of the piece's other letters: 总数 of 院士总数.
    const whole = wider[index] ?? new Set<string>();
    const fits = labelled.filter(
      ({ label }, at) => shares[at] === most && levels.every((level) => label.includes(level)),
    );
    return fits.toSorted((one, other) => sharedWith(other, whole) - sharedWith(one, whole))[0];
  });
  if (best.length < 2 || best.includes(undefined)) return [];
  const chosen = best.flatMap((item) => item ?? []);
  const distinct = chosen.every((item, index) => {
    const others = chosen.filter((other) => other !== item);
    const letters = [...(named[index] ?? []), ...(wider[index] ?? [])].filter((letter) => item.label.includes(letter));
    return letters.some((letter) => others.every(({ label }) => !label.includes(letter)));
  });
  const alike = chosen.every((item, index) =>
    isCountedIn(item, naming[index] ?? '', naming[index === 0 ? 1 : 0] ?? ''),
  );
  return distinct && alike ? [...new Set(chosen)] : [];
}

const sharedWith = ({ label }: Labelled, letters: ReadonlySet<string>): number =>
  [...letters].filter((letter) => label.includes(letter)).length;

/** Least share of the letters of a piece that the label of its figure has. */
const NAMED = 0.6;

/** Only which part is meant: 国家级的, 农业类. */
const PART = /^[^的]{1,4}(?:级|类|型)的?$/u;

/** Whether the figure for a piece that only says which part is meant (国家级的) is of what the other piece names, or says no more. */
function isCountedIn({ label, whole }: Labelled, piece: string, other: string): boolean {
  const part = piece.replace(/目标|数量?|[那这]部?分?/gu, '');
  if (!PART.test(part) || PART.test(other) || whole) return true;
  const rest = Array.from(part)
    .reduce((left, letter) => left.replace(letter, ''), label)
    .replace(ASIDE, '');
  const letters = Array.from(other.replace(ASIDE, '').replace(part, ''));
  return rest.length <= 2 || letters.filter((letter) => label.includes(letter)).length >= letters.length * NAMED;
}

/** The levels that a piece names, as a plan may write them: 市 of 市级, 国家. */
const levelsOf = (piece: string): readonly string[] => piece.match(/国家|[省市县](?=级|重点)/gu) ?? [];

/** A piece up to this long is a name by itself, whatever words it has: 省级, 国家. */
const SHORT = 4;

/**
 * The letters of what a piece names, with the plan's own words for what it calls by an everyday name; none for a piece that
 * names nothing.
 */
function fullLetters(piece: string, question: Question): ReadonlySet<string> {
  const terms = question.terms.filter(({ surface }) => piece.includes(surface));
  const bare = piece.replace(ASIDE, '');
  const places = question.places.map(({ start, end }) => question.text.slice(start, end));
  if (terms.length === 0 && (bare.length > SHORT || places.some((place) => place !== '' && bare.startsWith(place))))
    return new Set();
  const own = terms.flatMap(({ surface, variants }) => [surface, ...variants]);
  return new Set(Array.from(`${bare.length <= SHORT || own.length === 0 ? bare : ''}${own.join('')}`));
}
