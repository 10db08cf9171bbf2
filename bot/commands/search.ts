import { basename } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { Passage } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import { write } from '../host.ts';
import { oneLine } from '../log.ts';
import type { OpenIndex } from '../open-index.ts';
import { askConversation, assertQuestion } from './conversation.ts';
import { answerLines } from './jsonl.ts';
import type { CommonOptions, ExitCode, Session } from './session.ts';

/** Options of `search`. */
export interface SearchCommandOptions extends CommonOptions {
  readonly jsonl?: boolean;
  readonly k: number;
}

const MOST_PASSAGES = 100;

/** Describes `search`. */
export function describeSearch(command: Command): Command {
  return command
    .description('find the passages that bear on a question, best first, without answering it')
    .argument('[question...]', 'the question, in Chinese')
    .option('--k <number>', `how many passages, at most ${MOST_PASSAGES}`, passageCount, 10)
    .option('--jsonl', 'search many: {"id","turns":[…]} a line from stdin, one result a line to stdout');
}

/**
 * Searches for one question for a person, or for many for a script.
 * @throws GuidaError `usage`, and what opening the index throws
 */
export async function search(
  session: Session,
  question: readonly string[],
  options: SearchCommandOptions,
): Promise<ExitCode> {
  const { host } = session;
  const isBatch = options.jsonl === true;
  assertQuestion(question, isBatch);
  const index = await session.openIndex();
  try {
    const find = await finderOf(index, session);
    if (!isBatch) {
      const found = await find([question.join(' ')], options.k);
      await write(host.stdout, found.map(describePassage).join(''));
      return 0;
    }
    await answerLines(session, async ({ id, turns }) => {
      const started = host.now();
      const passages = await find(turns, options.k);
      return { id, passages, ms: Math.round(host.now() - started) };
    });
    return 0;
  } finally {
    await index.close();
  }
}

/** One passage of a result. Scripts depend on its fields. */
interface FoundPassage {
  readonly plan: string;
  readonly section: Passage['section'];
  readonly text: string;
  readonly file: string;
  readonly lines: Passage['lines'];
  readonly score: number;
}

type Finder = (turns: readonly string[], k: number) => Promise<readonly FoundPassage[]>;

async function finderOf(index: OpenIndex, { host: { now }, settings, log }: Session): Promise<Finder> {
  const [{ search: searchStore }, { readQuestion }, { loadSynonyms }, { openAssistant }, { searchEndpoints }] =
    await Promise.all([
      import('../../retrieval/search.ts'),
      import('../../retrieval/query/question.ts'),
      import('../../retrieval/query/synonyms.ts'),
      import('../open-assistant.ts'),
      import('../search-endpoints.ts'),
    ]);
  const { store, words, embedder } = index;
  const synonyms = loadSynonyms();
  const assistant = await openAssistant(index, settings, log, { withModel: false });
  const plans = await store.plans();
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const options = searchEndpoints(settings, embedder, log);
  return async (turns, k) => {
    // A follow-up says little by itself; the assistant knows what it stands for.
    const understood =
      turns.length > 1 ? (await askConversation(assistant, turns, now)).answer.understood : (turns[0] ?? '');
    const evidence = await searchStore(store, readQuestion(understood, { plans, words, synonyms }), options);
    return evidence.slice(0, k).map(({ passage, score }) => foundPassage(passage, score, planOf.get(passage.planId)));
  };
}

function foundPassage({ section, text, lines }: Passage, score: number, plan: PlanSummary | undefined): FoundPassage {
  return { plan: plan?.title ?? '', section, text, file: basename(plan?.file ?? ''), lines, score };
}

function describePassage({ plan, section, text, file, lines, score }: FoundPassage, position: number): string {
  return `${position + 1}. ${oneLine([plan, ...section].join(' › '))}（${file}:${lines[0]}-${lines[1]}，${score.toFixed(3)}）\n   ${oneLine(text)}\n`;
}

function passageCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/u.test(text) && count >= 1 && count <= MOST_PASSAGES) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_PASSAGES}.`);
}
