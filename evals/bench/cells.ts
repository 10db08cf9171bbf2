import type { Comparison } from './statistics.ts';

/** A ratio, with the lowest and highest of a round where they differ. */
export function ratioOf({ ratio, range: [low, high] }: Comparison): string {
  return low === high ? ratio.toFixed(2) : `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

/** Milliseconds, or seconds once there is one; a dash for a time that was not measured. */
export function timeOf(ms: number | undefined): string {
  if (ms === undefined) return '–';
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toPrecision(3)} ms`;
}
