import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AnswerService, IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import { attachFiles, hasFiles, type Answered } from './attach-files.ts';
import { layoutAnswer, layoutLine, layoutTail } from './answer-layout.ts';
import { commandReply } from './command-reply.ts';
import { findReply, type FoundReply } from './find-reply.ts';
import { filesOf, replyTarget, withFiles, type ReplyTarget } from './incoming.ts';
import type { FinishedReply, Reply } from './reply.ts';
import type { SlackCalls } from './slack-calls.ts';
import { reasonOf, type Redact } from './slack-log.ts';
import type { Identity, SlackTiming } from './slack-options.ts';
import { threadReply } from './thread-reply.ts';

/** Answers questions that were taken, those of one conversation one after another. */
export interface Questions {
  /** Whether a question of the same conversation is being answered. */
  isAnswering(incoming: IncomingQuestion): boolean;
  /** Answers a question; returns at once. */
  begin(incoming: IncomingQuestion): void;
  /** Answers what an earlier run left open, or finds that it was answered; returns at once. */
  resume(open: Awaited<ReturnType<AnswerService['unfinished']>>): void;
  /** Waits for those being answered, at most `graceMs`, then gives them up: the next run answers them. */
  stop(graceMs: number): Promise<void>;
}

/** What `createQuestions` takes. */
export interface QuestionsOptions {
  readonly service: AnswerService;
  readonly calls: SlackCalls;
  readonly me: () => Identity;
  readonly timing: SlackTiming;
  readonly log: Logger;
  readonly redact: Redact;
  /** Start of the addresses of the web page. */
  readonly publicUrl?: string;
}

const FAILED = '抱歉，这个问题没有答成，请稍后再试。';
const TITLE_LENGTH = 60;

/** What is given up gets so long to end, in milliseconds. */
const LAST_WORDS = 1_000;

/** The questions of a channel. */
export function createQuestions(options: QuestionsOptions): Questions {
  const { service, calls, me, timing, log, redact } = options;
  const givingUp = new AbortController();
  const running = new Set<Promise<void>>();
  const lastOf = new Map<string, Promise<void>>();
  let isStopping = false;

  /** Runs work after the work of the same conversation that came before. */
  function enqueue(incoming: IncomingQuestion, work: (before: Promise<void> | undefined) => Promise<void>): void {
    const key = conversationOf(incoming);
    const current = work(lastOf.get(key)).catch((error: unknown) => {
      log.error({ event: incoming.eventId, reason: reasonOf(error, redact) }, 'a question could not be dealt with');
    });
    lastOf.set(key, current);
    running.add(current);
    void current.then(() => {
      running.delete(current);
      if (lastOf.get(key) === current) lastOf.delete(key);
    });
  }

  function replyTo(incoming: IncomingQuestion, target: ReplyTarget, found: FoundReply | undefined): Reply {
    const { reader, eventId } = incoming;
    const beforeFirst = (): Promise<void> => service.mark(reader, eventId, 'sending');
    if (target.kind === 'command') return commandReply(calls, target, beforeFirst);
    return threadReply({ calls, target, eventId, me: me(), timing, log, beforeFirst, ...(found ? { found } : {}) });
  }

  /** @returns what is to be posted; undefined when the answer was given up */
  async function follow(
    events: AsyncIterable<ServiceEvent>,
    reply: Reply,
    before: Promise<void> | undefined,
  ): Promise<{ readonly content: FinishedReply; readonly answered?: Answered } | undefined> {
    let text = '';
    for await (const event of events) {
      // A note that others are ahead would stand above the answer they are waiting for, in a thread that has one pending.
      if (event.type === 'queued' && before) continue;
      await before;
      if (event.type === 'queued') reply.wait(event.text);
      else if (event.type === 'status') reply.status(event.text);
      else if (event.type === 'text') reply.grow((text += event.text));
      else if (event.type === 'answered') {
        const { answer, answerId } = event;
        const content = {
          messages: layoutAnswer(answer, answerId),
          text: answer.text,
          tail: layoutTail(answer, answerId),
        };
        return { content, answered: event };
      } else if (event.reason === 'stopping' && isStopping) return undefined;
      else return { content: lines(event.text) };
    }
    return givingUp.signal.aborted ? undefined : { content: lines(FAILED) };
  }

  async function answer(
    incoming: IncomingQuestion,
    before: Promise<void> | undefined,
    found?: FoundReply,
  ): Promise<void> {
    const { reader, eventId } = incoming;
    const target = replyTarget(incoming);
    if (!target) {
      log.error({ event: eventId }, 'it is not known where the reply to a question goes; it is given up');
      await service.mark(reader, eventId, 'settled');
      return;
    }
    void nameThread(incoming, target);
    const reply = replyTo(incoming, target, found);
    try {
      const followed = await follow(service.answer(incoming, { signal: givingUp.signal }), reply, before);
      if (!followed) {
        reply.abandon();
        return;
      }
      const { content, answered } = followed;
      const files = answered && hasFiles(answered) ? (filesOf(incoming) ?? []) : undefined;
      // Noted with the first message: from then on a restart knows that files belong to it.
      if (files) await service.mark(reader, eventId, 'sending', withFiles(incoming, files));
      await reply.finish(content);
      if (answered && files) await attachFiles(incoming, target, answered, options);
      // Files that a stop has cut off are left to the next run.
      if (files && givingUp.signal.aborted) return;
    } catch (error) {
      reply.abandon();
      // After a stop the next run finds out what arrived.
      if (givingUp.signal.aborted) return;
      log.error({ event: eventId, reason: reasonOf(error, redact) }, 'a reply could not be posted and is given up');
    }
    await service.mark(reader, eventId, 'settled');
  }

  /** The first question is the title of its thread in the assistant's list. */
  async function nameThread(incoming: IncomingQuestion, target: ReplyTarget): Promise<void> {
    if (target.kind !== 'thread' || target.thread === undefined || !target.channel.startsWith('D')) return;
    try {
      if (await service.knowsConversation(incoming.reader, incoming.conversationId)) return;
      const title = incoming.text.replace(/\s+/gu, ' ').slice(0, TITLE_LENGTH);
      if (title === '') return;
      await calls.call('assistant.threads.setTitle', { channel_id: target.channel, thread_ts: target.thread, title });
    } catch {
      log.debug({ event: incoming.eventId }, 'a thread could not be named');
    }
  }

  /** The answer stands, and its files may: it is asked for once more, for what belongs to it, and not posted. */
  async function attachAgain(incoming: IncomingQuestion, target: ReplyTarget): Promise<void> {
    for await (const event of service.answer(incoming, { signal: givingUp.signal }))
      if (event.type === 'answered') await attachFiles(incoming, target, event, options);
      else if (event.type === 'refused') {
        if (event.reason === 'stopping') return;
        log.warn({ event: incoming.eventId, reason: event.reason }, 'files of the last run could not be made again');
      }
    if (!givingUp.signal.aborted) await service.mark(incoming.reader, incoming.eventId, 'settled');
  }

  async function resumeSending(incoming: IncomingQuestion, before: Promise<void> | undefined): Promise<void> {
    await before;
    const target = replyTarget(incoming);
    // A slash command's reply cannot be looked up: it is sent again.
    if (target?.kind !== 'thread') {
      await answer(incoming, undefined);
      return;
    }
    const found = await findReply(calls, target, incoming.eventId, me()).catch((error: unknown) => {
      log.warn(
        { event: incoming.eventId, reason: reasonOf(error, redact) },
        'a reply of the last run could not be looked up',
      );
      return undefined;
    });
    if (found?.isWhole !== true) await answer(incoming, undefined, found);
    else if (filesOf(incoming)) await attachAgain(incoming, target);
    else await service.mark(incoming.reader, incoming.eventId, 'settled');
  }

  return {
    isAnswering: (incoming) => lastOf.has(conversationOf(incoming)),
    begin(incoming) {
      enqueue(incoming, (before) => answer(incoming, before));
    },
    resume(open) {
      for (const { incoming, state } of open)
        enqueue(incoming, (before) => (state === 'taken' ? answer(incoming, before) : resumeSending(incoming, before)));
    },
    async stop(graceMs) {
      isStopping = true;
      await Promise.race([allOf(running), wait(graceMs, undefined, { ref: false })]);
      givingUp.abort();
      calls.close();
      await Promise.race([allOf(running), wait(LAST_WORDS, undefined, { ref: false })]);
    },
  };
}

function conversationOf({ reader, conversationId }: IncomingQuestion): string {
  return `${reader.roomId ?? reader.userId} ${conversationId}`;
}

function lines(text: string): FinishedReply {
  return { messages: layoutLine(text), text, tail: [] };
}

async function allOf(work: ReadonlySet<Promise<void>>): Promise<void> {
  while (work.size > 0) await Promise.all(work);
}
