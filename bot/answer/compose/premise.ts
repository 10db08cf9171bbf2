import { findFigures, parseHanNumeral, type Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { readRowValues } from '../row.ts';
import { shortfall } from '../shortfall.ts';
import { readClaim, type Claim } from './claim.ts';
import { composeCount } from './count.ts';
import { composeFact, emphasise, rankFigures } from './fact.ts';
import { composeNamedPremise } from './premise-name.ts';
import { findRecords } from './record-search.ts';
import { respectiveFigure } from './respectively.ts';

/** Counters of listed things, which mostly no sentence counts. */
const LISTED = /^(?:条|大|类|块|方面|部分|步|章|项|个|种)$/u;
/** An indicator fits so well that its record decides. */
const SURE = 1.75;
/** A sentence that covers the claim this much as well as the best one may be the one that is meant. */
const AS_WELL = 0.9;
/** A sentence that covers the claim less than this does not contradict it. */
const CONTRADICTS = 0.6;

/** Says whether the claim of a question stands in the plans, and what they say; undefined when it makes none. */
export async function composePremise(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const read = readClaim(question, context);
  if (!read) return undefined;
  const claim = withYearBefore(read, question, context);
  if (claim.figures.length === 0 && claim.rank === undefined) {
    const named = claim.named ? await composeNamedPremise(claim, question, context) : undefined;
    if (named) return named;
  }
  const counted = claim.asked ? await ofCount(claim, context) : undefined;
  if (counted) return counted;
  const found = await lookUp(claim.question, context);
  if (found.shortfall === 'other-year') return claim.asked ? ofOtherYear(claim, context) : undefined;
  if (!found.best || found.shortfall) return undefined;
  // What is taken for granted is only spoken of where the indicator's own record says otherwise.
  if (!claim.asked && (found.best.coverage < CONTRADICTS || (await recordVerdict(claim, found, context)) !== false))
    return undefined;
  return [await verdictOn(found, found.best, claim, context)];
}

/** “到2025年，甲市企业达到九千家”: the year is of the claim too, though a comma stands between. */
function withYearBefore(claim: Claim, { text }: Question, { read }: AnswerContext): Claim {
  if (claim.question.times.length > 0) return claim;
  const before = text.slice(0, Math.max(0, text.indexOf(claim.question.text)));
  const year = /20\d\d年?[底末]?(?=[，,]$)/u.exec(before)?.[0];
  return year === undefined ? claim : { ...claim, question: read(`${year}${claim.question.text}`) };
}

/** “一共15条”: the items are counted. */
async function ofCount(claim: Claim, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const [figure] = claim.figures;
  if (claim.figures.length !== 1 || !figure || !LISTED.test(figure.unit)) return undefined;
  const found = await lookUp(claim.question, context);
  const stated =
    found.best &&
    !found.shortfall &&
    found.best.coverage >= 0.8 &&
    rankFigures(found.best, claim.question).some((other) => other.unit === figure.unit);
  if (stated) return undefined;
  const counted = await composeCount({ ...found, question: claim.question }, context);
  const [first, ...rest] = counted ?? [];
  if (!first) return undefined;
  const claimed = numberOf(figure);
  const stands = (first.computed ?? []).map(Number).includes(claimed ?? NaN);
  return [{ ...first, text: `${stands ? '对，' : '与规划不符，'}${first.text}` }, ...rest];
}

/** The thing claimed is there, but for another year. */
async function ofOtherYear(claim: Claim, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const { question } = claim;
  const found = await lookUp({ ...question, times: [], intent: { ...question.intent, aspect: 'either' } }, context);
  if (!found.best || found.shortfall) return undefined;
  const fact = composeFact(found.best, found.question);
  const { passage, times } = found.best.unit;
  const year = times.at(-1)?.to ?? context.plans.find((plan) => plan.id === passage.planId)?.period?.to;
  const says = year === undefined ? '' : `${year}年`;
  return [
    {
      text: `与规划不符，规划写的${says === '' ? '' : `是${says}`}：${fact.text}`,
      passages: fact.passages,
      computed: year === undefined ? [] : [String(year), `${year}年`],
    },
  ];
}

async function verdictOn(found: Found, best: ScoredUnit, claim: Claim, context: AnswerContext): Promise<Statement> {
  const fact = factOf(best, claim);
  const elsewhere = standsIn(best, claim) ? undefined : statedElsewhere(found, best, claim, context);
  if (elsewhere)
    return { text: `对，规划写的是：${factOf(elsewhere, claim).text}`, passages: [elsewhere.unit.passage] };
  if (claim.figures.length === 0 && claim.rank === undefined)
    return { text: `规划的表述是：${fact.text}`, passages: fact.passages };
  const record = await recordVerdict(claim, found, context);
  const stands = record ?? standsIn(best, claim);
  // A sentence that may be of something else contradicts nothing.
  if (!stands && record === undefined && best.coverage < CONTRADICTS)
    return { text: `规划的表述是：${fact.text}`, passages: fact.passages };
  return { text: `${stands ? '对，规划写的是' : '与规划不符，规划写的是'}：${fact.text}`, passages: fact.passages };
}

/** A sentence that fits nearly as well as the best one and has what is claimed. */
function statedElsewhere(
  found: Found,
  best: ScoredUnit,
  claim: Claim,
  { plans }: AnswerContext,
): ScoredUnit | undefined {
  if (claim.figures.length === 0 || claim.question.intent.aspect !== 'result') return undefined;
  return (
    found.evidence
      .slice(0, 6)
      .flatMap(({ units }) => units.slice(0, 2))
      .filter(({ coverage, unit }) => coverage >= best.coverage * AS_WELL && unit.passage.kind === 'prose')
      // What another year is to reach does not bear out what this one has.
      .find((scored) => standsIn(scored, claim) && shortfall(scored, claim.question, plans) === undefined)
  );
}

/** The fact with the figure that belongs to the claim in bold. */
function factOf(best: ScoredUnit, claim: Claim): Statement {
  const fact = composeFact(best, claim.question);
  const [claimed] = claim.figures;
  const own =
    claimed && claim.figures.length === 1 && best.unit.passage.kind !== 'row' ? ownFigures(best, claim, claimed) : [];
  const figure = own.find((other) => claimed && sameValue(claimed, other)) ?? own[0];
  return figure ? { ...fact, text: emphasise(fact.text.replaceAll('**', ''), figure) } : fact;
}

/** What the indicator's own record says of a single claimed value; undefined when there is none that fits closely. */
async function recordVerdict(claim: Claim, found: Found, context: AnswerContext): Promise<boolean | undefined> {
  const [figure] = claim.figures;
  if (claim.figures.length !== 1 || !figure || claim.rank !== undefined) return undefined;
  const year = claim.question.times.at(-1)?.to;
  const kind =
    claim.question.intent.aspect === 'target'
      ? ('target' as const)
      : claim.question.intent.aspect === 'result'
        ? ('achieved' as const)
        : undefined;
  const wanted = { ...(year === undefined ? {} : { year }), ...(kind ? { kind } : {}) };
  const hits = (await findRecords(claim.question, wanted, found.question.planIds, context)).filter(
    ({ score }) => score >= SURE,
  );
  if (hits.length === 0) return undefined;
  const value = numberOf(figure);
  return hits.some(
    ({ record }) =>
      value !== undefined && record.value !== undefined && close(value, record.value * scaleOf(record.unit)),
  );
}

function scaleOf(unit: string): number {
  return /^万亿/u.test(unit) ? 1e12 : /^亿/u.test(unit) ? 1e8 : /^万/u.test(unit) ? 1e4 : 1;
}

/** Whether each claimed figure is the one that the sentence gives for what the claim says it of. */
function standsIn(best: ScoredUnit, claim: Claim): boolean {
  if (claim.rank !== undefined) {
    const ranks = [...best.unit.text.matchAll(/第([一二三四五六七八九十]|\d{1,2})/gu)].map((match) =>
      String('一二三四五六七八九十'.indexOf(match[1] ?? '') + 1 || match[1]),
    );
    if (ranks.length > 0 && !ranks.includes(claim.rank)) return false;
    if (claim.figures.length === 0) return ranks.includes(claim.rank);
  }
  if (best.unit.passage.kind === 'row') {
    const values = findFigures((readRowValues(best.unit.passage, claim.question) ?? '').replace(/\*\*/gu, ''));
    return claim.figures.every((figure) => values.some((value) => sameValue(figure, value)));
  }
  if (claim.figures.length === 1) {
    const [figure] = claim.figures;
    return figure !== undefined && ownFigures(best, claim, figure).some((other) => sameValue(figure, other));
  }
  return claim.figures.every((figure) => best.unit.figures.some((other) => sameValue(figure, other)));
}

/** The figures of the clause that has most of what the claim speaks of, the likeliest first. */
function ownFigures(best: ScoredUnit, claim: Claim, claimed: Figure): readonly Figure[] {
  const respective = respectiveFigure(best, claim.question);
  if (respective) return [respective];
  const covered = (figure: Figure): number => {
    const clause = best.unit.clauses.find(({ start, end }) => figure.start >= start && figure.start < end);
    const text = matchText(best.unit.text.slice(clause?.start ?? 0, clause?.end));
    return claim.question.terms.filter((term) => matchTerm(term, text) > 0.4).length;
  };
  const figures = rankFigures(best, claim.question).filter((figure) => sameKind(claimed, figure));
  const most = Math.max(0, ...figures.map(covered));
  return figures.filter((figure) => covered(figure) === most);
}

function sameKind(claimed: Figure, stated: Figure): boolean {
  return claimed.unit === '' || stated.unit === '' || (claimed.unit === '%') === (stated.unit === '%');
}

function sameValue(claimed: Figure, stated: Figure): boolean {
  const [left, right] = [numberOf(claimed), numberOf(stated)];
  return sameKind(claimed, stated) && left !== undefined && right !== undefined && close(left, right);
}

const close = (left: number, right: number): boolean => Math.abs(left - right) <= Math.abs(right) * 1e-6;

/** A figure's number with its scale: 1万户 and 10000户 are one. */
function numberOf(figure: Figure): number | undefined {
  const value = figure.value ?? parseHanNumeral(matchText(figure.digits));
  return value === undefined ? undefined : value * (/[万亿]/u.test(figure.digits) ? 1 : scaleOf(figure.unit));
}
