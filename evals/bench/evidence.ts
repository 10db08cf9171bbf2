import type { OpenIndex } from '../../bot/open-index.ts';
import { DEPTH } from '../metrics/evidence.ts';
import type { KnownFact } from '../questions.ts';
import { systemOf, type Stages } from '../system.ts';
import { openPeers, openVectorSearch, type Search } from './contenders.ts';
import { fuseByReciprocalRank } from './fusion.ts';
import { inMixedOrder, textOf } from './question-texts.ts';
import { Tally } from './tally.ts';

/** One search with its scores on each part of the questions. */
export interface EvidenceRow {
  readonly name: string;
  readonly scores: ReturnType<Tally['scores']>;
}

/** What came of looking for evidence. */
export interface EvidenceResult {
  /** Other ways to search. */
  readonly peers: readonly EvidenceRow[];
  /** Our search, each row with one stage more than the row before. */
  readonly stages: readonly EvidenceRow[];
  /** Questions that were asked. */
  readonly asked: number;
  /** Questions there are; more than were asked when the time ran out. */
  readonly of: number;
}

/** A search under the name that it is shown under. */
interface NamedSearch {
  readonly name: string;
  readonly search: Search;
}

/** The stages in the order in which they are added. What an entry leaves out is as shipped. */
const STAGES: readonly { readonly name: string; readonly stages: Stages }[] = [
  { name: "the question's own words", stages: { rerank: false, synonyms: false, planFilter: false } },
  { name: '+ sentence re-rank', stages: { synonyms: false, planFilter: false } },
  { name: '+ synonyms', stages: { planFilter: false } },
  { name: '+ plan filter (shipped)', stages: {} },
];
/** Passages of each list that are fused. */
const FUSED = 80;
/** As many questions are asked whatever the time. */
const LEAST_QUESTIONS = 50;

/**
 * Puts every question that has evidence to every search. Goes question by question, in an order that mixes parts and
 * kinds, so that all searches have been put the same questions wherever the run stops.
 * @param until when to stop, in milliseconds of `performance.now`
 */
export async function findEvidence(
  index: OpenIndex,
  questions: readonly KnownFact[],
  until: number,
): Promise<EvidenceResult> {
  const answerable = inMixedOrder(questions.filter(({ evidence }) => evidence.length > 0));
  const { peers, stages } = await openSearches(index);
  const tallies = [...peers, ...stages].map((named) => ({ ...named, tally: new Tally() }));
  let asked = 0;
  for (const question of answerable) {
    if (asked >= LEAST_QUESTIONS && performance.now() > until) break;
    for (const { search, tally } of tallies) tally.add(question, await search(textOf(question), DEPTH));
    asked += 1;
  }
  const rows = tallies.map(({ name, tally }): EvidenceRow => ({ name, scores: tally.scores() }));
  return { peers: rows.slice(0, peers.length), stages: rows.slice(peers.length), asked, of: answerable.length };
}

async function openSearches(index: OpenIndex): Promise<Record<'peers' | 'stages', readonly NamedSearch[]>> {
  const { words, miniSearch } = await openPeers(index);
  const vectors = remembering(await openVectorSearch(index));
  const byWords = remembering(words);
  const stages = await Promise.all(
    STAGES.map(async (each) => ({ name: each.name, search: await stageOf(index, each.stages) })),
  );
  const shipped = stages.at(-1)?.search ?? words;
  return {
    peers: [
      { name: 'MiniSearch', search: miniSearch },
      { name: 'FTS5 words', search: byWords },
      { name: 'vectors', search: vectors },
      { name: 'FTS5 + vectors by rank', search: fusing(byWords, vectors) },
    ],
    stages: [
      ...stages,
      { name: '+ vectors as candidates', search: await stageOf(index, { vectors: true }) },
      { name: '+ vectors by rank', search: fusing(shipped, vectors) },
    ],
  };
}

async function stageOf(index: OpenIndex, stages: Stages): Promise<Search> {
  const system = await systemOf(index, stages);
  return remembering((question, k) => system.search(question, k));
}

function fusing(first: Search, second: Search): Search {
  return async (question, k) => {
    const lists = [await first(question, FUSED), await second(question, FUSED)];
    return fuseByReciprocalRank(lists, ({ plan, section, text }) => [plan, ...section, text].join('\n')).slice(0, k);
  };
}

/** Keeps what the last question found, so that a list that is both scored and fused is made once. */
function remembering(search: Search): Search {
  let last: { readonly question: string; readonly found: ReturnType<Search> } | undefined;
  return async (question, k) => {
    if (last?.question !== question) last = { question, found: search(question, FUSED) };
    return (await last.found).slice(0, k);
  };
}
