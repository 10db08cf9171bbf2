/** A Markdown table. Offsets count UTF-16 units of the text; ends are exclusive and after the line end. */
export interface TableLines {
  readonly start: number;
  /** After the line `|---|`. */
  readonly headEnd: number;
  readonly end: number;
  /** After each row but the last, where the table may be cut. */
  readonly rowEnds: readonly number[];
}

const TABLE =
  /^[^\S\n]*\|[^\n]*\n[^\S\n]*\|?[^\S\n]*:?-{1,}:?[^\S\n]*(?:\|[^\S\n]*:?-{1,}:?[^\S\n]*)*\|?[^\S\n]*\n(?:[^\S\n]*\|[^\n]*(?:\n|$))+/gmu;

/** Every table of a text that has a row. */
export function tablesOf(text: string): readonly TableLines[] {
  return [...text.matchAll(TABLE)].map(({ 0: table, index: start }) => {
    const lineEnds = [...table.matchAll(/\n/gu)].map(({ index }) => start + index + 1);
    const end = start + table.length;
    const [, headEnd = end, ...rows] = lineEnds;
    return { start, headEnd, end, rowEnds: rows.filter((position) => position < end) };
  });
}
