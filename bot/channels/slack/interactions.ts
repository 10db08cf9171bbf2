import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { AnswerService, Feedback, Reader } from '../../service/types.ts';
import { ACTIONS } from './answer-layout.ts';
import { asksForHelp } from './incoming.ts';
import type { SlackCalls, SlackMethod } from './slack-calls.ts';
import { reasonOf, type Redact } from './slack-log.ts';
import { noSourceModal, REASON_CALLBACK, REASON_INPUT, reasonModal, sourceModal } from './source-view.ts';
import { suggestedPrompts, THREAD_GREETING } from './suggested-prompts.ts';

/** What `listen` takes. */
export interface InteractionsOptions {
  readonly service: AnswerService;
  readonly calls: SlackCalls;
  readonly log: Logger;
  readonly redact: Redact;
  readonly publicUrl?: string;
}

/** The slash command of the manifest. */
export const COMMAND = '/guida';

/** Events that Bolt is asked for; questions are taken before Bolt sees them. The manifest subscribes to all of them. */
export const EVENTS = {
  assistantThreadStarted: 'assistant_thread_started',
  mention: 'app_mention',
  message: 'message',
} as const;

/** What `/guida 帮助` says. */
export const HELP_TEXT = [
  `用法：${COMMAND} 问题，例如 ${COMMAND} 合肥市2025年高新技术企业要达到多少家`,
  '这里的回答只有您自己看得到。要让大家都看到，请在频道里 @ 我提问；在同一个消息列里接着问，不用再 @。',
  '每条回答都附出处，点“查看原文”可以核对。规划里没有的，我会直说没有。',
].join('\n');

const CLICK = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  channel: z.looseObject({ id: z.string() }).optional(),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional(),
  trigger_id: z.string(),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().optional() })).min(1),
});
const SUBMISSION = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  view: z.looseObject({
    private_metadata: z.string(),
    state: z.looseObject({
      values: z.record(z.string(), z.record(z.string(), z.looseObject({ value: z.string().nullish() }))),
    }),
  }),
});
const OF_REASON = z.object({ answerId: z.string(), roomId: z.string().optional() });
const THREAD = z.looseObject({
  assistant_thread: z.looseObject({ user_id: z.string(), channel_id: z.string(), thread_ts: z.string() }),
});

/** Registers what Bolt does besides acknowledging: help, sources, feedback, the assistant's first words. */
export function listen(app: App, { service, calls, log, redact, publicUrl }: InteractionsOptions): void {
  /** What goes wrong here takes nothing from an answer: it is logged, and the person can click again. */
  const tryCall = async (method: SlackMethod, parameters: Record<string, unknown>): Promise<void> => {
    await calls.call(method, parameters).catch((error: unknown) => {
      log.warn({ method, reason: reasonOf(error, redact) }, 'an interaction could not be answered');
    });
  };

  app.command(COMMAND, async ({ ack, command }) => {
    await (asksForHelp(command.text) ? ack({ response_type: 'ephemeral', text: HELP_TEXT }) : ack());
  });

  app.event(EVENTS.assistantThreadStarted, async ({ event }) => {
    const { user_id, channel_id, thread_ts } = THREAD.parse(event).assistant_thread;
    const reader: Reader = { channel: 'slack', userId: user_id };
    const prompts = suggestedPrompts(...(await Promise.all([service.plans(reader), service.records(reader)])));
    if (prompts.length === 0) return;
    await tryCall('assistant.threads.setSuggestedPrompts', { channel_id, thread_ts, title: THREAD_GREETING, prompts });
  });

  app.action(new RegExp(`^${ACTIONS.source}`, 'u'), async ({ ack, body }) => {
    await ack();
    const click = CLICK.parse(body);
    const source = await service.source(readerOf(click), click.actions[0]?.value ?? '');
    const view = source ? sourceModal(source, publicUrl) : noSourceModal();
    await tryCall('views.open', { trigger_id: click.trigger_id, view });
  });

  app.action(new RegExp(`^${ACTIONS.feedback}`, 'u'), async ({ ack, body }) => {
    await ack();
    const click = CLICK.parse(body);
    const [, verdict, answerId] = /^(good|bad) (.+)$/u.exec(click.actions[0]?.value ?? '') ?? [];
    if (answerId === undefined || (verdict !== 'good' && verdict !== 'bad')) return;
    const reader = readerOf(click);
    const feedback: Feedback = { answerId, reader, verdict };
    if (!(await service.feedback(feedback))) {
      log.info('feedback on an answer that is not known to its reader was left out');
      return;
    }
    if (verdict === 'bad')
      await tryCall('views.open', { trigger_id: click.trigger_id, view: reasonModal(answerId, reader.roomId) });
  });

  app.view(REASON_CALLBACK, async ({ ack, body }) => {
    await ack();
    const { user, view } = SUBMISSION.parse(body);
    const { answerId, roomId } = OF_REASON.parse(JSON.parse(view.private_metadata));
    const reason = view.state.values[REASON_INPUT]?.[REASON_INPUT]?.value?.trim() ?? '';
    if (reason === '') return;
    const reader: Reader = { channel: 'slack', userId: user.id, ...(roomId === undefined ? {} : { roomId }) };
    await service.feedback({ answerId, reader, verdict: 'bad', reason });
  });

  // A button that only opens an address is announced as well, and has to be acknowledged.
  app.action(ACTIONS.open, async ({ ack }) => {
    await ack();
  });
}

/** Who reads what a click opens: in a room at most what the room may see, although only one person looks. */
function readerOf({ user, channel, container }: z.output<typeof CLICK>): Reader {
  const isPrivate = channel === undefined || channel.id.startsWith('D') || container?.is_ephemeral === true;
  return { channel: 'slack', userId: user.id, ...(isPrivate ? {} : { roomId: channel.id }) };
}
