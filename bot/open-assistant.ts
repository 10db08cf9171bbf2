import { isGuidaError } from '../corpus/errors.ts';
import { createAssistant } from './answer/assistant.ts';
import type { Assistant } from './answer/types.ts';
import type { Log } from './log.ts';
import type { OpenIndex } from './open-index.ts';

/**
 * The assistant over an open index. Where an embedding endpoint is configured, it searches vectors too; when the
 * endpoint fails, the question is answered without it, and that is told.
 */
export function openAssistant({ store, words, embedder }: OpenIndex, log: Log): Assistant {
  const withWords = createAssistant({ store, words });
  if (embedder === undefined) return withWords;
  const search = { vectors: (text: string): Promise<Float32Array> => embedder.embedQuery(text) };
  const setUp = { store, words, search };
  const withVectors = createAssistant(setUp);
  return {
    async *ask(...question) {
      try {
        yield* withVectors.ask(...question);
      } catch (error) {
        if (!isGuidaError(error) || error.code !== 'embedding-failed') throw error;
        log.warn(`${error.message} This answer rests on words alone.`, error);
        yield* withWords.ask(...question);
      }
    },
  };
}
