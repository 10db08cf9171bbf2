import type { Question } from '../../../retrieval/query/question.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { namesNothing } from '../misses-thing.ts';
import type { PlaceFinding } from './find-side.ts';
import { missesIndicator } from './misses-indicator.ts';
import { namesThing, sayFound } from './say-side.ts';
import { asksShortcomings } from './shortcomings.ts';
import type { Side } from './sides.ts';

/** Least share of the heaviest thing's weight that another has which a line may speak of instead: 补偿 beside 风险. */
const TELLING = 0.5;
/** Least share of a term's weight that a part of it has which stands for the whole: 揭榜 of 揭榜挂帅, and not 创新 of 创新券. */
const TELLING_PART = 0.6;

/**
 * Keeps every line to the thing asked about. Where the line of one side has the telling word of the question and that of
 * another has it not, plans call the thing by that word: the other side says what its plans say of it, or is silent.
 */
export async function keptToTopic(
  sides: readonly Side[],
  findings: readonly PlaceFinding[],
  limit: number,
  context: AnswerContext,
): Promise<readonly PlaceFinding[]> {
  const lines = findings.map(lineOf);
  const kept: PlaceFinding[] = [];
  for (const [index, finding] of findings.entries()) {
    const side = sides[index];
    const others = lines.filter((_, at) => at !== index);
    // What a plan says of a thing is none of its shortcomings.
    const open = side && isOpen(finding) && !asksShortcomings(side.asking);
    const telling = open ? await tellingTerms(side.question, others, context) : [];
    const [topic] = telling;
    let astray = side !== undefined && side.planIds.length > 0;
    for (const term of telling) astray &&= await misses(term, lines[index] ?? '', context);
    kept.push(topic && side && astray ? await speakOf(topic, side, finding, limit, context) : finding);
  }
  return kept;
}

/** Whether a line rests on the words of a sentence, or there is none. */
function isOpen({ records }: PlaceFinding): boolean {
  return records.length === 0;
}

/** What a side's line says, with the headings over it. */
function lineOf({ statement, found, records }: PlaceFinding): string {
  if (!statement) return '';
  const [record] = records;
  const headings = statement.passages.flatMap(({ section }) => section.slice(-2)).join(' ');
  const row = found.best?.unit.passage.kind === 'row' ? found.best.unit.text : '';
  return matchText(`${statement.text} ${headings} ${row} ${record?.indicator ?? ''} ${record?.canonical ?? ''}`);
}

/** The things that a question names, heaviest first, without those that weigh little; empty when no other line has the first. */
async function tellingTerms(
  question: Question,
  others: readonly string[],
  context: AnswerContext,
): Promise<readonly Term[]> {
  const weights = await termWeights(context.store, question);
  const things = question.terms
    .map((term, at) => ({ term, weight: weights[at] ?? 0 }))
    .filter(({ term }) => namesThing(term) && !namesNothing(term.surface))
    .sort((a, b) => b.weight - a.weight);
  const [first] = things;
  if (!first || !others.some((line) => matchTerm(first.term, line) === 1)) return [];
  return things.filter(({ weight }) => weight >= first.weight * TELLING).map(({ term }) => term);
}

/** Whether a text has neither a term nor a part of it that tells. */
async function misses(term: Term, text: string, context: AnswerContext): Promise<boolean> {
  if (matchTerm(term, text) === 1) return false;
  if (matchTerm(term, text) === 0) return true;
  if (term.plan?.some((word) => text.includes(word))) return false;
  const { counts } = await context.store.documentFrequencies(term.words);
  const rarity = (word: string): number => 1 / Math.log(2 + (counts.get(word) ?? 0));
  const rarest = Math.max(...term.words.map(rarity));
  return !term.words.some((word) => word.length > 1 && text.includes(word) && rarity(word) >= rarest * TELLING_PART);
}

/** The best sentence of a side's plans that has the term, as its line; 未提及 where none has. */
async function speakOf(
  term: Term,
  { question, planIds }: Side,
  finding: PlaceFinding,
  limit: number,
  context: AnswerContext,
): Promise<PlaceFinding> {
  const silent: PlaceFinding = {
    ...finding,
    found: { ...finding.found, shortfall: 'off-topic' },
    statement: undefined,
  };
  const open: Question = { ...question, times: [], intent: { ...question.intent, kind: 'open', units: [] } };
  const alone: Question = { ...open, terms: [term], content: term.surface };
  const fits = ({ unit }: ScoredUnit): boolean =>
    planIds.includes(unit.passage.planId) && unit.passage.kind !== 'row' && matchTerm(term, matchText(unit.text)) === 1;
  for (const asked of [undefined, alone]) {
    const found = asked ? await lookUp(asked, context, planIds) : finding.found;
    const units = found.evidence.flatMap((each) => each.units.slice(0, 4)).filter(fits);
    const [best] = units.toSorted((a, b) => b.score - a.score);
    if (!best || missesIndicator(best, question)) continue;
    // The figure may stand in a sentence that calls the thing otherwise; the thing is spoken of.
    if (question.intent.kind === 'figure' && finding.statement) return finding;
    const clause = best.unit.clauses.findIndex(
      ({ start, end }) => matchTerm(term, matchText(best.unit.text.slice(start, end))) === 1,
    );
    const scored = { ...best, clause: clause < 0 ? best.clause : clause };
    const spoken = { ...found, question: open, best: scored, shortfall: undefined };
    return { ...finding, found: spoken, statement: await sayFound(spoken, scored, limit, context), withoutValue: true };
  }
  return silent;
}
