import { loadSynonyms } from '../../../retrieval/query/synonyms.ts';
import { words } from '../../../retrieval/rank/temporary-index.fixture.ts';
import type { Store } from '../../../retrieval/types.ts';
import { createAssistant } from '../assistant.ts';
import type { Answer, AnswerEvent, Assistant, Turn } from '../types.ts';
import { createChatEndpoint, type ChatEndpointOptions } from './chat-endpoint.ts';
import { createModelAnswering, type ModelNotice } from './model-answering.ts';

/** The key that the tests look for where it must not be. */
export const CANARY_KEY = 'sk-canary-0123456789abcdef';

/** What came of a question. */
export interface Asked {
  readonly answer: Answer;
  readonly events: readonly AnswerEvent[];
  readonly notices: readonly ModelNotice[];
  readonly milliseconds: number;
}

/** An assistant with a model behind an address, and what it takes notice of. */
export interface ModelAssistant {
  readonly assistant: Assistant;
  readonly ask: (question: string, conversation?: readonly Turn[], signal?: AbortSignal) => Promise<Asked>;
}

/** Opens an assistant whose model is at an address. */
export function modelAssistant(
  store: Store,
  baseURL: string,
  options: Partial<ChatEndpointOptions> & { readonly deadlineMs?: number } = {},
): ModelAssistant {
  const notices: ModelNotice[] = [];
  const { deadlineMs = 20_000, ...endpointOptions } = options;
  const endpoint = createChatEndpoint({
    model: 'stand-in',
    apiKey: CANARY_KEY,
    baseURL,
    firstPieceMs: 10_000,
    idleMs: 5000,
    failures: 1000,
    ...endpointOptions,
  });
  const synonyms = loadSynonyms();
  const notice = (it: ModelNotice): void => {
    notices.push(it);
  };
  const model = createModelAnswering({ endpoint, words, synonyms, deadlineMs, notice });
  const assistant = createAssistant({ store, words, synonyms, model });
  return {
    assistant,
    async ask(question, conversation = [], signal) {
      notices.length = 0;
      const events: AnswerEvent[] = [];
      const started = Date.now();
      for await (const event of assistant.ask(question, conversation, signal ? { signal } : {})) events.push(event);
      const answers = events.flatMap((event) => (event.type === 'done' ? [event.answer] : []));
      const [answer] = answers;
      if (!answer || answers.length > 1) throw new Error('an answer is done once');
      return { answer, events, notices: [...notices], milliseconds: Date.now() - started };
    },
  };
}

/** The text that was shown, piece by piece. */
export function shownText(events: readonly AnswerEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}
