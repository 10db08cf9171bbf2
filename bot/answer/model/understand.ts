import type { Question } from '../../../retrieval/query/question.ts';
import { answerInParts } from '../answer-parts.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Answer } from '../types.ts';
import type { ChatEndpoint } from './chat-endpoint.ts';
import { modelFailure } from './failure.ts';
import type { ModelNotice, ModelRequest } from './model-answering.ts';
import { rewriteFollowUp } from './rewrite.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A question that stands by itself, with its answer without a model. */
export interface Understood {
  readonly question: Question;
  readonly extractive: Answer;
}

/** What understanding takes. */
export interface UnderstandOptions {
  readonly endpoint: ChatEndpoint;
  readonly vocabulary: Vocabulary;
  readonly notice: (notice: ModelNotice) => void;
  readonly limits: { readonly until: number; readonly signal: AbortSignal | undefined };
}

/** Below this coverage of the question's words the rules are unsure which of several readings is meant. */
const SURE = 0.6;
/** Share of the time left that a rewriting may take, and most of it in milliseconds. */
const SHARE = 0.3;
const LONGEST_MS = 6000;

/**
 * Lets the model rewrite a follow-up where the rules are unsure: their reading led to no answer, or there were others and
 * no sentence fits it well. The rewriting counts only when it adds nothing that the conversation has not and its own
 * answer is at least as well founded.
 */
export async function understand(request: ModelRequest, options: UnderstandOptions): Promise<Understood> {
  const { question, extractive, conversation, asked, context } = request;
  const byRules = { question, extractive };
  if (conversation.length === 0 || !(await isUnsure(request))) return byRules;
  const { endpoint, vocabulary, notice, limits } = options;
  const until = Date.now() + Math.min(LONGEST_MS, SHARE * Math.max(0, limits.until - Date.now()));
  const checks = { vocabulary, read: context.read };
  let rewritten: string | undefined;
  try {
    rewritten = await rewriteFollowUp(asked, conversation, endpoint, checks, { ...limits, until });
  } catch (error) {
    limits.signal?.throwIfAborted();
    notice({ type: 'failed', failure: modelFailure(error) });
  }
  if (rewritten === undefined || rewritten === extractive.understood) return byRules;
  const other = context.read(rewritten);
  const answer = { ...(await answerInParts(other, context)), understood: rewritten };
  if (answer.declined && !extractive.declined) return byRules;
  if (!extractive.declined && (await coverage(other, context)) < (await coverage(question, context))) return byRules;
  notice({ type: 'rewritten', question: rewritten });
  return { question: other, extractive: answer };
}

async function isUnsure({ question, extractive, isAmbiguous, context }: ModelRequest): Promise<boolean> {
  return extractive.declined || (isAmbiguous && (await coverage(question, context)) < SURE);
}

/** Share of the question's words that the sentence which fits best has; 0 when none answers. */
async function coverage(question: Question, context: AnswerContext): Promise<number> {
  const { best, shortfall } = await lookUp(question, context);
  return best && shortfall === undefined ? best.coverage : 0;
}
