import type { OpenIndex } from '../../bot/open-index.ts';
import { DEPTH } from '../metrics/evidence.ts';
import type { KnownFact } from '../questions.ts';
import { systemOf, type Stages } from '../system.ts';
import { openPeers, openVectorSearch, type Search } from './contenders.ts';
import { fuseByReciprocalRank } from './fusion.ts';
import { textOf } from './question-texts.ts';
import { addTallies, tallyOf, type Tallies } from './tally.ts';

/** One search with what it found. */
export interface EvidenceRow {
  readonly name: string;
  /** `stage`: our search with one stage more than the row before; `peer`: another way to search. */
  readonly kind: 'peer' | 'stage';
  readonly tallies: Tallies;
}

/** What came of looking for evidence. */
export interface EvidenceResult {
  readonly rows: readonly EvidenceRow[];
  /** Questions that were asked. */
  readonly asked: number;
  /** Questions there were; more than were asked when the time ran out. */
  readonly of: number;
}

interface NamedSearch extends Pick<EvidenceRow, 'name' | 'kind'> {
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

/** When looking for evidence ends. */
export interface EvidenceOptions {
  /** As many questions are asked whatever the time. */
  readonly least: number;
  /** After them, none is asked past this, in milliseconds of `performance.now`. */
  readonly until: number;
}

/**
 * Puts every question to every search, question by question: wherever it stops, all searches have had the same.
 * @param questions with evidence
 */
export async function findEvidence(
  index: OpenIndex,
  questions: readonly KnownFact[],
  { least, until }: EvidenceOptions,
): Promise<EvidenceResult> {
  const searches = await openSearches(index);
  const tallies = searches.map((): Tallies[] => []);
  let asked = 0;
  for (const question of questions) {
    if (asked >= least && performance.now() > until) break;
    for (const [position, { search }] of searches.entries()) {
      tallies[position]?.push(tallyOf(question, await search(textOf(question), DEPTH)));
    }
    asked += 1;
  }
  const rows = searches.map(({ name, kind }, position) => ({
    name,
    kind,
    tallies: addTallies(tallies[position] ?? []),
  }));
  return { rows, asked, of: questions.length };
}

/** Adds up results of the same searches over different questions. */
export function addResults(results: readonly EvidenceResult[]): EvidenceResult {
  const sum = (key: 'asked' | 'of'): number => results.reduce((total, result) => total + result[key], 0);
  const rows = (results[0]?.rows ?? []).map((row, position) => ({
    ...row,
    tallies: addTallies(results.flatMap((result) => result.rows[position]?.tallies ?? [])),
  }));
  return { rows, asked: sum('asked'), of: sum('of') };
}

async function openSearches(index: OpenIndex): Promise<readonly NamedSearch[]> {
  const peers = await openPeers(index);
  const words = remembering(peers.words);
  const vectors = remembering(await openVectorSearch(index));
  const stages: NamedSearch[] = [];
  for (const { name, stages: switches } of STAGES) {
    stages.push({ name, kind: 'stage', search: await searchWith(index, switches) });
  }
  const shipped = stages.at(-1)?.search ?? words;
  return [
    { name: 'MiniSearch', kind: 'peer', search: peers.miniSearch },
    { name: 'words alone', kind: 'peer', search: words },
    { name: 'vectors', kind: 'peer', search: vectors },
    { name: 'words alone + vectors by rank', kind: 'peer', search: fusing(words, vectors) },
    ...stages,
    { name: '+ vectors as candidates', kind: 'stage', search: await searchWith(index, { vectors: true }) },
    { name: '+ vectors by rank', kind: 'stage', search: fusing(shipped, vectors) },
  ];
}

async function searchWith(index: OpenIndex, stages: Stages): Promise<Search> {
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
