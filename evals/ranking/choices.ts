import type { OpenIndex } from '../../bot/open-index.ts';
import { readQuestion } from '../../retrieval/query/question.ts';
import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import { FEATURES } from '../../retrieval/rank/features.ts';
import { readCandidates } from '../../retrieval/rank/score.ts';
import type { Unit } from '../../retrieval/rank/units.ts';
import { RANKING_WEIGHTS } from '../../retrieval/rank/weights.ts';
import { gatherCandidates } from '../../retrieval/search.ts';
import { holdsNormalised, normalise } from '../compare.ts';
import { isEvidence } from '../metrics/evidence.ts';
import type { KnownFact, Kind } from '../questions.ts';
import { dot, type Choice } from './fit.ts';

/** Kinds that one sentence answers; the others need several and would teach the ranking to prefer either. */
export const ONE_SENTENCE: readonly Kind[] = [
  'figure',
  'cell',
  'name',
  'list',
  'two-hop',
  'colloquial',
  'false-premise',
];
/** Sentences of a passage that are learnt from: those with most of the question's terms. */
const PER_PASSAGE = 4;

/**
 * The candidates of each question that one sentence answers, labelled by its expected evidence: right is a sentence of an
 * evidence passage that holds as much of the expected answer as any sentence of that passage. Questions whose evidence
 * is not among the candidates are left out.
 */
export async function choicesOf(questions: readonly KnownFact[], index: OpenIndex): Promise<readonly Choice[]> {
  const { store, words } = index;
  const plans = await store.plans();
  const titles = new Map(plans.map((plan) => [plan.id, plan.title]));
  const synonyms = loadSynonyms();
  const choices: Choice[] = [];
  for (const known of questions) {
    const [text] = known.turns;
    if (known.turns.length > 1 || text === undefined || !ONE_SENTENCE.includes(known.kind)) continue;
    const question = readQuestion(text, { plans, words, synonyms });
    const { passages, context } = await gatherCandidates(store, question, {});
    const rows: number[][] = [];
    const right: boolean[] = [];
    for (const passage of passages) {
      const all = [...readCandidates(passage, context)];
      const candidates = all.sort((a, b) => b.coverage - a.coverage).slice(0, PER_PASSAGE);
      const seen = { plan: titles.get(passage.planId) ?? '', section: passage.section, text: passage.text };
      const evidence = known.evidence.some((expected) => isEvidence(seen, expected));
      const most = evidence ? Math.max(...candidates.map((candidate) => answeredBy(candidate.unit, known))) : 0;
      for (const candidate of candidates) {
        rows.push(FEATURES.map((name) => candidate.features[name]));
        right.push(evidence && answeredBy(candidate.unit, known) >= most);
      }
    }
    if (right.includes(true)) choices.push(hardest({ id: known.id, rows, right }));
  }
  return choices;
}

/** Wrong candidates of a question that are learnt from: those that today's weights take for the best. */
const WRONG = 60;

function hardest({ id, rows, right }: Choice): Choice {
  const scores = rows.map((row) => dot(row, TODAY));
  const order = rows.map((_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const wrong = order.filter((at) => right[at] !== true).slice(0, WRONG);
  const chosen = [...order.filter((at) => right[at] === true), ...wrong];
  return { id, rows: chosen.map((at) => rows[at] ?? []), right: chosen.map((at) => right[at] === true) };
}

const TODAY = FEATURES.map((name) => RANKING_WEIGHTS[name] ?? 0);

/** How many groups of the expected answer a sentence holds. */
export function answeredBy({ text: said }: Unit, { expect }: KnownFact): number {
  const text = normalise(said);
  return expect.filter((group) => group.some((wanted) => holdsNormalised(text, normalise(wanted)))).length;
}
