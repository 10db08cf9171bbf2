import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openEmbeddedJournal } from '../../journal/embedded-journal.ts';
import { answeredWith, draftedAs, scriptedAnswer, scriptedService } from '../../service/scripted-service.fixture.ts';
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

/** Starts the channel in a process of its own, which can be killed. */
export function startChild(order: ChildOrder): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), JSON.stringify(order)], {
    stdio: 'inherit',
  });
}

/** Every fifth answer takes long enough to be streamed. */
function isSlow(text: string): boolean {
  return Number(/\d+/u.exec(text)?.[0] ?? 1) % 5 === 0;
}

/** Scripted answers over a real journal, so that what was taken outlives the process. */
export function durableService(journalFile: string): AnswerService {
  const journal = openEmbeddedJournal(journalFile);
  return {
    ...scriptedService({ drafted: ({ topic }) => draftedAs(`${topic}.docx`, Buffer.from(topic)) }),
    take: (incoming) => journal.take(incoming, Date.now()),
    mark: (reader, ...mark) => journal.mark(reader.channel, ...mark),
    unfinished: (channel) => journal.unfinished(channel),
    async *answer({ text, eventId }) {
      await wait(5);
      const handout = text.startsWith('起草') ? { handout: text } : {};
      for (const event of answeredWith(scriptedAnswer(text, handout), eventId)) {
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
