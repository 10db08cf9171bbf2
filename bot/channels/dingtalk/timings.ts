/** How long things take and how often they are done, in milliseconds unless said otherwise. */
export interface DingTalkTimings {
  /** The call for a ticket, and the handshake. */
  readonly connectTimeout: number;
  /** A call that sends something. */
  readonly sendTimeout: number;
  /** A connection is asked whether it lives. */
  readonly pingEvery: number;
  /** A connection that says nothing for so long, no answer to a ping either, is replaced. */
  readonly deafAfter: number;
  /** A connection is replaced at this age, for silent failures that no ping shows. */
  readonly renewAfter: number;
  /** A connection that lived so long is a good one: the next failure starts with the shortest wait. */
  readonly stableAfter: number;
  /** Longest wait after the first failed try; it doubles with every further one. */
  readonly retryFrom: number;
  /** Longest wait between two tries. */
  readonly retryTo: number;
  /** This many tries may follow at once (a count). */
  readonly triesAtOnce: number;
  /** After those, one try in this time. With `triesAtOnce` 2 that is at most 10 in any minute. */
  readonly tryEvery: number;
  /** An old connection is kept so long after the new one is there, for what is on its way. */
  readonly overlap: number;
  /** A session webhook is not used in its last moments. */
  readonly webhookMargin: number;
  /** This many messages a group get… (a count) */
  readonly groupMessages: number;
  /** …in this time. */
  readonly groupPeriod: number;
  /** Waits before a message that DingTalk put off is sent again; then it is given up. */
  readonly resendAfter: readonly number[];
  /** A card is updated at most so often while its text grows. */
  readonly cardUpdateEvery: number;
  /** No card is tried for so long after one failed… */
  readonly cardPause: number;
  /** …or after DingTalk asked for fewer calls. */
  readonly cardRest: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** What is used where nothing else is said. */
export const DINGTALK_TIMINGS: DingTalkTimings = {
  connectTimeout: 5 * SECOND,
  sendTimeout: 15 * SECOND,
  pingEvery: 1.5 * SECOND,
  deafAfter: 4 * SECOND,
  renewAfter: 6 * 60 * MINUTE,
  stableAfter: MINUTE,
  retryFrom: SECOND,
  retryTo: 8 * SECOND,
  triesAtOnce: 2,
  tryEvery: 7.5 * SECOND,
  overlap: 2 * SECOND,
  webhookMargin: 5 * SECOND,
  groupMessages: 20,
  groupPeriod: MINUTE,
  resendAfter: [SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE],
  cardUpdateEvery: SECOND,
  cardPause: 5 * MINUTE,
  cardRest: 5 * SECOND,
};

/** The same on a clock that runs `times` as fast, for tests. */
export function faster(times: number, timings: DingTalkTimings = DINGTALK_TIMINGS): DingTalkTimings {
  const { triesAtOnce, groupMessages, resendAfter } = timings;
  const scaled = Object.fromEntries(
    Object.entries(timings).map(([name, value]) => [name, typeof value === 'number' ? value / times : value]),
  ) as unknown as DingTalkTimings;
  return { ...scaled, triesAtOnce, groupMessages, resendAfter: resendAfter.map((wait) => wait / times) };
}
