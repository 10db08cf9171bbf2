import type { ModelAnswering, ModelAnsweringOptions, ModelNotice } from './answer/model/model-answering.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';

/** Share of the deadline that a model may be silent for, before its answer and in the midst of it. */
const FIRST_PIECE = 0.5;
const IDLE = 0.3;

/** Answering with the chat model that the settings name; undefined when they name none. */
export async function openModel(
  settings: Settings,
  language: Pick<ModelAnsweringOptions, 'words' | 'synonyms'>,
  log: Log,
): Promise<ModelAnswering | undefined> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: model } = settings;
  const { GUIDA_DEADLINE_MS: deadlineMs } = settings;
  if (model === undefined) return undefined;
  if (apiKey === undefined && baseURL === undefined) {
    log.warn('OPENAI_MODEL has no effect without OPENAI_API_KEY or OPENAI_BASE_URL.');
    return undefined;
  }
  // Loaded here: whoever has no model need not wait for its libraries.
  const [{ createChatEndpoint }, { createModelAnswering }] = await Promise.all([
    import('./answer/model/chat-endpoint.ts'),
    import('./answer/model/model-answering.ts'),
  ]);
  const endpoint = createChatEndpoint({
    model,
    firstPieceMs: FIRST_PIECE * deadlineMs,
    idleMs: IDLE * deadlineMs,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  return createModelAnswering({ ...language, endpoint, deadlineMs, notice: tell(log) });
}

function tell(log: Log): (notice: ModelNotice) => void {
  return (notice) => {
    switch (notice.type) {
      case 'asked':
        log.detail(`The model is asked (${notice.prompt}, ${notice.passages} passages).`);
        return;
      case 'rewritten':
        log.detail('The model made the follow-up a question that stands by itself.');
        return;
      case 'stopped':
        log.detail(`A sentence of the model was stopped (${notice.sentence.objection.what}).`);
        return;
      case 'failed':
        log.warn(`${notice.failure.message} The answer comes without it.`, notice.failure);
    }
  };
}
