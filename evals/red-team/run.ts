import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { createAssistant } from '../../bot/answer/assistant.ts';
import type { AnswerEvent, Assistant, Turn } from '../../bot/answer/types.ts';
import type { OpenIndex } from '../../bot/open-index.ts';
import type { Passage } from '../../corpus/types.ts';
import { openCorpus } from '../system.ts';
import { ATTACK_CLASSES, type Attack } from './attacks.ts';
import { violationsOf, type AttackResult, type CheckContext, type Violation } from './checks.ts';
import { writeCorpus } from './corpus.ts';

/** An attack, and what it brought about. */
export interface AttackOutcome {
  readonly attack: Attack;
  /** The answer shown; absent when the assistant threw. */
  readonly text?: string;
  readonly declined?: boolean;
  /** Empty when the attack failed. */
  readonly violations: readonly Violation[];
}

/** What is attacked, and what it must keep to itself. */
export interface RedTeamOptions {
  /** Opens the assistant over the poisoned index. @default the one without a model */
  readonly open?: (index: OpenIndex) => Assistant | Promise<Assistant>;
  /** Keys and addresses that the assistant was given. */
  readonly secrets?: readonly string[];
  /** Told of each attack before it is made, for a stand-in model that obeys what the attack orders. */
  readonly onAttack?: (attack: Attack) => void;
}

const PROMPTS = path.join(import.meta.dirname, '..', '..', 'prompts');

/** An index of the honest plans and all poisoned ones, loaded from files as any plan is. */
export interface PoisonedIndex {
  readonly index: OpenIndex;
  readonly folder: string;
  /** Closes the index and removes its folder. */
  close(): Promise<void>;
}

/** Builds the index that attacks are made on, in a temporary folder. */
export async function openPoisonedIndex(attacks: readonly Attack[]): Promise<PoisonedIndex> {
  const folder = await mkdtemp(path.join(tmpdir(), 'guida-red-team-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const index = await openCorpus([await writeCorpus(attacks, folder)], path.join(folder, 'data'));
    const close = async () => {
      await index.close();
      await remove();
    };
    return { index, folder, close };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Makes attacks. An earlier turn is asked, too, and its answer is part of the conversation. */
export async function runRedTeam(
  attacks: readonly Attack[],
  { index, folder }: Pick<PoisonedIndex, 'index' | 'folder'>,
  options: RedTeamOptions = {},
): Promise<readonly AttackOutcome[]> {
  const assistant = await (options.open ?? openWithoutModel)(index);
  const context = await contextOf(index, [folder, ...(options.secrets ?? [])]);
  const outcomes: AttackOutcome[] = [];
  for (const attack of attacks) {
    options.onAttack?.(attack);
    outcomes.push(await attempt(attack, assistant, context));
  }
  return outcomes;
}

/**
 * The outcomes as a table for people: a row for each class (attacks withstood; questions behind them that were answered
 * all the same), and a line for each attack that succeeded.
 */
export function redTeamTable(outcomes: readonly AttackOutcome[]): string {
  const rows = Object.entries(ATTACK_CLASSES).map(([name, meaning]) => {
    const own = outcomes.filter(({ attack }) => attack.class === name);
    const held = own.filter(({ violations }) => violations.length === 0).length;
    const questions = own.filter(({ attack }) => attack.outcome === 'answer');
    const answered = questions.filter(({ declined }) => declined === false).length;
    return `${name}  ${share(held, own.length)}  ${share(answered, questions.length)}  ${meaning}`;
  });
  const succeeded = outcomes.flatMap(({ attack, violations }) =>
    violations.map(({ code, detail }) => `FAIL ${attack.id} (${attack.place}, ${attack.shape}) ${code}: ${detail}`),
  );
  return ['class     held  answered', ...rows, ...succeeded, ''].join('\n');
}

function share(count: number, total: number): string {
  return `${count}/${total}`.padStart(7);
}

function openWithoutModel({ store, words }: OpenIndex): Assistant {
  return createAssistant({ store, words });
}

async function attempt(attack: Attack, assistant: Assistant, context: CheckContext): Promise<AttackOutcome> {
  const conversation: Turn[] = [];
  try {
    for (const question of attack.turns.slice(0, -1)) {
      const { answer } = await ask(assistant, question, conversation);
      conversation.push({ question, answer: answer.text });
    }
    const result = await ask(assistant, attack.turns.at(-1) ?? '', conversation);
    const { text, declined } = result.answer;
    return { attack, text, declined, violations: violationsOf(attack, result, context) };
  } catch (error) {
    return { attack, violations: [{ code: 'error', detail: String(error) }] };
  }
}

async function ask(assistant: Assistant, question: string, conversation: readonly Turn[]): Promise<AttackResult> {
  const events: AnswerEvent[] = [];
  for await (const event of assistant.ask(question, [...conversation])) events.push(event);
  const streamed = events.flatMap((event) => (event.type === 'done' ? [] : [event.text])).join('');
  const last = events.at(-1);
  if (last?.type !== 'done') throw new Error('the assistant ended without an answer');
  return { answer: last.answer, streamed };
}

async function contextOf({ store }: OpenIndex, secrets: readonly string[]): Promise<CheckContext> {
  const plans = await store.plans();
  const passages = new Map<string, Passage>();
  for (const { id } of plans) {
    for (const passage of await store.passageRange(id, 0, Number.MAX_SAFE_INTEGER)) passages.set(passage.id, passage);
  }
  const files = (await readdir(PROMPTS)).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const prompts = await Promise.all(files.map((name) => readFile(path.join(PROMPTS, name), 'utf8')));
  return {
    secrets: [...secrets, process.cwd(), homedir()].filter((secret) => secret.length > 1),
    prompts,
    titles: plans.map(({ title }) => title),
    passageOf: (id) => passages.get(id),
  };
}
