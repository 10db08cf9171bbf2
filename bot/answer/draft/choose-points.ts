import type { Passage } from '../../../corpus/types.ts';
import type { Candidate } from './candidates.ts';
import type { Segment } from './clauses.ts';
import { isRepeated, pairsOfText } from './repetition.ts';
import { pointValue } from './point-value.ts';
import type { Aspects } from './request.ts';

/** A sentence with the clauses of it that go into the draft, in their order. */
export interface Chosen {
  readonly candidate: Candidate;
  readonly segments: readonly Segment[];
  /** Passages of other plans that say the same. */
  readonly also: readonly Passage[];
}

/** How points are chosen. */
export interface ChooseOptions {
  readonly aspects: Aspects;
  /** Characters of text for all groups together. */
  readonly room: number;
  /** Which group a candidate is in: groups share the room. */
  readonly groupOf: (candidate: Candidate) => string;
  /** What the page itself takes, in characters; 0 where only characters count. */
  readonly layout: LayoutCosts;
}

/** Room that is not text: of the first point of a passage its footnote, of a section its heading and a broken line. */
export interface LayoutCosts {
  readonly footnote: number;
  readonly heading: number;
}

/** Each further point of a section counts this much less, so that every section is heard. */
const FURTHER = 0.82;
/** Characters that a point costs beside its own: its mark and what joins it. */
const OVERHEAD = 4;

/** How much length counts against a point: 0 not at all, 1 in full. */
const THRIFT = 0.55;

interface Point {
  readonly candidate: Candidate;
  readonly segment: Segment;
  readonly value: number;
  readonly group: string;
  readonly section: string;
  /** Passages of other plans that say the same, found on the way. */
  readonly also: Passage[];
}

/**
 * The clauses that tell most within the room, every section of every group first: greedy by value for length, each
 * further point of a section counting less; what repeats another chosen point of its group is passed over.
 */
export function choosePoints(candidates: readonly Candidate[], options: ChooseOptions): readonly Chosen[] {
  const points = pointsOf(candidates, options);
  const groups = [...new Set(points.map(({ group }) => group))];
  const chosen = new Set<Point>();
  let left = options.room;
  // First each group within its share, then whoever has more to say with what is left.
  for (const share of [options.room / Math.max(1, groups.length), Infinity]) {
    for (const group of share === Infinity ? [undefined] : groups) {
      const pool = points.filter((point) => group === undefined || point.group === group);
      left -= take(pool, chosen, Math.min(left, share), options.layout);
    }
  }
  return candidates.flatMap((candidate): Chosen[] => {
    const own = [...chosen].filter((point) => point.candidate === candidate);
    const segments = candidate.segments.filter((segment) => own.some((point) => point.segment === segment));
    const also = own.flatMap((point) => point.also);
    return segments.length > 0 ? [{ candidate, segments, also }] : [];
  });
}

function pointsOf(candidates: readonly Candidate[], { aspects, groupOf }: ChooseOptions): readonly Point[] {
  const opened = new Set<string>();
  return candidates.flatMap((candidate) => {
    const section = `${candidate.plan.id}\n${candidate.passage.section.join('\n')}`;
    return candidate.segments.map((segment): Point => {
      const isFirst = !opened.has(section);
      opened.add(section);
      const value = pointValue(segment, candidate, aspects, isFirst);
      return { candidate, segment, value, group: groupOf(candidate), section, also: [] };
    });
  });
}

/** Takes points from a pool into `chosen` until the room is full; returns the characters taken. */
function take(pool: readonly Point[], chosen: Set<Point>, room: number, layout: LayoutCosts): number {
  const taken = new Map<string, number>();
  const cited = new Set<string>();
  const note = ({ section, candidate }: Point): void => {
    taken.set(section, (taken.get(section) ?? 0) + 1);
    cited.add(candidate.passage.id);
  };
  const cost = ({ segment, candidate, section }: Point): number =>
    segment.text.length +
    OVERHEAD +
    (cited.has(candidate.passage.id) ? 0 : layout.footnote) +
    (taken.has(section) ? 0 : layout.heading);
  for (const point of chosen) note(point);
  const said = [...chosen].map((point) => ({ point, pairs: pairsOfText(point.segment.text) }));
  const open = new Set(pool.filter((point) => !chosen.has(point)));
  let used = 0;
  while (open.size > 0) {
    let best: { point: Point; gain: number } | undefined;
    for (const point of open) {
      if (used + cost(point) > room) continue;
      const gain = (point.value * FURTHER ** (taken.get(point.section) ?? 0)) / cost(point) ** THRIFT;
      if (!best || gain > best.gain) best = { point, gain };
    }
    if (!best) break;
    const { point } = best;
    open.delete(point);
    const pairs = pairsOfText(point.segment.text);
    const same = said.find((other) => other.point.group === point.group && isRepeated(pairs, other.pairs))?.point;
    if (same) {
      // Two plans that say the same are cited side by side.
      if (same.candidate.plan.id !== point.candidate.plan.id) same.also.push(point.candidate.passage);
      continue;
    }
    said.push({ point, pairs });
    chosen.add(point);
    used += cost(point);
    note(point);
  }
  return used;
}
