import type { AnswerService, IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import type { Log } from '../../log.ts';
import { splitText } from '../text/split-text.ts';
import { LONGEST_CARD_TEXT, type Card, type Cards } from './card.ts';
import { createConversationTurns, type Turn } from './conversation-turns.ts';
import { FEEDBACK_LINES, judgementIn } from './feedback.ts';
import type { Handouts } from './handouts.ts';
import { answerMarkdown, messageMarkdown, titleOf } from './markdown.ts';
import { messagesOf, type Message } from './messages.ts';
import type { ReplyTo } from './reply-to.ts';
import type { Sender } from './sender.ts';

/** Replies to events that were taken. */
export interface Replies {
  /** Replies, and marks how far it has come. */
  reply(incoming: IncomingQuestion, replyTo: ReplyTo, options: ReplyOptions): Promise<void>;
  /**
   * Settles an event whose reply may or may not have arrived before a stop. A card can be set again without harm; a
   * Markdown message cannot be looked up, so it is not sent a second time. A file that was not tried yet is sent.
   */
  settle(incoming: IncomingQuestion, replyTo: ReplyTo | undefined, signal: AbortSignal): Promise<void>;
}

/** How to reply. */
export interface ReplyOptions {
  readonly signal: AbortSignal;
  /** The event was taken before a restart, so that its card may be there already. */
  readonly isResumed: boolean;
}

/** What `createReplies` takes. */
export interface RepliesOptions {
  readonly service: AnswerService;
  readonly sender: Sender;
  readonly log: Log;
  readonly handouts: Handouts;
  readonly cards?: Cards;
  readonly publicUrl?: string;
}

const UNREADABLE = '目前只能读文字消息，请把问题打成文字发给我。';
const FAILED = '这个问题没有答成，请再问一次。';
const HINT = '觉得这条回答怎么样，可以回复“有用”，或“没用”加原因。';
const GROUP_HINT = '觉得这条回答怎么样，可以 ＠我 回复“有用”，或“没用”加原因。';

/** One event on its way to its reply. */
interface Job extends ReplyOptions {
  readonly incoming: IncomingQuestion;
  readonly replyTo: ReplyTo;
  readonly card?: Card | undefined;
  readonly turn: Turn;
  /** The file of a draft may be out already: it is not sent again. */
  readonly withoutFile?: boolean;
}

/** Replies in Markdown, or on a card where there is a template. */
export function createReplies({ service, sender, log, handouts, cards, publicUrl }: RepliesOptions): Replies {
  const turns = createConversationTurns();
  const settle = ({ reader, eventId }: IncomingQuestion): Promise<void> => service.mark(reader, eventId, 'settled');

  /**
   * Sends messages one after another; the event is `sending` only while a message may be out.
   * @param sending what is kept of the event from then on
   * @returns false when the program stops before anything was tried
   */
  const sendAll = async (
    { incoming, replyTo, turn, signal }: Job,
    messages: readonly Message[],
    sending: ReplyTo,
  ): Promise<boolean> => {
    const { reader, eventId } = incoming;
    await turn.mayReply;
    for (const [at, message] of messages.entries()) {
      const sent = await sender.send(replyTo, message, {
        trying: () => service.mark(reader, eventId, 'sending', sending),
        ...(at === 0 ? { putOff: () => service.mark(reader, eventId, 'taken', replyTo), signal } : {}),
      });
      if (sent === 'stopped') return false;
      if (sent === 'given-up') break;
    }
    return true;
  };

  /** As `sendAll`, on the card where there is one. */
  const show = async (job: Job, markdown: string, title: string, sending: ReplyTo): Promise<boolean> => {
    const { incoming, replyTo, card } = job;
    if (card) {
      const [first = '', ...rest] = splitText(markdown, LONGEST_CARD_TEXT);
      await service.mark(incoming.reader, incoming.eventId, 'sending', sending);
      const finished = await card.finish(first);
      if (finished !== 'failed') {
        if (finished === 'finished') for (const text of rest) await sender.send(replyTo, { title, text });
        return true;
      }
    }
    return await sendAll(job, messagesOf(markdown, title), sending);
  };

  const finish = async (job: Job, markdown: string, title: string, topic?: string): Promise<void> => {
    const { incoming, replyTo, signal } = job;
    const due = job.withoutFile === true ? undefined : topic;
    const sending = due === undefined ? replyTo : handouts.due(replyTo, due);
    if (!(await show(job, markdown, title, sending))) return;
    if (due === undefined || (await handouts.send(incoming, replyTo, due, signal))) await settle(incoming);
  };

  const answerQuestion = async (job: Job): Promise<void> => {
    const { signal } = job;
    const progress = { isReplying: false };
    try {
      await followAnswer(job, progress);
    } catch (error) {
      if (progress.isReplying || signal.aborted) throw error;
      log.warn('dingtalk: a question could not be answered', error);
      await finish(job, FAILED, FAILED);
    }
  };

  const followAnswer = async (job: Job, progress: { isReplying: boolean }): Promise<void> => {
    const { incoming, replyTo, card, signal, turn } = job;
    const { reader, conversationId } = incoming;
    const isFirst = !card && !(await service.knowsConversation(reader, conversationId));
    let shown = '';
    for await (const event of beginning(service.answer(incoming, { signal }), turn)) {
      switch (event.type) {
        case 'queued':
          if (card) card.show(messageMarkdown(event.text));
          else await sender.send(replyTo, messageOf(event), { signal });
          break;
        case 'status':
          if (shown === '') card?.show(messageMarkdown(event.text));
          break;
        case 'text':
          shown += event.text;
          card?.show(splitText(messageMarkdown(shown), LONGEST_CARD_TEXT)[0] ?? '');
          break;
        case 'refused':
          progress.isReplying = true;
          await finish(job, messageMarkdown(event.text), titleOf(event.text));
          break;
        case 'answered': {
          const hint = isFirst ? `\n\n${replyTo.group === undefined ? HINT : GROUP_HINT}` : '';
          progress.isReplying = true;
          const { text, handout } = event.answer;
          await finish(job, answerMarkdown(event.answer, publicUrl) + hint, titleOf(text), handout);
        }
      }
    }
  };

  /** Goes on where the last run ended. */
  const takeUp = async (
    incoming: IncomingQuestion,
    { handout, ...replyTo }: ReplyTo,
    turn: Turn,
    signal: AbortSignal,
  ): Promise<void> => {
    const card = replyTo.kind === 'question' ? await cards?.resume(incoming.eventId) : undefined;
    if (card) {
      const withoutFile = handout === undefined;
      await answerQuestion({ incoming, replyTo, turn, signal, isResumed: true, card, withoutFile });
      return;
    }
    log.warn(
      'dingtalk: a reply was being sent when the program ended; it is not sent again, whether it arrived or not',
    );
    if (handout === undefined || (await handouts.send(incoming, replyTo, handout, signal))) await settle(incoming);
  };

  const recordFeedback = async (incoming: IncomingQuestion, { answerId }: ReplyTo): Promise<string> => {
    const { reader, conversationId, text } = incoming;
    const judgement = judgementIn(text);
    // The answer that was meant may have been on its way when the judgement came.
    const about = answerId ?? (await service.lastAnswer(reader, conversationId))?.answerId;
    const isKnown =
      judgement && about !== undefined && (await service.feedback({ answerId: about, reader, ...judgement }));
    return isKnown === true ? FEEDBACK_LINES.recorded : FEEDBACK_LINES.unknown;
  };

  return {
    reply: (incoming, replyTo, options) =>
      turns.take(incoming.conversationId, async (turn) => {
        const job: Job = { incoming, replyTo, turn, ...options };
        await turn.mayBegin;
        if (replyTo.kind === 'question') {
          const card = await cards?.open(incoming.eventId, replyTo, options.isResumed);
          await answerQuestion({ ...job, card });
        } else {
          turn.begun();
          await turn.mayReply;
          const line = replyTo.kind === 'unreadable' ? UNREADABLE : await recordFeedback(incoming, replyTo);
          if (await sendAll(job, messagesOf(line), replyTo)) await settle(incoming);
        }
      }),
    settle: (incoming, kept, signal) =>
      turns.take(incoming.conversationId, async (turn) => {
        await turn.mayBegin;
        await (kept ? takeUp(incoming, kept, turn, signal) : settle(incoming));
      }),
  };
}

/** The events of an answer; the turn has begun once the first one is asked for, which is when the service orders them. */
async function* beginning(events: AsyncIterable<ServiceEvent>, turn: Turn): AsyncGenerator<ServiceEvent> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    const first = iterator.next();
    turn.begun();
    for (let event = await first; event.done !== true; event = await iterator.next()) yield event.value;
  } finally {
    await iterator.return?.();
  }
}

function messageOf({ text }: Extract<ServiceEvent, { type: 'queued' }>): Message {
  return { title: titleOf(text), text: messageMarkdown(text) };
}
