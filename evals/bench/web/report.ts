import { aligned } from '../aligned.ts';
import { ratioOf, timeOf } from '../cells.ts';
import { PEER, type MeasuredWeb } from './measure-web.ts';

/** What was measured of asking over HTTP as text for a terminal. */
export function textOfWeb({ rates, resident }: MeasuredWeb): string {
  const columns = ['answers a second', 'ratio', 'p50', 'p95', 'p99', 'processor time each', 'unanswered'];
  const rows = rates.map(({ name, people, perSecond, p50Ms, p95Ms, p99Ms, cpuMs, unanswered }) => [
    `${people} asking at a time: ${name}`,
    ...[perSecond.value.toFixed(1), ratioOf(perSecond)],
    ...[p50Ms, p95Ms, p99Ms, cpuMs].map(timeOf),
    String(unanswered),
  ]);
  const memory = Object.entries(resident).map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)} MB`);
  return [
    `Asked over HTTP. Ratios are to ${PEER} in the same round: median (range).`,
    '',
    ...aligned([['', ...columns], ...rows]),
    '',
    `Memory: ${memory.join(', ')}.`,
    '',
  ].join('\n');
}
