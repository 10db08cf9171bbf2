import { findAskedTimes } from '../../../corpus/times.ts';
import { loadPrompt } from '../../../prompts/load.ts';
import { findKnownPlaces } from '../../../retrieval/query/gazetteer.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { screen } from '../screen.ts';
import type { Turn } from '../types.ts';
import type { ChatEndpoint, WorkLimits } from './chat-endpoint.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Turns and characters of an answer that the model is shown. */
const TURNS = 4;
const LONGEST_ANSWER = 400;
/** A longer rewriting is none, in characters. */
const LONGEST = 160;
/** Least share of the question's own words that its rewriting must keep. */
const KEPT = 0.5;

const prompt = loadPrompt('rewrite');

/**
 * Lets the model make a follow-up a question that stands by itself.
 * @returns undefined when it does not, or when what it wrote has more in it than the conversation
 * @throws ModelFailure; the reason of the signal
 */
export async function rewriteFollowUp(
  question: string,
  conversation: readonly Turn[],
  endpoint: ChatEndpoint,
  checks: { readonly vocabulary: Vocabulary; readonly read: (text: string) => Question },
  limits: WorkLimits,
): Promise<string | undefined> {
  const turns = conversation.slice(-TURNS);
  const said = turns
    .map((turn) => `问：${turn.question}\n答：${(turn.answer ?? '').slice(0, LONGEST_ANSWER)}`)
    .join('\n');
  let written = '';
  for await (const piece of endpoint.stream(prompt.render({ conversation: said, question }), limits)) {
    written += piece;
    if (written.length > 4 * LONGEST) break;
  }
  return checkedRewriting(written, question, turns, checks);
}

/** The rewriting when it may be used: one line, no more in it than the conversation has, and still that question. */
export function checkedRewriting(
  written: string,
  question: string,
  conversation: readonly Turn[],
  { vocabulary, read }: { readonly vocabulary: Vocabulary; readonly read: (text: string) => Question },
): string | undefined {
  const lines = written
    .replace(/^\s*<think>[^]*?<\/think>/u, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first = ''] = lines;
  const text = first.replace(/^(?:改写后的问题|问题|改写)[：:]\s*/u, '').replace(/^["“](.*)["”]$/u, '$1');
  if (lines.length !== 1 || text.length > LONGEST || text === question) return undefined;
  const screened = screen(text);
  if ('reply' in screened || screened.question !== text) return undefined;
  const all = [...conversation.flatMap((turn) => [turn.question, turn.answer ?? '']), question].join('\n');
  return addsNothing(text, all, vocabulary) && keeps(text, question, read) ? text : undefined;
}

/** No year, figure, place or other word that the conversation has not. */
function addsNothing(text: string, conversation: string, vocabulary: Vocabulary): boolean {
  const years = new Set(findAskedTimes(conversation).map(({ to }) => to));
  if (findAskedTimes(text).some(({ to }) => !years.has(to))) return false;
  const digits = new Set(conversation.match(/\d+(?:\.\d+)?/gu) ?? []);
  if ((text.match(/\d+(?:\.\d+)?/gu) ?? []).some((number) => !digits.has(number))) return false;
  if (findKnownPlaces(text).some(({ short }) => !conversation.includes(short))) return false;
  const source = vocabulary.normal(conversation);
  return vocabulary.missing(vocabulary.normal(text), source).every((word) => ASKING.test(word));
}

/** Words of asking, which a full question may need. */
const ASKING = /^(?:多少|哪些|哪个|哪几|什么|是否|如何|怎么|怎样|为什么|何时|几个|请问|多大|多高|分别是)$/u;

/** It must still be about what the question itself names. */
function keeps(text: string, question: string, read: (text: string) => Question): boolean {
  const { terms } = read(question);
  const kept = terms.filter((term) => term.matchers.some((matcher) => text.toLowerCase().includes(matcher)));
  return kept.length >= terms.length * KEPT;
}
