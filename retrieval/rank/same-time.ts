import type { TimeSpan } from '../../corpus/times.ts';

/** Whether two times are the same year or period: a period ends where its last year ends. */
export function sameTime(asked: TimeSpan, stated: TimeSpan): boolean {
  return asked.to === stated.to || (asked.aspect === 'during' && stated.to >= asked.from && stated.to <= asked.to);
}
