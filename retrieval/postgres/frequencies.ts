/** How often a word stands in the text, the heading path and the plan title of a passage. */
export type Frequency = readonly [text: number, heading: number, title: number];

/** A number is written in digits of this base, the last without `MORE`. As characters they are 1 to 0x8000: no NUL, no surrogate. */
const BASE = 0x4000;
const MORE = 0x4000;

/** In place of the frequencies that fit into 7 bits: the three numbers follow. */
const FOLLOWS = 0x80;

/**
 * The words of a passage with their frequencies, as a text of few bytes in UTF-8 (the driver reads bytea as hexadecimal
 * digits, twice as long): for each word, in the order of their numbers, the distance from the number before and one
 * character with 3 bits for the text and 2 each for heading and title.
 */
export function packFrequencies(frequencies: ReadonlyMap<number, Frequency>): string {
  const characters: number[] = [];
  let before = 0;
  for (const [id, [text, heading, title]] of [...frequencies].sort(([left], [right]) => left - right)) {
    pushNumber(characters, id - before);
    before = id;
    if (text < 8 && heading < 4 && title < 4) characters.push(1 + (text | (heading << 3) | (title << 5)));
    else {
      characters.push(1 + FOLLOWS);
      for (const count of [text, heading, title]) pushNumber(characters, count);
    }
  }
  let packed = '';
  for (const character of characters) packed += String.fromCharCode(character);
  return packed;
}

/**
 * Looks up some words in what `packFrequencies` wrote.
 * @param wanted numbers of words, ascending
 * @param found told the place in `wanted` of each that stands there
 */
export function findFrequencies(
  packed: string,
  wanted: readonly number[],
  found: (place: number, text: number, heading: number, title: number) => void,
): void {
  let offset = 0;
  let id = 0;
  let place = 0;
  // By hand, not by a reader object: this is what a search by words spends its time on.
  const next = (): number => {
    let value = 0;
    for (let unit = 1; ; unit *= BASE) {
      const digit = packed.charCodeAt(offset++) - 1;
      value += (digit % BASE) * unit;
      // Also at the end of a text that was cut: NaN.
      if (!(digit >= MORE)) return value;
    }
  };
  while (offset < packed.length && place < wanted.length) {
    id += next();
    const control = packed.charCodeAt(offset++) - 1;
    const follows = control === FOLLOWS;
    const text = follows ? next() : control & 7;
    const heading = follows ? next() : (control >> 3) & 3;
    const title = follows ? next() : (control >> 5) & 3;
    while (place < wanted.length && (wanted[place] ?? 0) < id) place += 1;
    if (wanted[place] === id) found(place, text, heading, title);
  }
}

function pushNumber(characters: number[], value: number): void {
  let rest = value;
  for (; rest >= BASE; rest = Math.floor(rest / BASE)) characters.push(1 + (rest % BASE) + MORE);
  characters.push(1 + rest);
}
