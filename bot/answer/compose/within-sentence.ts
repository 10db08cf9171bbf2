import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { mayBeShown } from '../may-be-shown.ts';
import { calculate, computedStatement } from './arithmetic.ts';
import { chooseFigures } from './choose-figures.ts';
import { givenFigures } from './given-figures.ts';
import { givenOperands } from './given-operands.ts';
import { segmentsOf, type Labelled, type Segment } from './labelled-figures.ts';
import { sameUnit, toOperand, type Operand } from './operand.ts';
import type { AskedOperation, Operation } from './operation.ts';

/** What is worked out from the figures of one sentence. */
const WITHIN: ReadonlySet<Operation> = new Set(['sum', 'share', 'rest', 'difference', 'ratio', 'per']);
/** Sentences that are tried, and how far below the best score they may lie. */
const SENTENCES = 4;
const NEAR = 0.6;
/** Least coverage of the question by a sentence that something is worked out from. */
const COVERAGE = 0.36;
/** The same where the words of asking (平均一场) are none that a plan has. */
const COVERAGE_PER = 0.3;

/** The operations on the parts of a whole. */
const OF_PARTS: ReadonlySet<Operation> = new Set(['sum', 'share', 'rest']);

/**
 * What one sentence gives the figures for: the parts of a whole that are added up, the share of one, what is left.
 * Undefined when no sentence near the best pairs each thing named in the question with a figure of its own.
 * @param ofParts whether only a whole and its parts will do (“奖40项，其中甲11项、乙27项”), which nothing else says better
 */
export async function composeWithin(
  question: Question,
  asked: AskedOperation,
  context: AnswerContext,
  { ofParts = false }: { readonly ofParts?: boolean } = {},
): Promise<readonly Statement[] | undefined> {
  const { operation } = asked;
  const gives = ofParts && givenFigures(question.text).length >= 2;
  if (!gives && !(ofParts ? OF_PARTS : WITHIN).has(operation)) return undefined;
  const intent = { ...question.intent, kind: 'figure' as const, units: [] };
  const { best, evidence, shortfall } = await lookUp({ ...question, intent }, context, question.planIds);
  if (!best || shortfall === 'other-place') return undefined;
  const units = evidence
    .flatMap((candidate) => candidate.units.slice(0, 2))
    .filter(
      ({ unit, score, coverage }) =>
        unit.passage.kind === 'prose' &&
        score >= best.score * NEAR &&
        coverage >= (operation === 'per' ? COVERAGE_PER : COVERAGE),
    )
    .slice(0, SENTENCES);
  const given = ofParts
    ? givenOperands(
        operation,
        question,
        evidence.flatMap((found) => found.units.slice(0, 2)),
      )
    : undefined;
  const stated = given && worked(operation, operandsIn(given.segment, given.chosen, operation), context);
  if (stated) return [stated];
  // What is shared out and among how many may stand in two sentences of a passage.
  const passages = operation === 'per' ? units.slice(0, 1).map(wholePassage) : [];
  if (!(ofParts ? OF_PARTS : WITHIN).has(operation)) return undefined;
  for (const segment of [...units.flatMap(segmentsOf), ...passages]) {
    const operands = operandsIn(segment, chooseFigures(segment, asked, question, ofParts), operation);
    const statement = worked(operation, operands, context);
    if (statement) return [statement];
  }
  return undefined;
}

function worked(operation: Operation, operands: readonly Operand[], context: AnswerContext): Statement | undefined {
  const result = operands.length >= 2 ? calculate(operation, operands) : undefined;
  const statement = result && computedStatement(result, operands);
  return statement && mayBeShown(statement, context) ? statement : undefined;
}

function wholePassage(scored: ScoredUnit): Segment {
  const others = readUnits(scored.unit.passage).map((unit) => ({ ...scored, unit }));
  return { scored, labelled: others.flatMap(segmentsOf).flatMap(({ labelled }) => labelled) };
}

/** Longest label shown, in characters. */
const LABEL = 16;

/** The figures chosen as operands; empty when one is none, or when they are not counted alike. */
function operandsIn(segment: Segment, chosen: readonly Labelled[], operation: Operation): readonly Operand[] {
  const operands = chosen.map(({ figure, name, unit }) =>
    toOperand(
      figure.digits,
      figure.unit === '' ? `${figure.text}${unit}` : figure.text,
      unit,
      name.slice(-LABEL),
      segment.scored.unit.passage,
    ),
  );
  const known = operands.filter((operand) => operand !== undefined);
  const [first] = known;
  const alike = first !== undefined && known.every(({ unit }) => sameUnit(unit, first.unit));
  return (alike || operation === 'per') && known.length === chosen.length ? known : [];
}
