/** Compilations that are tried; each halves what is left of the doubt. */
const MOST_TRIES = 8;
/** A draft that takes this share of what was asked for is long enough. */
const FULL = 0.95;
/** Farthest that the room for text may be from the first guess, as a factor. */
const WIDEST = 3;

/** What `fitLength` needs to know. */
export interface FitOptions<T> {
  /** Compiles within a room for text, in characters. */
  readonly compile: (room: number) => T | undefined;
  /** Size of what was compiled, in the unit of `limit`. */
  readonly sizeOf: (compiled: T) => number;
  readonly limit: number;
  /** Room with which to begin. */
  readonly guess: number;
}

/**
 * The fullest of some compilations that keeps within a limit, found by halving: headings, tables and footnotes take room
 * that nobody knows before the points are chosen. Where none keeps within it, the shortest.
 */
export function fitLength<T>({ compile, sizeOf, limit, guess }: FitOptions<T>): T | undefined {
  let low = 0;
  let high = guess * WIDEST;
  let room = guess;
  let best: { compiled: T; size: number } | undefined;
  let shortest: { compiled: T; size: number } | undefined;
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const compiled = compile(room);
    const size = compiled === undefined ? 0 : sizeOf(compiled);
    if (compiled !== undefined) {
      if (!shortest || size < shortest.size) shortest = { compiled, size };
      if (size <= limit && (!best || size > best.size)) best = { compiled, size };
    }
    if (size <= limit) low = room;
    else high = room;
    if (best && best.size >= limit * FULL) break;
    room = size <= limit && high === guess * WIDEST ? Math.min((room + high) / 2, room * 1.5) : (low + high) / 2;
  }
  return (best ?? shortest)?.compiled;
}
