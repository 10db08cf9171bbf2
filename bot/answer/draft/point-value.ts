import { findFigures } from '../../../corpus/figures.ts';
import type { Candidate } from './candidates.ts';
import type { Segment } from './clauses.ts';
import type { Aspects } from './request.ts';

/** What turns of phrase that every plan has are worth, against 1. */
const BOILERPLATE = 0.4;
/** A clause without any of what counts; it has little to say. */
const PLAIN = 0.35;
const IDLE =
  /贯彻|习近平|精神|意识|自信|伟大|深刻|充分认识|日益|氛围|重要意义|新发展理念|新发展阶段|开创|新局面|战略支撑作用|四个面向|第一(?:资源|动力|生产力)|新时代/u;
/** Figures of years gone by, where what is ahead is asked for. */
const BACKWARD = 0.35;
/** The first sentence of a section says what it is about. */
const FIRST = 1.2;

/**
 * What a run of clauses tells: figures, names in quotes, names with digits or letters, items; 1 for plain words.
 * @param isFirst it opens its section
 */
export function pointValue(segment: Segment, candidate: Candidate, aspects: Aspects, isFirst: boolean): number {
  const { text } = segment;
  const figures = findFigures(text).filter((figure) => !figure.isYear && figure.unit !== '');
  const quoted = text.match(/“[^”]{2,20}”|《[^》]{3,40}》/gu)?.length ?? 0;
  const latin = text.match(/[A-Za-z][A-Za-z\d.+&-]*|\d+(?:\.\d+)?(?=[+—-])/gu)?.length ?? 0;
  const items = text.match(/、/gu)?.length ?? 0;
  let value =
    PLAIN +
    0.9 * Math.min(3, figures.length) +
    0.5 * Math.min(3, quoted) +
    0.2 * Math.min(3, latin) +
    0.12 * Math.min(6, items) +
    0.6 * candidate.coverage;
  if (IDLE.test(text) && figures.length === 0) value *= BOILERPLATE;
  const past = /“?十三五”?|20(?:1\d|20)年|截至|累计已|已(?:有|建|达)/u.test(text);
  if (past && !aspects.status) value *= BACKWARD;
  return value * candidate.weight * (isFirst ? FIRST : 1);
}
