import type { Assistant } from '../answer/types.ts';
import type { Log } from '../log.ts';
import { openAssistant } from '../open-assistant.ts';
import { withEmbedder } from '../embedder.ts';
import { openCurrent } from '../open-index.ts';
import type { Settings } from '../settings.ts';
import { detailOf, sentError, type AnswerReply, type AnswerRequest } from './answer-process-messages.ts';

/** The process that answers: one generation of the index, one assistant. It ends when its parent lets go of it. */

/** Anything Chinese: it makes the segmenter load its dictionary before the first question does. */
const WARM_UP = '示例市规划';

const running = new Map<number, AbortController>();
let assistant: Assistant | undefined;

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
    assistant = await openAssistant(index, known, log);
    index.words.split(WARM_UP);
    send({ type: 'opened', generation: index.store.generation });
  } catch (error) {
    send({ type: 'refused', error: sentError(error) });
  }
}

async function ask({
  id,
  question,
  conversation,
  allowedPlans,
}: Extract<AnswerRequest, { type: 'ask' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    if (assistant === undefined) throw new Error('asked before it was opened');
    const options = { signal: controller.signal, ...(allowedPlans === undefined ? {} : { allowedPlans }) };
    for await (const event of assistant.ask(question, conversation, options)) send({ type: 'event', id, event });
    send({ type: 'ended', id });
  } catch (error) {
    send({ type: 'ended', id, error: sentError(error) });
  } finally {
    running.delete(id);
  }
}
