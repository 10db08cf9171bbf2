import type { Logger } from 'pino';
import type { AnswerService } from '../../service/types.ts';

/** What `createSlackChannel` takes. With `appToken` events come over Socket Mode, else over HTTP with `signingSecret`. */
export interface SlackOptions {
  readonly service: AnswerService;
  readonly log: Logger;
  /** `xoxb-…`. */
  readonly botToken: string;
  /** `xapp-…`, with the scope connections:write. */
  readonly appToken?: string;
  readonly signingSecret?: string;
  /** Address of Slack's Web API. Default https://slack.com/api/. */
  readonly apiUrl?: string;
  /** Address of our web page, without a slash at its end; absent: no links to the viewer. */
  readonly publicUrl?: string;
  /** Default `SLACK_TIMING`. */
  readonly timing?: Partial<SlackTiming>;
}

/** Every wait of the channel, in milliseconds unless said otherwise. */
export interface SlackTiming {
  /** Text that is whole by then is posted at once; later it is streamed. */
  readonly streamAfter: number;
  /** Between two pieces of a stream, and two edits of a message. */
  readonly streamEvery: number;
  /** A status line is shown when there is nothing else to show by then. */
  readonly statusAfter: number;
  /** Between two new messages in one channel. Slack allows about one a second. */
  readonly pace: number;
  /** One request to the Web API. */
  readonly callTimeout: number;
  /** First wait before a call is tried again; doubles up to `retryMost`. */
  readonly retryFirst: number;
  readonly retryMost: number;
  /** A call is given up after this. */
  readonly giveUpAfter: number;
  /** From opening a socket to its hello. */
  readonly helloWithin: number;
  /** A socket that sent nothing for so long is asked for a sign of life. */
  readonly pingAfter: number;
  /** A socket that sent nothing for so long is deaf, and is replaced. */
  readonly deafAfter: number;
  /** A socket is replaced at this age, so that one that only seems to live does not stay. */
  readonly socketAge: number;
  /** Two attempts to connect may follow at once, then one in this time: at most ten in any minute. */
  readonly connectEvery: number;
  /** An old socket stays open so long for its last acknowledgements. */
  readonly closeAfter: number;
}

/** The defaults of every wait. */
export const SLACK_TIMING: SlackTiming = {
  streamAfter: 900,
  streamEvery: 1_100,
  statusAfter: 400,
  pace: 1_000,
  callTimeout: 30_000,
  retryFirst: 500,
  retryMost: 20_000,
  giveUpAfter: 600_000,
  helloWithin: 10_000,
  pingAfter: 4_000,
  deafAfter: 10_000,
  socketAge: 3_600_000,
  connectEvery: 7_500,
  closeAfter: 1_000,
};

/** Who we are in the workspace, from `auth.test`. */
export interface Identity {
  readonly userId: string;
  readonly botId: string;
}
