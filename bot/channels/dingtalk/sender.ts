import { z } from 'zod';
import type { Log } from '../../log.ts';
import { describeReply, post, type HttpOptions, type HttpReply } from './http.ts';
import { isFile, openApiMessage, webhookBody, type FileMessage, type Message } from './messages.ts';
import { isPutOff, type OpenApi } from './open-api.ts';
import { pause, type Pacing } from './pacing.ts';
import type { ReplyTo } from './reply-to.ts';
import type { DingTalkTimings } from './timings.ts';

/** How a message fared: given up also when nobody knows whether it arrived; stopped: it is certain that it did not. */
export type Sent = 'sent' | 'given-up' | 'stopped';

/** What happens around the tries to send a message. */
export interface SendOptions {
  /** Before each try: from now on nobody knows whether the message is out. */
  readonly trying?: () => Promise<void>;
  /** After a try that certainly sent nothing, before the wait for the next one. */
  readonly putOff?: () => Promise<void>;
  /** Ends the waiting, not a try. */
  readonly signal?: AbortSignal;
}

/** Sends messages. */
export interface Sender {
  /** Sends one message, once: a call whose outcome is unknown is not repeated. */
  send(replyTo: ReplyTo, message: Message | FileMessage, options?: SendOptions): Promise<Sent>;
}

/** What `createSender` takes. */
export interface SenderOptions extends HttpOptions {
  readonly apiUrl: string;
  readonly openApi: OpenApi;
  readonly pacing: Pacing;
  readonly timings: DingTalkTimings;
  readonly now: () => number;
  readonly log: Log;
}

/** What came of one try: `later` and `elsewhere` are certain not to have posted anything. */
type Outcome = 'sent' | 'later' | 'elsewhere' | 'failed';

const errcodeSchema = z.looseObject({ errcode: z.number() });
const flowSchema = z.looseObject({
  invalidStaffIdList: z.array(z.string()).default([]),
  flowControlledStaffIdList: z.array(z.string()).default([]),
});

/** Codes of a webhook that ask to come again: the system is busy, sent too fast, too many messages. */
const PUT_OFF = new Set([-1, 88, 130101, 130102, 90018, 90030]);

/** Markdown by the session webhook while it lives, all else by the OpenAPI, which needs the permission qyapi_robot_sendmsg. */
export function createSender(options: SenderOptions): Sender {
  const { openApi, pacing, timings, now, log } = options;

  const isWebhookAlive = ({ webhook, webhookUntil = 0 }: ReplyTo): boolean =>
    webhook !== undefined && isDingTalk(webhook, options.apiUrl) && now() < webhookUntil - timings.webhookMargin;

  const byWebhook = async (webhook: string, message: Message): Promise<Outcome> => {
    const reply = await post(options, { url: webhook, body: webhookBody(message) });
    const answer = reply.outcome === 'done' ? errcodeSchema.safeParse(reply.body).data : undefined;
    if (answer?.errcode === 0) return 'sent';
    log.detail(
      `dingtalk: the session webhook did not take a message (${answer ? `errcode ${answer.errcode}` : describeReply(reply)})`,
    );
    if (answer) return PUT_OFF.has(answer.errcode) ? 'later' : 'elsewhere';
    if (isPutOff(reply)) return 'later';
    return reply.outcome === 'refused' ? 'elsewhere' : 'failed';
  };

  const byOpenApi = async (
    { group, staffId, robotCode }: ReplyTo,
    message: Message | FileMessage,
  ): Promise<Outcome> => {
    const common = { robotCode, ...openApiMessage(message) };
    let reply: HttpReply;
    if (group !== undefined)
      reply = await openApi.call('/v1.0/robot/groupMessages/send', { ...common, openConversationId: group });
    else if (staffId !== undefined)
      reply = await openApi.call('/v1.0/robot/oToMessages/batchSend', { ...common, userIds: [staffId] });
    else return 'failed';
    if (reply.outcome === 'done') {
      const lists = flowSchema.safeParse(reply.body).data;
      if (lists && lists.flowControlledStaffIdList.length > 0) return 'later';
      return lists && lists.invalidStaffIdList.length > 0 ? 'failed' : 'sent';
    }
    log.detail(`dingtalk: the OpenAPI did not take a message (${describeReply(reply)})`);
    return isPutOff(reply) ? 'later' : 'failed';
  };

  const attempt = async (replyTo: ReplyTo, message: Message | FileMessage): Promise<Outcome> => {
    const { webhook } = replyTo;
    const isUsable = webhook !== undefined && !isFile(message) && isWebhookAlive(replyTo);
    const outcome = isUsable ? await byWebhook(webhook, message) : 'elsewhere';
    return outcome === 'elsewhere' ? byOpenApi(replyTo, message) : outcome;
  };

  return {
    async send(replyTo, message, { trying, putOff, signal } = {}) {
      let last: Outcome = 'later';
      for (const wait of [...timings.resendAfter, undefined]) {
        if (replyTo.group !== undefined) await pacing.turn(replyTo.group, signal);
        if (signal?.aborted === true) return 'stopped';
        await trying?.();
        last = await attempt(replyTo, message);
        if (last === 'sent') return 'sent';
        if (last !== 'later' || wait === undefined) break;
        await putOff?.();
        await pause(wait, signal);
      }
      log.warn(
        last === 'later'
          ? 'dingtalk: DingTalk put a message off too often; it was given up'
          : 'dingtalk: a message was not sent, or nobody knows whether it arrived',
      );
      return 'given-up';
    },
  };
}

/** A webhook comes with an event; answers are posted to DingTalk alone, whatever the event says. */
function isDingTalk(webhook: string, apiUrl: string): boolean {
  if (!URL.canParse(webhook)) return false;
  const { protocol, hostname, origin } = new URL(webhook);
  const isTheirs = protocol === 'https:' && (hostname === 'dingtalk.com' || hostname.endsWith('.dingtalk.com'));
  return isTheirs || origin === new URL(apiUrl).origin;
}
