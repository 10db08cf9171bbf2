/** What was measured of one promise, and whether it was kept. */
export interface MeasuredPromise {
  readonly promise: string;
  readonly goal: string;
  /** The figures in words. */
  readonly measured: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly kept: boolean;
}
