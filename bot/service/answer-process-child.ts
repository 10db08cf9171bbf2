import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import type { Assistant } from '../answer/types.ts';
import { drawingAssistant } from '../draft/answer-pictures.ts';
import type { Drafter } from '../draft/types.ts';
import type { Log } from '../log.ts';
import { openAssistant } from '../open-assistant.ts';
import { withEmbedder } from '../embedder.ts';
import { openCurrent, type OpenIndex } from '../open-index.ts';
import { openDraftProse } from '../open-model.ts';
import type { Settings } from '../settings.ts';
import { warmUp } from './warm-up.ts';
import { detailOf, sentError, type AnswerReply, type AnswerRequest } from './answer-process-messages.ts';

/** The process that answers: one generation of the index, one assistant. It ends when its parent lets go of it. */

const running = new Map<number, AbortController>();
let assistant: Assistant | undefined;
let drafter: (() => Promise<Drafter>) | undefined;

const send = (reply: AnswerReply): void => {
  if (process.connected) process.send?.(reply);
};

const tell = (message: string, cause?: unknown): void => {
  send({ type: 'told', message, detail: detailOf(cause) });
};
const log: Log = { warn: tell, detail: () => undefined };

process.on('message', (message) => {
  const request = message as AnswerRequest;
  if (request.type === 'open') void open(request);
  else if (request.type === 'ask') void ask(request);
  else if (request.type === 'draft') void draft(request);
  else running.get(request.id)?.abort();
});
process.on('disconnect', () => {
  process.exit(0);
});
// Ctrl-C reaches every process of a terminal; the parent lets us finish what is being answered.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);

async function open({ data, settings }: Extract<AnswerRequest, { type: 'open' }>): Promise<void> {
  try {
    // The rest of the settings is none of this process's business, and nothing here reads it.
    const known = settings as Settings;
    const index = await withEmbedder(known, data, log, (embedder) =>
      openCurrent({ data, log, embedder, database: known.DATABASE_URL }),
    );
    assistant = drawingAssistant(await openAssistant(index, known, log));
    // Loaded with the first order: what sets documents is large, and most processes are never asked for one.
    drafter = once(() => openDrafter(index, known));
    await warmUp(index);
    send({ type: 'opened', generation: index.store.generation });
  } catch (error) {
    send({ type: 'refused', error: sentError(error) });
  }
}

async function openDrafter({ store, words }: OpenIndex, settings: Settings): Promise<Drafter> {
  const { createDrafter } = await import('../draft/drafter.ts');
  const synonyms = loadSynonyms();
  const prose = await openDraftProse(settings, { words, synonyms }, log);
  return createDrafter({ store, words, synonyms, ...(prose ? { prose } : {}) });
}

async function ask({
  id,
  question,
  conversation,
  allowedPlans,
  pictures,
}: Extract<AnswerRequest, { type: 'ask' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (assistant === undefined) throw new Error('asked before it was opened');
    const options = {
      signal: controller.signal,
      ...(allowedPlans === undefined ? {} : { allowedPlans }),
      ...(pictures === undefined ? {} : { pictures }),
    };
    for await (const event of assistant.ask(question, conversation, options)) send({ type: 'event', id, event });
    send({ type: 'ended', id });
  } catch (error) {
    send({ type: 'ended', id, error: sentError(error) });
  } finally {
    running.delete(id);
  }
}

async function draft({ id, order, allowedPlans }: Extract<AnswerRequest, { type: 'draft' }>): Promise<void> {
  try {
    if (drafter === undefined) throw new Error('asked before it was opened');
    const drafted = await (await drafter()).draft(order, allowedPlans === undefined ? {} : { allowedPlans });
    send({ type: 'drafted', id, drafted });
  } catch (error) {
    send({ type: 'ended', id, error: sentError(error) });
  }
}

/** Makes something at the first call, and gives the same at every later one. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
