import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { webApi, type Logger as SdkLogger } from '@slack/bolt';
import { GuidaError } from '../../../corpus/errors.ts';
import { createPace } from './pace.ts';
import type { SlackTiming } from './slack-options.ts';

const READ_HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'] as const;

/** Every method of the Web API that the channel calls, with the bot scopes it needs. The manifest grants them all. */
export const METHOD_SCOPES = {
  'apps.connections.open': [],
  'auth.test': [],
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'chat.appendStream': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': READ_HISTORY,
  'conversations.replies': READ_HISTORY,
  'conversations.open': ['im:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'views.open': [],
} as const satisfies Record<string, readonly string[]>;

/** A method of the Web API that the channel calls. */
export type SlackMethod = keyof typeof METHOD_SCOPES;

/** Not repeated here: doing these twice shows something twice, and the caller has to find out whether the first try succeeded. */
const ONCE_ONLY: readonly SlackMethod[] = [
  // Its attempts are counted and paced where connections are kept.
  'apps.connections.open',
  'chat.appendStream',
  'chat.postEphemeral',
  'chat.postMessage',
  'chat.startStream',
  'chat.stopStream',
  'files.completeUploadExternal',
];

/** Decoration, dialogs and pieces of a stream: while Slack asks for patience they are left out, and the answer goes another way. */
const IMPATIENT: readonly SlackMethod[] = [
  'assistant.threads.setStatus',
  'assistant.threads.setSuggestedPrompts',
  'assistant.threads.setTitle',
  'chat.appendStream',
  'chat.startStream',
  // What opened it is over in three seconds.
  'views.open',
];

/** New messages in one channel are paced; edits and pieces of streams have their own gap in each message. */
const PACED: readonly SlackMethod[] = ['chat.postMessage', 'chat.startStream'];

/** A file takes longer than a call, so many times. */
const UPLOAD_TIMEOUTS = 4;

/** Errors of Slack itself that say nothing of the request. */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'rollup_error'];

/** A call that failed. `refused`: nothing happened. `unsure`: it may have. `given-up`: Slack let us wait too long. */
export class SlackCallError extends GuidaError {
  readonly kind: 'refused' | 'unsure' | 'given-up';
  /** Slack's own code of the error: `channel_not_found`, `invalid_blocks`… */
  readonly reason: string;

  constructor(method: string, kind: SlackCallError['kind'], reason: string) {
    super('channel-failed', `Slack: ${method} was not done (${kind}: ${reason})`);
    this.name = 'SlackCallError';
    this.kind = kind;
    this.reason = reason;
  }
}

/** Slack's Web API as the channel uses it. */
export interface SlackCalls {
  /**
   * Calls a method. Rate limits are waited out, but for decoration, dialogs and pieces of streams, which are refused with
   * `ratelimited`; what may safely be repeated is.
   * @throws SlackCallError
   */
  call(method: SlackMethod, parameters: Record<string, unknown>): Promise<Record<string, unknown>>;
  /**
   * Answers a slash command or an interaction at the address that came with it. After a lost answer it is sent again: a
   * second copy that one person sees is better than none.
   * @throws SlackCallError
   */
  respond(url: string, body: Record<string, unknown>): Promise<void>;
  /**
   * Sends a file to an address that `files.getUploadURLExternal` gave. Nobody sees it before it is completed, so it may be
   * sent again.
   * @throws SlackCallError
   */
  upload(url: string, content: Uint8Array): Promise<void>;
  /** Ends every wait: calls that have not been made are not made any more. */
  close(): void;
}

/** What `createSlackCalls` takes. */
export interface SlackCallsOptions {
  readonly token: string;
  readonly apiUrl?: string;
  readonly timing: SlackTiming;
  readonly logger: SdkLogger;
  readonly now?: () => number;
}

/** Wraps Slack's WebClient, whose own retries would post twice after a lost answer and hold up every channel at once. */
export function createSlackCalls({ token, apiUrl, timing, logger, now = Date.now }: SlackCallsOptions): SlackCalls {
  const client = new webApi.WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger,
    timeout: timing.callTimeout,
    maxRequestConcurrency: 20,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    allowAbsoluteUrls: false,
  });
  const closing = new AbortController();
  // Every call that waits its turn listens to it: that is no leak, which Node would warn of.
  setMaxListeners(0, closing.signal);
  const pace = createPace(timing.pace, { now });
  const limits = createPace(0, { now });
  const signalFor = (times: number): AbortSignal =>
    AbortSignal.any([closing.signal, AbortSignal.timeout(times * timing.callTimeout)]);

  /** Tries until it is done or time is up; waits as long as Slack asks. */
  async function persist<T>(
    { name, limit, repeatable, patient }: { name: string; limit: string; repeatable: boolean; patient: boolean },
    attempt: () => Promise<T>,
  ): Promise<T> {
    const until = now() + timing.giveUpAfter;
    for (let failures = 0; ; failures += 1) {
      if (!patient && limits.isHeld(limit)) throw new SlackCallError(name, 'refused', 'ratelimited');
      await limits.turn(limit, closing.signal);
      const failure = await attempt().then(
        (value) => ({ value }),
        (error: unknown) => failureOf(name, error),
      );
      if ('value' in failure) return failure.value;
      const { error, retryAfter } = failure;
      if (retryAfter !== undefined && !patient) {
        limits.hold(limit, retryAfter);
        throw error;
      }
      const mayRepeat = retryAfter !== undefined || (repeatable && error.kind === 'unsure');
      if (!mayRepeat) throw error;
      const delay = retryAfter ?? Math.min(timing.retryMost, timing.retryFirst * 2 ** failures);
      if (now() + delay > until) throw new SlackCallError(name, 'given-up', error.reason);
      if (retryAfter === undefined) await wait(delay, undefined, { signal: closing.signal });
      else limits.hold(limit, delay);
    }
  }

  return {
    async call(method, parameters) {
      const channel = typeof parameters['channel'] === 'string' ? parameters['channel'] : '';
      if (PACED.includes(method)) await pace.turn(channel, closing.signal);
      // Slack counts new messages by channel, everything else by method.
      const limit = method === 'chat.postMessage' ? `${method} ${channel}` : method;
      const result = await persist(
        {
          name: method,
          limit,
          repeatable: !ONCE_ONLY.includes(method),
          patient: !IMPATIENT.includes(method),
        },
        () => client.apiCall(method, parameters),
      );
      return { ...result };
    },
    async respond(url, body) {
      if (!isAddressOfSlack(url, apiUrl))
        throw new SlackCallError('response_url', 'refused', 'not_an_address_of_slack');
      await persist({ name: 'response_url', limit: url, repeatable: true, patient: true }, () =>
        post('response_url', url, 'application/json; charset=utf-8', JSON.stringify(body), signalFor(1)),
      );
    },
    async upload(url, content) {
      if (!isAddressOfSlack(url, apiUrl)) throw new SlackCallError('upload', 'refused', 'not_an_address_of_slack');
      await persist({ name: 'upload', limit: 'upload', repeatable: true, patient: true }, () =>
        post('upload', url, 'application/octet-stream', Uint8Array.from(content), signalFor(UPLOAD_TIMEOUTS)),
      );
    },
    close() {
      closing.abort();
    },
  };
}

/** The address comes with a signed event, and yet nothing is posted anywhere but to Slack. */
function isAddressOfSlack(url: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, host } = new URL(url);
  if (apiUrl !== undefined && host === new URL(apiUrl).host) return true;
  return protocol === 'https:' && /(?:^|\.)slack\.com$/u.test(hostname);
}

async function post(
  name: string,
  url: string,
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    redirect: 'error',
    signal,
  });
  const text = await response.text();
  if (response.status === 429)
    throw new webApi.WebAPIRateLimitedError(Number(response.headers.get('retry-after')) || 1);
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  if (!response.ok) throw new SlackCallError(name, 'refused', text.slice(0, 80) || `status ${response.status}`);
}

/** What went wrong, and for how many milliseconds Slack asks to wait. */
function failureOf(name: string, error: unknown): { error: SlackCallError; retryAfter?: number } {
  if (error instanceof SlackCallError) return { error };
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { error: new SlackCallError(name, 'refused', 'ratelimited'), retryAfter: error.retryAfter * 1000 };
  if (error instanceof webApi.WebAPIPlatformError) {
    const reason = error.data.error;
    if (reason === 'ratelimited') return { error: new SlackCallError(name, 'refused', reason), retryAfter: 1000 };
    return { error: new SlackCallError(name, PASSING.includes(reason) ? 'unsure' : 'refused', reason) };
  }
  if (error instanceof webApi.WebAPIHTTPError)
    return { error: new SlackCallError(name, 'unsure', `status ${error.statusCode}`) };
  return { error: new SlackCallError(name, 'unsure', 'no answer') };
}
