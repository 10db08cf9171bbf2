import { loadPrompt } from '../../../prompts/load.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Synonyms } from '../../../retrieval/query/synonyms.ts';
import type { Words } from '../../../retrieval/types.ts';
import { comparedPlaces } from '../compose/compare.ts';
import { answerWithDraft } from '../draft/answer-with-draft.ts';
import { createDraftProse } from '../draft/prose/draft-prose.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Answer, AnswerEvent, Turn } from '../types.ts';
import { Admission } from './admission.ts';
import { AnswerWriter } from './answer-writer.ts';
import type { ChatEndpoint } from './chat-endpoint.ts';
import { gatherEvidence, ShownPassages } from './evidence.ts';
import { readLines } from './extractive-lines.ts';
import { modelFailure, type ModelFailure } from './failure.ts';
import { noteOf, reasonOf } from './notes.ts';
import { readSentence, type SentenceContext, type StoppedSentence } from './read-sentence.ts';
import { research } from './research.ts';
import { SentenceStream, type StreamedSentence } from './sentences.ts';
import { understand, type Understood } from './understand.ts';
import { createProseGate } from './verify-prose.ts';
import { createVocabulary } from './vocabulary.ts';

/** What happened with the model, for the log and for tracing. Holds no prompt and no key. */
export type ModelNotice =
  | { readonly type: 'asked'; readonly prompt: string; readonly passages: number }
  | { readonly type: 'rewritten'; readonly question: string }
  | { readonly type: 'stopped'; readonly sentence: StoppedSentence }
  | { readonly type: 'failed'; readonly failure: ModelFailure };

/** What answering with a model takes. */
export interface ModelAnsweringOptions {
  readonly endpoint: ChatEndpoint;
  readonly words: Words;
  readonly synonyms: Synonyms;
  /** An answer is complete within this, in milliseconds. @default 20000 */
  readonly deadlineMs?: number;
  readonly notice?: (notice: ModelNotice) => void;
}

/** A question with what has been found without a model. */
export interface ModelRequest {
  /** The question as it was asked, fit to be answered. */
  readonly asked: string;
  /** Turns before it, oldest first. */
  readonly conversation: readonly Turn[];
  /** As the rules understood it, in the light of the turns before. */
  readonly question: Question;
  /** Whether the rules saw other ways to understand it. */
  readonly isAmbiguous: boolean;
  /** The answer without a model. */
  readonly extractive: Answer;
  readonly context: AnswerContext;
  /** When the question came, in milliseconds of `Date.now()`. */
  readonly startedAt: number;
  readonly signal?: AbortSignal | undefined;
}

/** Answers with a model: never worse than the extractive answer, never later than the deadline. */
export interface ModelAnswering {
  /**
   * Yields verified text as it is written, and last the whole answer.
   * @throws what the store throws; the reason of the signal
   */
  answer(request: ModelRequest): AsyncGenerator<AnswerEvent>;
}

/** Kept back from the deadline for what comes after the model, in milliseconds and as a share. */
const RESERVE_MS = 400;
const RESERVE = 0.1;
/** A repair that has less time than this is not asked for, in milliseconds. */
const REPAIR_MS = 700;

const prompts = { answer: loadPrompt('answer'), research: loadPrompt('research'), repair: loadPrompt('repair') };

/** What the model is told of the form, by what is asked. */
function formOf({ intent }: Question): string {
  if (intent.kind === 'summary') return '分条概括，每条一行，以“- ”开头，最多十条，每条标注出处。';
  if (intent.kind === 'list' || intent.plural) return '逐条列出，每条一行，以“- ”开头，每条标注出处；不漏项。';
  return '一两句话。';
}

/** Answering with a model behind an endpoint. */
export function createModelAnswering(options: ModelAnsweringOptions): ModelAnswering {
  const { endpoint, words, synonyms, deadlineMs = 20_000, notice = () => undefined } = options;
  const vocabulary = createVocabulary(words, synonyms);
  const prose = createDraftProse({ endpoint, words, synonyms, notice });

  return {
    async *answer(request) {
      const { signal, context, startedAt } = request;
      signal?.throwIfAborted();
      const until = startedAt + deadlineMs - Math.min(RESERVE_MS, deadlineMs * RESERVE);
      const limits = { until, signal };
      const understood = await understand(request, { endpoint, vocabulary, notice, limits });
      const { question, extractive } = understood;
      if (extractive.handout !== undefined) {
        yield { type: 'status', text: '正在请模型撰写' };
        const written = await answerWithDraft(question, context, { prose, ...limits });
        yield* whole({ ...(written ?? extractive), understood: extractive.understood });
        return;
      }
      if (!isForModel(understood)) {
        yield* whole(extractive);
        return;
      }
      yield { type: 'status', text: '正在请模型作答' };
      yield* compose(understood, context, limits);
    },
  };

  async function* compose(
    { question, extractive }: Understood,
    context: AnswerContext,
    limits: { readonly until: number; readonly signal: AbortSignal | undefined },
  ): AsyncGenerator<AnswerEvent> {
    const { plans } = context;
    const shown = new ShownPassages(plans);
    const evidence = await gatherEvidence(question, extractive.citations, context);
    const passages = shown.show(evidence);
    if (shown.size === 0) {
      yield* whole(extractive);
      return;
    }
    const cited = evidence.filter(({ id }) => extractive.citations.some(({ passageId }) => passageId === id));
    const normalQuestion = vocabulary.normal(extractive.understood);
    const reading: SentenceContext = {
      shown,
      gate: createProseGate({ plans, vocabulary }),
      alsoCited: cited.slice(0, 3),
      isAsked: ({ id, planId }) =>
        question.planIds === undefined || question.planIds.includes(planId) || cited.some((it) => it.id === id),
      isEmpty: (text) => vocabulary.missing(vocabulary.normal(text), normalQuestion).length === 0,
    };
    const lines = readLines(extractive, cited, question.intent.plural);
    const admission = new Admission({ question, extractive, lines, plans, vocabulary });
    const writer = new AnswerWriter(plans);
    const stopped: StoppedSentence[] = [];
    let lead: string | undefined;

    const take = (sentences: readonly StreamedSentence[]): string => {
      let text = '';
      for (const streamed of sentences) {
        const read = readSentence(streamed, reading);
        if (read.kind === 'lead') lead = read.text;
        if (read.kind === 'stopped') {
          stopped.push(read.stopped);
          notice({ type: 'stopped', sentence: read.stopped });
        }
        if (read.kind !== 'verified') continue;
        for (const { sentence } of admission.offer(read)) {
          if (lead !== undefined) text += writer.line(lead);
          lead = undefined;
          text += writer.sentence(sentence);
        }
      }
      return text;
    };
    const listen = async function* (
      pieces: AsyncIterable<string>,
    ): AsyncGenerator<AnswerEvent, ModelFailure | undefined> {
      const stream = new SentenceStream();
      let failure: ModelFailure | undefined;
      try {
        for await (const piece of pieces) {
          const text = take(stream.push(piece));
          if (text !== '') yield { type: 'text', text };
        }
      } catch (error) {
        limits.signal?.throwIfAborted();
        failure = modelFailure(error);
        notice({ type: 'failed', failure });
      }
      const text = take(stream.end(failure === undefined));
      if (text !== '') yield { type: 'text', text };
      return failure;
    };

    const variables = { question: extractive.understood, form: formOf(question), passages };
    const isResearch = needsResearch(question, extractive, context);
    let prompt: { readonly version: string } = isResearch ? prompts.research : prompts.answer;
    notice({ type: 'asked', prompt: prompt.version, passages: shown.size });
    let failure = yield* listen(
      isResearch
        ? endpoint.run(research(prompts.research.render(variables), shown, context), limits)
        : endpoint.stream(prompts.answer.render(variables), limits),
    );
    // Not every model can call tools.
    if (isResearch && failure?.kind === 'request' && !admission.isOpen) {
      prompt = prompts.answer;
      notice({ type: 'asked', prompt: prompt.version, passages: shown.size });
      failure = yield* listen(endpoint.stream(prompts.answer.render(variables), limits));
    }
    const lacks =
      !admission.isOpen || admission.missing().length > 0 || ['summary', 'list'].includes(question.intent.kind);
    if (failure === undefined && stopped.length > 0 && lacks && Date.now() + REPAIR_MS < limits.until) {
      notice({ type: 'asked', prompt: prompts.repair.version, passages: shown.size });
      const broken = stopped.splice(0).slice(0, 8);
      const repair = prompts.repair.render({
        question: extractive.understood,
        stopped: broken.map(({ text, objection }) => `- ${text}（${reasonOf(objection)}）`).join('\n'),
        passages: shown.again(),
      });
      failure = yield* listen(endpoint.stream(repair, limits));
      if (!admission.isOpen && stopped.length === 0) stopped.push(...broken);
    }
    const model = { name: endpoint.model, prompt: prompt.version };
    const note = noteOf({
      failure,
      isShown: admission.isOpen,
      isStopped: stopped.length > 0,
      declined: extractive.declined,
    });
    if (!admission.isOpen) {
      const text = note === undefined ? extractive.text : `${extractive.text}\n${note}`;
      yield* whole({ ...extractive, text, model });
      return;
    }
    let rest = '';
    for (const { text, passages: under } of admission.missing())
      rest += writer.sentence({
        startsLine: true,
        isItem: /^(?:-|\d+[.、])\s/u.test(text),
        segments: [{ text: text.replace(/^(?:-|\d+[.、])\s*/u, ''), passages: under }],
        end: '',
      });
    const { citations } = writer;
    if (citations.some(({ draft }) => draft)) rest += writer.line('（出自征求意见稿，尚未正式印发）');
    if (note !== undefined) rest += writer.line(note);
    if (rest !== '') yield { type: 'text', text: rest };
    const answer: Answer = {
      text: writer.text,
      declined: false,
      mode: 'llm',
      citations,
      understood: extractive.understood,
      model,
    };
    yield { type: 'done', answer };
  }
}

/** An answer at once. */
function* whole(answer: Answer): Generator<AnswerEvent> {
  yield { type: 'text', text: answer.text };
  yield { type: 'done', answer };
}

/**
 * Some answers stand on what no passage says: the status and date of a plan come from its title page, a sum from
 * arithmetic, the third item or the number of items from counting. There a model could only be wrong.
 */
function isForModel({ question, extractive }: Understood): boolean {
  const { intent, terms } = question;
  if (intent.kind === 'status' || intent.item !== undefined || terms.length === 0) return false;
  return !/据原文计算|共列\*{0,2}\d/u.test(extractive.text);
}

/** Comparisons, summaries and questions that one look-up did not answer. */
function needsResearch(question: Question, extractive: Answer, context: AnswerContext): boolean {
  return (
    question.intent.kind === 'summary' ||
    question.titleGroups.length >= 2 ||
    extractive.declined ||
    comparedPlaces(question, context).length >= 2
  );
}
