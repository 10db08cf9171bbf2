import type { Passage } from '../../../corpus/types.ts';
import type { Figure } from '../../../corpus/figures.ts';
import { matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { nameAndUnit, parseRow, withUnit } from '../row.ts';
import { pickFigure } from './fact.ts';
import { bearsName, saidOf } from './bears-name.ts';
import { toOperand, type Operand } from './operand.ts';
import type { OperandPhrase } from './operand-phrases.ts';
import type { Candidate } from './operand-value.ts';
import { ASIDE } from './operand-words.ts';

/** Least coverage of a sentence that a value is taken from where there is no record. */
const SAID = 0.55;

/** The value in the sentence or row that fits a phrase best. */
export async function foundValue(phrase: OperandPhrase, context: AnswerContext): Promise<readonly Candidate[]> {
  if (phrase.question.terms.every(({ factor = 1, surface }) => factor < 1 || surface.length < 2)) return [];
  const { wanted, question } = phrase;
  const aspect = wanted.kind === 'achieved' ? 'result' : wanted.kind === 'target' ? 'target' : question.intent.aspect;
  const found = await lookUp(
    { ...question, intent: { ...question.intent, kind: 'figure', aspect } },
    context,
    phrase.planIds,
  );
  if (found.shortfall || (found.best?.coverage ?? 0) < SAID || !names(found, phrase)) return [];
  const label = `${phrase.label}${phrase.own.replace(/\s+/gu, '').replace(/^的|的$/gu, '')}`;
  const operand = operandOfFound(found, label, phrase);
  const isGiven = wanted.value === undefined || Number(operand?.number) === wanted.value;
  return operand && isGiven
    ? [
        {
          operand,
          score: 0.6,
          planId: operand.passage.planId,
          key: `${operand.passage.id} ${operand.shown}`,
          ...rowNameOf(operand.passage),
        },
      ]
    : [];
}

function rowNameOf(passage: Passage): Pick<Candidate, 'rowName'> {
  const name = passage.kind === 'row' ? parseRow(passage)?.name : undefined;
  return name === undefined ? {} : { rowName: name };
}

/**
 * Whether the passage found has the single letters that tell what a phrase names from its like (戊类企业): no term covers them,
 * and a figure is never given a name of the asker's.
 */
function names({ best }: Found, { own, question }: OperandPhrase): boolean {
  if (!best) return false;
  const { passage } = best.unit;
  const written = `${passage.text} ${passage.section.join(' ')}`;
  const text = `${written} ${matchText(written)}`;
  const rest = question.terms.reduce((left, { surface }) => left.replaceAll(surface, ''), own).replace(ASIDE, '');
  return Array.from(rest).every((letter) => !/\p{Script=Han}/u.test(letter) || text.includes(letter));
}

function operandOfFound(found: Found, label: string, phrase: OperandPhrase): Operand | undefined {
  const { best } = found;
  if (!best) return undefined;
  const { year } = phrase.wanted;
  if (best.unit.passage.kind === 'row') {
    const row = parseRow(best.unit.passage);
    const values = (row?.values ?? []).filter((value) => !/增/u.test(value.header));
    const ofYear = values.filter((value) => year !== undefined && value.header.includes(String(year)));
    const column =
      ofYear.find((value) => /完成|实际/u.test(value.header)) ??
      ofYear[0] ??
      values.find((value) => (year === undefined || year > phrase.wanted.eve) && /目标/u.test(value.header)) ??
      (values.length === 1 ? values[0] : undefined);
    if (!row || !column) return undefined;
    // The figure of the year that a plan starts from is no target.
    const start = /20\d{2}/u.exec(column.header)?.[0];
    if (phrase.wanted.kind === 'target' && start !== undefined && Number(start) <= phrase.wanted.eve) return undefined;
    const { unit } = nameAndUnit(row.name);
    const said = { name: row.name, headings: best.unit.passage.section.join(' '), unit };
    if (!bearsName(said, phrase)) return undefined;
    return toOperand(column.value, withUnit(column.value, unit), unit, label, best.unit.passage);
  }
  const figure = pickFigure(best, found.question);
  if (!figure || !bearsName(saidOf(best, figure), phrase) || isOfOtherYear(best, figure, phrase.wanted))
    return undefined;
  return toOperand(figure.digits, figure.text, figure.unit, label, best.unit.passage);
}

/** Whether the last year before a figure is not the one wanted, or the one wanted is none that goes without saying. */
function isOfOtherYear({ unit }: ScoredUnit, { start }: Figure, { year, eve }: OperandPhrase['wanted']): boolean {
  if (year === undefined) return false;
  const before = unit.text.slice(0, start);
  const named: readonly string[] = before.match(/(?:19|20)\d{2}(?=\s*(?:年|[—－-]))/gu) ?? [];
  return named.length > 0 ? named.at(-1) !== String(year) : year !== eve && year !== eve + PERIOD;
}

/** Years of a plan. */
const PERIOD = 5;
