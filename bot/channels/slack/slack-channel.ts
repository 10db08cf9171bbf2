import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { GuidaError } from '../../../corpus/errors.ts';
import type { Channel, IncomingQuestion } from '../../service/types.ts';
import { createQuestions } from './answer-questions.ts';
import { questionOf } from './incoming.ts';
import { listen } from './interactions.ts';
import { createSlackCalls, SlackCallError, type SlackCalls } from './slack-calls.ts';
import { reasonOf, redactor, sdkLogger } from './slack-log.ts';
import { SLACK_TIMING, type Identity, type SlackOptions, type SlackTiming } from './slack-options.ts';
import { httpReceiver, socketReceiver, type Intake } from './slack-receiver.ts';
import { createSocketPair } from './socket-pair.ts';

/** Slack as a channel. `requestListener` is there when events come over HTTP, for the web server to mount. */
export type SlackChannel = Channel & { readonly requestListener?: RequestListener };

const WHO = z.looseObject({ user_id: z.string(), bot_id: z.string() });
const OPENED = z.looseObject({ url: z.string() });

/** What is being acknowledged at a stop gets so long beyond the grace, in milliseconds. */
const LAST_WORDS = 500;

/** Slack's words for a token that will not work at the next try either. */
const FINAL =
  /^(?:invalid_auth|not_authed|account_inactive|token_revoked|token_expired|no_permission|missing_scope|not_allowed_token_type|org_login_required|forbidden_team)$/u;

/**
 * Opens Slack. Nothing is sent before `start`.
 * @throws GuidaError `channel-failed` when there is neither an app token nor a signing secret
 */
export function createSlackChannel(options: SlackOptions): SlackChannel {
  const { service, botToken, appToken, signingSecret, apiUrl, publicUrl } = options;
  const timing: SlackTiming = { ...SLACK_TIMING, ...options.timing };
  const log = options.log.child({ channel: 'slack' });
  const redact = redactor([botToken, appToken, signingSecret].filter((secret) => secret !== undefined));
  const logger = sdkLogger(log, redact);
  const common = { timing, logger, ...(apiUrl === undefined ? {} : { apiUrl: apiUrl.replace(/\/*$/u, '/') }) };
  const calls = createSlackCalls({ token: botToken, ...common });
  const stopping = new AbortController();
  let me: Identity | undefined;
  const identity = (): Identity => {
    if (!me) throw new GuidaError('channel-failed', 'the Slack channel was not started');
    return me;
  };
  const page = publicUrl === undefined ? {} : { publicUrl };
  const questions = createQuestions({ service, calls, me: identity, timing, log, redact, ...page });

  /** Whether a thread is a conversation with us: one that we answered in, or are about to. */
  const isOurs = async (incoming: IncomingQuestion): Promise<boolean> =>
    questions.isAnswering(incoming) || (await service.knowsConversation(incoming.reader, incoming.conversationId));

  const intake: Intake = async (body) => {
    if (!me) throw new GuidaError('channel-failed', 'the Slack channel was not started');
    const candidate = questionOf(body, me);
    if (!candidate) return undefined;
    const { incoming, onlyIfKnown } = candidate;
    if (onlyIfKnown && !(await isOurs(incoming))) return undefined;
    if (!(await service.take(incoming))) return undefined;
    return () => {
      // Taken in the last moment: it is answered by the next run.
      if (!stopping.signal.aborted) questions.begin(incoming);
    };
  };

  const receiver = receiverOf();

  function receiverOf(): ReturnType<typeof httpReceiver> | ReturnType<typeof socketReceiver> {
    if (appToken !== undefined) {
      const appCalls = createSlackCalls({ token: appToken, ...common });
      stopping.signal.addEventListener('abort', () => {
        appCalls.close();
      });
      const open = async (): Promise<string> => OPENED.parse(await appCalls.call('apps.connections.open', {})).url;
      return socketReceiver((onEnvelope) => createSocketPair({ open, isFinal, onEnvelope, timing, log }), intake, log);
    }
    if (signingSecret !== undefined) return httpReceiver(signingSecret, intake, logger);
    throw new GuidaError('channel-failed', 'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)');
  }

  const app = new App({
    receiver,
    logger,
    convoStore: false,
    attachFunctionToken: false,
    authorize: () => Promise.resolve({ botToken, botId: identity().botId, botUserId: identity().userId }),
    clientOptions: { logger, ...(common.apiUrl === undefined ? {} : { slackApiUrl: common.apiUrl }) },
  });
  app.error((error) => {
    log.error({ reason: reasonOf(error, redact) }, 'Bolt could not deal with an event');
    return Promise.resolve();
  });
  listen(app, { service, calls, log, redact, ...page });

  return {
    name: 'slack',
    ...('requestListener' in receiver ? { requestListener: receiver.requestListener } : {}),
    async start() {
      me = await whoAmI(calls, timing, stopping.signal);
      if (!me) return;
      // Read before new questions can be taken, which would be among them.
      const open = await service.unfinished('slack');
      try {
        await receiver.start();
      } catch (error) {
        throw asStartFailure(error, 'SLACK_APP_TOKEN');
      }
      if (open.length > 0) log.info({ questions: open.length }, 'answering what the last run left open');
      questions.resume(open);
    },
    async stop(graceMs) {
      const until = Date.now() + graceMs;
      await receiver.stop();
      await Promise.race([receiver.idle(), wait(graceMs + LAST_WORDS, undefined, { ref: false })]);
      stopping.abort();
      await questions.stop(Math.max(0, until - Date.now()));
    },
    health: () => receiver.health(),
  };
}

/** @returns undefined when the channel is stopped first @throws GuidaError `channel-failed` when the token is wrong */
async function whoAmI(calls: SlackCalls, timing: SlackTiming, signal: AbortSignal): Promise<Identity | undefined> {
  while (!signal.aborted) {
    try {
      const { user_id, bot_id } = WHO.parse(await calls.call('auth.test', {}));
      return { userId: user_id, botId: bot_id };
    } catch (error) {
      if (isFinal(error)) throw asStartFailure(error, 'SLACK_BOT_TOKEN');
      await wait(timing.retryMost, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

function isFinal(error: unknown): boolean {
  return error instanceof SlackCallError && FINAL.test(error.reason);
}

function asStartFailure(error: unknown, setting: string): GuidaError {
  const reason = error instanceof SlackCallError ? error.reason : 'no answer';
  return new GuidaError(
    'channel-failed',
    `Slack does not accept ${setting}: ${reason}. Check it in the app's settings.`,
  );
}
