import type { Question } from '../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../retrieval/rank/score.ts';
import { composeByTime } from './compose/by-time.ts';
import { compare } from './compose/compare.ts';
import { composeComputed } from './compose/compute.ts';
import { composeEachComputed } from './compose/each-computed.ts';
import { composeEachAsking } from './compose/each-asking.ts';
import { composeDisagreement } from './compose/disagree.ts';
import { composeFact, pickFigure } from './compose/fact.ts';
import { followOn } from './compose/follow-on.ts';
import { claimsFigure } from './compose/given-figures.ts';
import { composeCount } from './compose/count.ts';
import { composeGathered } from './compose/gathered.ts';
import { composeItem } from './compose/item.ts';
import { saysLeftOut } from './compose/left-out.ts';
import { composeLibrary } from './compose/library.ts';
import { composeListedValues } from './compose/listed-values.ts';
import { composeList } from './compose/list.ts';
import { composeEntities, entitiesOf } from './compose/entity-sides.ts';
import { composeElsewhere } from './compose/elsewhere.ts';
import { admitTarget } from './compose/present-value.ts';
import { composeMisplaced } from './compose/misplaced.ts';
import { composeOutline } from './compose/outline.ts';
import { composePremise } from './compose/premise.ts';
import { composePresence } from './compose/presence.ts';
import { asksOfOtherPaper } from './compose/other-paper.ts';
import { composeRefusal } from './compose/refuse.ts';
import { composeSeveral } from './compose/several.ts';
import { composeBesideStated, composeStatedGrowth } from './compose/stated-growth.ts';
import { composeStatus } from './compose/status.ts';
import { sidesOf } from './compose/sides.ts';
import { composeSummary } from './compose/summary.ts';
import { composeTableList } from './compose/table-item.ts';
import { composeFactByPlace, composeTopicByPlace } from './compose/topic-by-place.ts';
import { composeTwoWays } from './compose/two-ways.ts';
import type { Draft, Statement } from './statement.ts';
import { lookUp, type AnswerContext, type Found } from './look-up.ts';
import { missesThing } from './misses-thing.ts';
import { numberCitations } from './number-citations.ts';
import type { Answer } from './types.ts';
import { mayBeShown } from './may-be-shown.ts';

const answered = (statements: readonly Statement[]): Draft => ({ statements, declined: false });

/** What may be said on a question that stands alone, before the gate. */
export async function draftAnswer(question: Question, context: AnswerContext): Promise<Draft> {
  const status = asksOfOtherPaper(question, context) ? undefined : await composeStatus(question, context);
  if (status) return status;
  const library = composeLibrary(question, context);
  if (library) return answered(library);
  const outline = await composeOutline(question, context);
  if (outline) return { statements: outline, declined: saysLeftOut(outline) };
  if (question.intent.kind === 'summary') {
    const gathered = await composeGathered(question, context);
    if (gathered) return answered(gathered);
    const summary = await composeSummary(question, context);
    if (summary) return answered(summary);
  }
  const twoWays = await composeTwoWays(question, context);
  if (twoWays && allShown(twoWays, context)) return answered(twoWays);
  // 汇总 sums up and adds nothing up.
  const gathers = question.intent.kind === 'summary' && /汇总/u.test(question.text);
  const computed = gathers
    ? undefined
    : ((await composeStatedGrowth(question, context)) ??
      (await composeBesideStated(question, context)) ??
      (await composeEachComputed(question, context)) ??
      (await composeEachAsking(question, context)) ??
      (await composeComputed(question, context)));
  if (computed && allShown(computed, context)) return answered(computed);
  const values = (await composeByTime(question, context)) ?? (await composeListedValues(question, context));
  if (values) return answered(values);
  // What is set side by side belongs in several places; nothing of it is misplaced.
  const beside = sidesOf(question, context).length >= 2 || entitiesOf(question, context).length >= 2;
  const elsewhere = beside
    ? undefined
    : ((await composeElsewhere(question, context)) ?? (await composeMisplaced(question, context)));
  if (elsewhere && allShown(elsewhere, context)) return answered(elsewhere);
  const entities = question.intent.item === undefined ? await composeEntities(question, context) : undefined;
  if (entities && allShown(entities, context)) return answered(entities);
  // Where two sides are set against one another, nothing is claimed but perhaps a figure.
  const comparison = claimsFigure(question.text) ? undefined : await compare(question, context);
  if (comparison) return answered(comparison);
  const presence = await composePresence(question, context);
  if (presence && allShown(presence.statements, context)) return presence;
  const premise = await composePremise(question, context);
  if (premise && allShown(premise, context)) return answered(premise);
  const compared = claimsFigure(question.text) ? await compare(question, context) : undefined;
  if (compared) return answered(compared);
  const found = await lookUp(question, context);
  if (!outside(found) && question.intent.item === undefined) {
    const differing =
      (await composeTopicByPlace(question, found, context)) ??
      (await composeSeveral(question, found, context)) ??
      (await composeDisagreement(question, found, context)) ??
      composeFactByPlace(question, found, context);
    if (differing) return answered(differing);
  }
  if (question.intent.item !== undefined && !astray(found)) {
    const item = await composeItem(found, context);
    if (item) return { statements: item, declined: saysLeftOut(item) };
  }
  if (question.intent.kind === 'list' && !astray(found)) {
    const list = await composeList(found, context);
    if (list) return answered(list);
  }
  if (/(?:多少|几)(?:个|项|条|类|种|大|块|家)/u.test(question.text)) {
    const rows = outside(found) && question.planIds === undefined ? undefined : await composeTableList(found, context);
    if (rows) return answered(rows);
    const counted = found.best && !countStated(found.best, question) ? await composeCount(found, context) : undefined;
    if (counted && !outside(found)) return answered(counted);
  }
  const short = found.shortfall ?? (missesThing(found, context) ? 'off-topic' : undefined);
  if (!found.best || short)
    return { statements: composeRefusal(found, short ?? 'nothing', context.plans), declined: true };
  const announced = await followOn(found.best, question, context);
  const fact =
    announced ??
    corroborate(
      composeFact(found.best, question, {
        siblings: found.evidence[0]?.units ?? [],
        ...(context.limit === undefined ? {} : { limit: context.limit }),
      }),
      found,
    );
  return answered([admitTarget(fact, found, context)]);
}

/** Adds the other passage of the same plan that states the same figure (a table and the prose above it). */
function corroborate(statement: Statement, found: Found): Statement {
  const { best, question } = found;
  const digits = /\*\*[^*\d]*(\d[\d.]*)/u.exec(statement.text)?.[1];
  if (!best || !digits || question.intent.kind !== 'figure') return statement;
  const other = found.evidence.slice(0, 8).find(({ passage, units }) => {
    const unit = units[0];
    if (passage.id === best.unit.passage.id || passage.planId !== best.unit.passage.planId || !unit) return false;
    return unit.coverage >= best.coverage * 0.9 && unit.unit.figures.some((figure) => figure.digits === digits);
  });
  return other ? { ...statement, passages: [...statement.passages, other.passage] } : statement;
}

/** Whether the sentence puts the asked number next to the thing counted: then nothing needs counting. */
function countStated(best: ScoredUnit, question: Question): boolean {
  if (best.unit.passage.kind === 'row') return best.coverage >= 0.6;
  const figure = pickFigure(best, question);
  const clause = figure
    ? best.unit.clauses.find((stretch) => figure.start >= stretch.start && figure.start < stretch.end)
    : undefined;
  if (!clause) return false;
  const text = matchText(best.unit.text.slice(clause.start, clause.end));
  return question.terms.filter((term) => matchTerm(term, text) > 0.4).length >= question.terms.length * 0.6;
}

/** The same for lists, which a plan may have without a word of the question's own (主要指标有哪几项). */
function astray(found: Found): boolean {
  return outside(found) && !(found.shortfall === 'nothing' && found.question.planIds !== undefined);
}

/** Another place than those with plans: not to be answered from a section that happens to fit. */
function outside(found: Found): boolean {
  return found.shortfall === 'other-place' || found.shortfall === 'nothing';
}

/** Whether the gate lets all of it through: half of a computation would be a figure nobody asked for. */
function allShown(statements: readonly Statement[], context: AnswerContext): boolean {
  return statements.every((statement) => mayBeShown(statement, context));
}

/** Passes a draft through the gate and numbers its citations. */
export function finishAnswer(question: Question, draft: Draft, context: AnswerContext): Answer {
  const shown = draft.statements.filter((statement) => mayBeShown(statement, context));
  const { text, citations } = numberCitations(shown, context.plans, '\n');
  const draftNote =
    citations.some((citation) => citation.draft) && !draft.declined ? '\n（出自征求意见稿，尚未正式印发）' : '';
  if (shown.length === 0)
    return {
      text: '规划里没有可以核对的答案。',
      declined: true,
      mode: 'extractive',
      citations: [],
      understood: question.text,
    };
  return { text: text + draftNote, declined: draft.declined, mode: 'extractive', citations, understood: question.text };
}
