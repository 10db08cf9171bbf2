import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { HTTPReceiver, type App, type Logger as SdkLogger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Logger } from 'pino';
import type { SocketPair } from './socket-pair.ts';
import type { Envelope } from './socket-connection.ts';

/** Where Slack posts events, commands and clicks over HTTP. */
export const EVENTS_PATH = '/slack/events';

/** Slack's own events are far smaller; a larger body is refused unread. */
const LARGEST_BODY = 1024 * 1024;

/**
 * Looks at a delivery before it is acknowledged. When it throws, the delivery is not acknowledged and comes again.
 * @returns what is to be done once it is acknowledged, or could not be: a question that was taken is answered anyway
 */
export type Intake = (body: unknown) => Promise<(() => void) | undefined>;

/** A receiver that lets Bolt acknowledge a question only after it was taken. */
export interface SlackReceiver extends Receiver {
  /** Present when Slack posts over HTTP. */
  readonly requestListener?: RequestListener;
  /** Resolves once what arrived so far is either taken and acknowledged, or refused. */
  idle(): Promise<void>;
}

type Processing = (event: ReceiverEvent) => Promise<void>;

function taking(app: Pick<App, 'processEvent'>, intake: Intake): Processing {
  return async (event) => {
    const work = await intake(event.body);
    try {
      await app.processEvent(event);
    } finally {
      work?.();
    }
  };
}

/** Counts what is under way. */
function tracker(): { readonly follow: (work: Promise<unknown>) => void; readonly idle: () => Promise<void> } {
  const running = new Set<Promise<unknown>>();
  return {
    follow: (work) => {
      running.add(work);
      void work.finally(() => running.delete(work));
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Events over Socket Mode. `pair` is made with the function that takes envelopes. */
export function socketReceiver(
  makePair: (onEnvelope: (envelope: Envelope) => void) => SocketPair,
  intake: Intake,
  log: Logger,
): SlackReceiver & { readonly health: SocketPair['health'] } {
  let process: Processing | undefined;
  const work = tracker();
  const pair = makePair((envelope) => {
    const { payload, retryNum, retryReason } = envelope;
    if (!process) return;
    let isAcknowledged = false;
    const event: ReceiverEvent = {
      body: payload,
      ack: (response: unknown) => {
        if (!isAcknowledged) envelope.ack(response);
        isAcknowledged = true;
        return Promise.resolve();
      },
      ...(retryNum === undefined ? {} : { retryNum }),
      ...(retryReason === undefined ? {} : { retryReason }),
    };
    work.follow(
      process(event).catch(() => {
        log.warn('an event of Slack was not acknowledged and will be delivered again');
      }),
    );
  });
  return {
    init(app) {
      process = taking(app, intake);
    },
    start: () => pair.start(),
    stop() {
      pair.stop();
      return Promise.resolve();
    },
    health: () => pair.health(),
    idle: work.idle,
  };
}

/** Events over HTTP, on `EVENTS_PATH` of a server that is not ours. Bolt's receiver verifies signature, age and size. */
export function httpReceiver(
  signingSecret: string,
  intake: Intake,
  logger: SdkLogger,
): SlackReceiver & { readonly requestListener: RequestListener; readonly health: SocketPair['health'] } {
  const bolt = new HTTPReceiver({
    signingSecret,
    endpoints: EVENTS_PATH,
    logger,
    bodyLimit: LARGEST_BODY,
    // An intake that failed is answered with an error, so that Slack delivers again.
    processEventErrorHandler: ({ response }) => {
      if (!response.headersSent) response.writeHead(503).end();
      return Promise.resolve(false);
    },
  });
  const work = tracker();
  let isOpen = false;
  const refuse = (response: ServerResponse, status: number): void => {
    response.writeHead(status, { 'content-length': '0', connection: 'close' }).end();
  };
  return {
    init(app) {
      const process = taking(app, intake);
      const counted: Processing = async (event) => {
        const processing = process(event);
        work.follow(processing.catch(() => undefined));
        await processing;
      };
      // The receiver asks nothing of the app but this.
      bolt.init(Object.assign(Object.create(app) as App, { processEvent: counted }));
    },
    start() {
      isOpen = true;
      return Promise.resolve();
    },
    stop() {
      isOpen = false;
      return Promise.resolve();
    },
    requestListener(request: IncomingMessage, response: ServerResponse) {
      if (!isOpen) refuse(response, 503);
      else if (request.method !== 'POST' || pathOf(request) !== EVENTS_PATH) refuse(response, 404);
      else bolt.requestListener(request, response);
    },
    health: () => ({ ready: isOpen, detail: isOpen ? `Slack posts to ${EVENTS_PATH}` : 'not started' }),
    idle: work.idle,
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return URL.canParse(url, 'http://localhost') ? new URL(url, 'http://localhost').pathname : '';
}
