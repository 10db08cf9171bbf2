import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { givenFigures } from './given-figures.ts';
import { segmentsOf, type Labelled, type Segment } from './labelled-figures.ts';
import type { Operation } from './operation.ts';
import { sameUnit } from './operand.ts';

/** Something worked out from figures that the question gives, where one part of a sentence states them all. */
export interface GivenOperands {
  readonly segment: Segment;
  readonly chosen: readonly Labelled[];
}

/** What two figures that are given may be worked out into. */
const OF_TWO: ReadonlySet<Operation> = new Set(['difference', 'ratio', 'share', 'rest', 'growth', 'per', 'sum']);

/**
 * The figures that a question itself gives (“从62家长到185家，多出几家”) as one part of a sentence states them; undefined where it
 * gives fewer than two, or no sentence found has them all.
 */
export function givenOperands(
  operation: Operation,
  { text }: Question,
  units: readonly ScoredUnit[],
): GivenOperands | undefined {
  const given = givenFigures(text).filter(({ unit }) => unit !== '%' && unit !== '倍');
  if (given.length < 2 || (given.length > 2 && operation !== 'sum') || !OF_TWO.has(operation)) return undefined;
  for (const segment of units.flatMap(segmentsOf)) {
    const found = given.map(({ digits, unit }) =>
      segment.labelled.find(
        (item) => item.figure.digits === digits && (unit === '' || sameUnit(item.unit, unit) || /元$/u.test(item.unit)),
      ),
    );
    const chosen = found.flatMap((item) => item ?? []);
    if (chosen.length === given.length && new Set(chosen).size === chosen.length)
      return { segment, chosen: ordered(operation, chosen) };
  }
  return undefined;
}

/** Of money shared out the money first; of a whole with a part the whole. */
function ordered(operation: Operation, chosen: readonly Labelled[]): readonly Labelled[] {
  if (operation === 'per')
    return chosen.toSorted((one, other) => Number(/元/u.test(other.unit)) - Number(/元/u.test(one.unit)));
  return operation === 'rest'
    ? chosen.toSorted((one, other) => (other.figure.value ?? 0) - (one.figure.value ?? 0))
    : chosen;
}
