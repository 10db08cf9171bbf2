import type { DraftProse } from './answer/draft/prose/draft-prose.ts';
import type { ChatEndpoint } from './answer/model/chat-endpoint.ts';
import type { ModelAnswering, ModelAnsweringOptions, ModelNotice } from './answer/model/model-answering.ts';
import type { Log } from './log.ts';
import type { Settings } from './settings.ts';

/** Share of the deadline that a model may be silent for, before its answer and in the midst of it. */
const FIRST_PIECE = 0.5;
const IDLE = 0.3;
/** A draft is several answers: it may take so many deadlines, 50 s by default where many a proxy waits 60; and at most, ms. */
const DRAFT_DEADLINES = 2.5;
const LONGEST_DRAFT_MS = 600_000;

/** What reading Chinese takes. */
type Language = Pick<ModelAnsweringOptions, 'words' | 'synonyms'>;

/** Answering with the chat model that the settings name; undefined when they name none. */
export async function openModel(settings: Settings, language: Language, log: Log): Promise<ModelAnswering | undefined> {
  const endpoint = await openEndpoint(settings, log);
  if (!endpoint) return undefined;
  const { createModelAnswering } = await import('./answer/model/model-answering.ts');
  return createModelAnswering({
    ...language,
    endpoint,
    deadlineMs: settings.GUIDA_DEADLINE_MS,
    notice: tell(log, 'answer'),
  });
}

/** Wording drafts with the chat model that the settings name; undefined when they name none. */
export async function openDraftProse(
  settings: Settings,
  language: Language,
  log: Log,
): Promise<DraftProse | undefined> {
  const endpoint = await openEndpoint(settings, log);
  if (!endpoint) return undefined;
  const { createDraftProse } = await import('./answer/draft/prose/draft-prose.ts');
  const deadlineMs = Math.min(DRAFT_DEADLINES * settings.GUIDA_DEADLINE_MS, LONGEST_DRAFT_MS);
  return createDraftProse({ ...language, endpoint, deadlineMs, notice: tell(log, 'draft') });
}

async function openEndpoint(settings: Settings, log: Log): Promise<ChatEndpoint | undefined> {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: model } = settings;
  const { GUIDA_DEADLINE_MS: deadlineMs } = settings;
  if (model === undefined) return undefined;
  if (apiKey === undefined && baseURL === undefined) {
    log.warn('OPENAI_MODEL has no effect without OPENAI_API_KEY or OPENAI_BASE_URL.');
    return undefined;
  }
  // Loaded here: whoever has no model need not wait for its libraries.
  const { createChatEndpoint } = await import('./answer/model/chat-endpoint.ts');
  return createChatEndpoint({
    model,
    firstPieceMs: FIRST_PIECE * deadlineMs,
    idleMs: IDLE * deadlineMs,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(baseURL === undefined ? {} : { baseURL }),
  });
}

function tell(log: Log, what: 'answer' | 'draft'): (notice: ModelNotice) => void {
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
        log.warn(`${notice.failure.message} The ${what} comes without it.`, notice.failure);
    }
  };
}
