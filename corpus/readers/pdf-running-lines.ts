/** Lines at the top and at the bottom of a page among which a running header or footer is looked for. */
const MARGIN_LINES = 2;

/** A running line stands on at least this many pages, and on at least this share of them. */
const LEAST_PAGES = 3;
const LEAST_SHARE = 0.6;

const PAGE_MARK = /第\s*(\d{1,4})\s*页|^[\s—–·-]*(\d{1,4})(?=[\s—–·-])|(?<=[\s—–·-])(\d{1,4})[\s—–·-]*$/u;

/**
 * What a line has in common with its like on other pages: its words, or its words with a number that counts the pages.
 * A number that does not go up with the pages is part of the words, so that rows of figures are never alike.
 */
function keysOf(line: string, page: number): readonly string[] {
  const mark = PAGE_MARK.exec(line);
  const rest = line.replace(PAGE_MARK, mark?.[1] === undefined ? '' : '第页').replace(/^[\s—–·-]+|[\s—–·-]+$/gu, '');
  if (!/[^\d\s—–·-]/u.test(rest)) return []; // a bare page number, or nothing
  const number = mark?.[1] ?? mark?.[2] ?? mark?.[3];
  return number === undefined ? [line] : [line, `${rest} ${Number(number) - page}`];
}

function isMargin(index: number, count: number): boolean {
  return index < MARGIN_LINES || index >= count - MARGIN_LINES;
}

/**
 * Takes running headers and footers out of the pages, but for their first appearance, since they cut sentences that go
 * over the page. Bare page numbers are left to the normaliser.
 *
 * @param pages lines of each page
 * @returns the pages without them, and how many lines were taken out
 */
export function dropRunningLines(pages: readonly (readonly string[])[]): {
  readonly pages: readonly (readonly string[])[];
  readonly dropped: number;
} {
  const marginKeys = pages.map((lines, page) =>
    lines.map((line, index) => (isMargin(index, lines.length) && !isTableRow(line) ? keysOf(line, page) : [])),
  );
  const appearances = new Map<string, number>();
  for (const keys of marginKeys) {
    for (const key of new Set(keys.flat())) appearances.set(key, (appearances.get(key) ?? 0) + 1);
  }
  const least = Math.max(LEAST_PAGES, pages.length * LEAST_SHARE);
  const seen = new Set<string>();
  let dropped = 0;
  const kept = pages.map((lines, page) =>
    lines.filter((_, index) => {
      const running = (marginKeys[page]?.[index] ?? []).filter((key) => (appearances.get(key) ?? 0) >= least);
      const again = running.some((key) => seen.has(key));
      for (const key of running) seen.add(key);
      if (again) dropped += 1;
      return !again;
    }),
  );
  return { pages: kept, dropped };
}

/** Two cells or more besides a page number: a table that goes over many pages repeats its header. */
function isTableRow(line: string): boolean {
  return line.split('\t').filter((cell) => /[^\d\s—–·-]/u.test(cell)).length > 1;
}
