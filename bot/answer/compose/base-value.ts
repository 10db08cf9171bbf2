import type { Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { round } from './arithmetic.ts';
import { rankFigures } from './fact.ts';

/**
 * The value that a sentence states another one against: 2999项，比2015年末增加2905项 → 94项 in 2015; 12家，占全省85.7% → 14家 in
 * the province; 370亿元，是2015年的2.5倍 → 148亿元.
 */
export async function composeBase(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  // The year asked for is the one that the plan does not state.
  const found = await lookUp({ ...question, times: [], intent: { ...question.intent, kind: 'figure' } }, context);
  const candidates = [found.best, ...found.evidence.slice(0, 5).flatMap(({ units }) => units.slice(0, 2))];
  for (const scored of candidates) {
    if (!scored || scored.unit.passage.kind === 'row' || scored.coverage < 0.4) continue;
    const statement = baseOf(scored, question);
    if (statement) return [statement];
  }
  return undefined;
}

function baseOf(scored: ScoredUnit, question: Question): Statement | undefined {
  const { text, figures, passage } = scored.unit;
  const relations = figures.flatMap((figure) => relationOf(figure, text) ?? []);
  if (relations.length === 0) return undefined;
  const values = figures.filter((figure) => !relations.some((relation) => relation.figure === figure));
  const asked = rankFigures(scored, { ...question, intent: { ...question.intent, units: [] } });
  const order = asked.filter((figure) => values.includes(figure));
  const wants = kindAsked(question.text);
  for (const value of order.slice(0, 3)) {
    const relation = partnerOf(
      value,
      values,
      relations.filter(({ kind }) => wants === undefined || kind === wants),
      text,
    );
    if (!relation || /-/u.test(value.digits) || /-/u.test(relation.figure.digits)) continue;
    const number = /^[\d.]+/u.exec(value.digits)?.[0];
    const other = /^[\d.]+/u.exec(relation.figure.digits)?.[0];
    if (number === undefined || other === undefined || Number(other) === 0) continue;
    const scale = value.digits.slice(number.length);
    if (relation.kind === 'increase' && relation.figure.digits.slice(other.length) !== scale) continue;
    const { result, formula } = workedBack(relation.kind, number, other);
    const about = relation.kind === 'increase' ? '' : '约';
    const from = Math.max(text.lastIndexOf('。', value.start), text.lastIndexOf('；', value.start)) + 1;
    const to = relation.figure.end;
    const said =
      to - from <= QUOTE_LIMIT
        ? text.slice(from, to)
        : `${text.slice(pieceStart(text, value.start), value.end)}……${text.slice(Math.max(value.end, pieceStart(text, relation.figure.start)), to)}`;
    return {
      text: `**${about}${result}${scale}${value.unit}**（据原文倒推：${formula}）。原文：${said.replace(/^[，、]/u, '')}`,
      passages: [passage],
      computed: [result, number, other, '1'],
    };
  }
  return undefined;
}

function workedBack(kind: Kind, number: string, other: string): { readonly result: string; readonly formula: string } {
  const [value, by] = [Number(number), Number(other)];
  if (kind === 'increase') return written(value - by, `${number} − ${other}`);
  if (kind === 'growth') return written(value / (1 + by / 100), `${number} ÷ (1 + ${other}%)`);
  return kind === 'share'
    ? written(value / (by / 100), `${number} ÷ ${other}%`)
    : written(value / by, `${number} ÷ ${other}`);
}

function written(value: number, expression: string): { readonly result: string; readonly formula: string } {
  const result = round(value);
  return { result, formula: `${expression} = ${result}` };
}

/** Where the piece between commas begins that a figure stands in: no word and no figure is cut. */
function pieceStart(text: string, at: number): number {
  return text.slice(0, at).search(/[^，、；。]*$/u);
}

/** Longest run quoted whole, in characters. */
const QUOTE_LIMIT = 90;

type Kind = 'increase' | 'growth' | 'share' | 'multiple';

interface Relation {
  readonly kind: Kind;
  readonly figure: Figure;
}

/** How a figure sets another one against something: 增加2905项, 占全省85.7%, 是2015年的2.5倍. */
function relationOf(figure: Figure, text: string): Relation | undefined {
  const lead = text.slice(Math.max(0, figure.start - 12), figure.start);
  if (figure.unit === '倍') return { kind: 'multiple', figure };
  if (figure.unit === '%' && /占[^，。；]{0,10}$/u.test(lead)) return { kind: 'share', figure };
  if (
    figure.unit === '%' &&
    /[比较][^，。；]{0,10}(?:增长|提高|增加|上升|增)了?(?:约|近|超过?)?$/u.test(
      text.slice(Math.max(0, figure.start - 22), figure.start),
    )
  )
    return { kind: 'growth', figure };
  if (
    figure.unit !== '%' &&
    /(?:增加|增长|多|净增|新增|提高)了?$/u.test(lead) &&
    /[比较][^，。；]{0,14}$/u.test(text.slice(Math.max(0, figure.start - 22), figure.start))
  )
    return { kind: 'increase', figure };
  return undefined;
}

/** The relation that goes with a value: by its place in “…、…，分别是…倍、…倍”, else the next one behind it. */
function partnerOf(
  value: Figure,
  values: readonly Figure[],
  relations: readonly Relation[],
  text: string,
): Relation | undefined {
  const multiples = relations.filter(({ kind }) => kind === 'multiple');
  const [first] = multiples;
  if (first && multiples.length > 1 && text.slice(0, first.figure.start).includes('分别')) {
    const before = values.filter((other) => other.end <= first.figure.start);
    const own = before.slice(-multiples.length).indexOf(value);
    if (own >= 0) return multiples[own];
  }
  return relations.find(({ kind, figure }) => {
    if (figure.start < value.end || (kind === 'increase' && figure.unit !== value.unit)) return false;
    return !values.some(
      (other) =>
        other.start >= value.end &&
        other.end <= figure.start &&
        !/年/u.test(other.unit) &&
        !insideBrackets(other, text),
    );
  });
}

function insideBrackets(figure: Figure, text: string): boolean {
  return text.lastIndexOf('（', figure.start) > text.lastIndexOf('）', figure.start);
}

function kindAsked(text: string): Kind | undefined {
  if (/倍/u.test(text)) return 'multiple';
  return /占|比例|比重|份额/u.test(text) ? 'share' : undefined;
}
