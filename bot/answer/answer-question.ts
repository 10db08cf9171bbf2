import type { Question } from '../../retrieval/query/question.ts';
import { composeComparison, comparedPlaces, findByPlace, findByPlan } from './compose/compare.ts';
import { compute, operationOf } from './compose/compute.ts';
import { composeFact } from './compose/fact.ts';
import { composeCount, composeItem, composeList } from './compose/list.ts';
import { composePremise, readClaim } from './compose/premise.ts';
import { composeRefusal } from './compose/refuse.ts';
import { composeSeveral } from './compose/several.ts';
import { composeStatus } from './compose/status.ts';
import { composeSummary } from './compose/summary.ts';
import type { Draft, Statement } from './draft.ts';
import { lookUp, type AnswerContext, type Found } from './look-up.ts';
import { numberCitations } from './number-citations.ts';
import type { Answer } from './types.ts';
import { objectionTo } from './verify.ts';

/** Answers a question that stands alone. */
export async function answerQuestion(question: Question, context: AnswerContext): Promise<Answer> {
  return finish(question, await compose(question, context), context);
}

const answered = (statements: readonly Statement[]): Draft => ({ statements, declined: false });

async function compose(question: Question, context: AnswerContext): Promise<Draft> {
  const status = composeStatus(question, context);
  if (status) return status;
  if (question.intent.kind === 'summary') {
    const summary = await composeSummary(question, context);
    if (summary) return answered(summary);
  }
  const operation = operationOf(question.text);
  if (operation) {
    const computed = await compute(question, operation, context);
    if (computed) return answered(computed);
  }
  const places = comparedPlaces(question, context);
  if (places.length >= 2) {
    const findings = await findByPlace(question, places, context);
    if (findings.some(({ found }) => !found.shortfall)) return answered(composeComparison(findings));
  }
  if (question.titleGroups.length >= 2 && places.length < 2) {
    const findings = await findByPlan(question, context);
    if (findings.some(({ found }) => !found.shortfall)) return answered(composeComparison(findings));
  }
  const claim = readClaim(question, context);
  const found = await lookUp(claim?.question ?? question, context);
  if (question.intent.item !== undefined && !outside(found)) {
    const item = await composeItem(found, context);
    if (item) return answered(item);
  }
  if (question.intent.kind === 'list' && !outside(found)) {
    const list = await composeList(found, context);
    if (list) return answered(list);
  }
  if (/(?:多少|几)(?:个|项|条|类|种|大|块|家)/u.test(question.text) || claim) {
    const counted = found.best && found.best.coverage < 0.85 ? await composeCount(found, context) : undefined;
    if (counted && !outside(found)) return answered(counted);
  }
  if (process.env['GATE'] && found.shortfall) console.log('SHORT', question.text, found.shortfall, found.best?.support.toFixed(2), found.best?.coverage.toFixed(2), found.question.terms.map((t, i) => t.surface + (found.best?.matched.has(i) ? '+' : '-')).join(' '), '||', found.best?.unit.text.slice(0, 60));
  if (!found.best || found.shortfall) return { statements: composeRefusal(found, found.shortfall ?? 'nothing', context.plans), declined: true };
  if (claim) return answered(composePremise(found.best, found.question, claim));
  const several = await composeSeveral(found, context);
  return answered(several ?? [composeFact(found.best, question, { siblings: found.evidence[0]?.units ?? [] })]);
}

/** Another place than those with plans: not to be answered from a section that happens to fit. */
function outside(found: Found): boolean {
  return found.shortfall === 'other-place' || found.shortfall === 'nothing';
}

function finish(question: Question, draft: Draft, context: AnswerContext): Answer {
  const titleOf = (planId: string): string => context.plans.find((plan) => plan.id === planId)?.title ?? '';
  const shown = draft.statements.filter((statement) => { const o = objectionTo(statement, titleOf); if (o && process.env['GATE']) console.log('GATE', o, statement.text); return o === undefined; });
  const { text, citations } = numberCitations(shown, context.plans, '\n');
  const draftNote = citations.some((citation) => citation.draft) && !draft.declined ? '\n（出自征求意见稿，尚未正式印发）' : '';
  if (shown.length === 0) return { text: '规划里没有可以核对的答案。', declined: true, mode: 'extractive', citations: [], understood: question.text };
  return { text: text + draftNote, declined: draft.declined, mode: 'extractive', citations, understood: question.text };
}
