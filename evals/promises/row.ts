/** What was measured of one promise, and whether it was kept. */
export interface Row {
  readonly promise: string;
  /** Figures by name; milliseconds where the name ends with Ms. */
  readonly figures: Readonly<Record<string, number | string>>;
  readonly kept: boolean;
}

/** A share of a list of figures, in order: 0.5 is the median. */
export function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN) * 10) / 10;
}

/** One line of the report. */
export function lineOf({ promise, figures, kept }: Row): string {
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  return `${kept ? 'kept  ' : 'BROKEN'}  ${promise}: ${told.join(', ')}`;
}
