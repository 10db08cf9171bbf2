import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { openEmbeddedJournal } from '../../journal/embedded-journal.ts';
import { answeredWith, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
import type { AnswerService } from '../../service/types.ts';
import { createSlackChannel } from './slack-channel.ts';
import type { SlackTiming } from './slack-options.ts';

/** What the process that is killed needs to know, as JSON in its first argument. */
export interface ChildOrder {
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly journal: string;
  readonly timing: Partial<SlackTiming>;
}

/** Every fifth answer takes long enough to be streamed. */
function isSlow(text: string): boolean {
  return Number(/\d+/u.exec(text)?.[0] ?? 1) % 5 === 0;
}

/** Scripted answers over a real journal, so that what was taken outlives the process. */
export function durableService(journalFile: string): AnswerService {
  const journal = openEmbeddedJournal(journalFile);
  return {
    ...scriptedService(),
    take: (incoming) => journal.take(incoming, Date.now()),
    mark: (reader, eventId, state) => journal.mark(reader.channel, eventId, state),
    unfinished: (channel) => journal.unfinished(channel),
    async *answer({ text, eventId }) {
      await wait(5);
      for (const event of answeredWith(scriptedAnswer(text), eventId)) {
        if (event.type === 'answered' && isSlow(text)) await wait(100);
        yield event;
      }
    },
  };
}

const [, , order] = process.argv;
if (order?.startsWith('{')) {
  const { journal, ...slack } = JSON.parse(order) as ChildOrder;
  const channel = createSlackChannel({ ...slack, service: durableService(journal), log: pino({ level: 'silent' }) });
  await channel.start();
}
