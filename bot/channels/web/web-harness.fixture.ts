import type { AnswerService } from '../../service/types.ts';
import type { ChannelHarness, DeliveredQuestion, OpenHarness } from '../channel.contract.ts';
import { createWebChannel, type WebChannel } from './web-channel.ts';
import type { WebChannelOptions } from './web-types.ts';

/** Header in which the tests' proxy names the user. */
export const USER_HEADER = 'x-remote-user';

/** A web channel on a free port of this machine, with options as a test wants them. */
export function webChannelOn(service: AnswerService, options: Partial<WebChannelOptions> = {}): WebChannel {
  return createWebChannel({
    service,
    log: { warn: () => undefined },
    host: '127.0.0.1',
    port: 0,
    operations: { health: () => ({ ready: true, index: 'ok' }), metrics: () => Promise.resolve('guida_up 1\n') },
    ...options,
  });
}

/** An event of `/api/ask`. */
export interface SseEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads Server-Sent Events to their end. */
export async function* readSse(response: Response): AsyncGenerator<SseEvent> {
  if (!response.body) throw new Error('the response has no body');
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const event = /^event: (.*)$/mu.exec(part)?.[1];
      const data = /^data: (.*)$/mu.exec(part)?.[1];
      if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) as SseEvent['data'] };
    }
  }
}

/**
 * The web channel with browsers that do what assets/ask.js does: they show what streams, and ask again with the same
 * event id when the connection is lost.
 */
export const openWebHarness: OpenHarness = async (service): Promise<ChannelHarness> => {
  const channel = webChannelOn(service, { userHeader: USER_HEADER });
  const messages = new Map<string, { conversationId: string; text: string }>();
  const reading = new Set<Promise<void>>();
  let address = '';

  /** Only what a browser shows: one message for each question it has asked, whatever the number of requests. */
  const follow = async (question: DeliveredQuestion, acknowledged: () => void): Promise<void> => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      try {
        const response = await post(address, question);
        if (!response.ok) {
          acknowledged();
          const { error } = (await response.json()) as { error: { message: string } };
          show(question, error.message);
          return;
        }
        let text = '';
        for await (const { event, data } of readSse(response)) {
          acknowledged();
          if (event === 'taken') text = '';
          else if (event === 'status' || event === 'queued') show(question, `${text}${String(data['text'])}`);
          else if (event === 'text') show(question, (text += String(data['text'])));
          else {
            show(question, event === 'answered' ? answerShown(data) : String(data['text']));
            return;
          }
        }
      } catch {
        // A connection that fails and one that ends early are tried again alike.
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    acknowledged();
  };

  const show = ({ eventId, userId, conversationId }: DeliveredQuestion, text: string): void => {
    const key = `${userId} ${eventId}`;
    const message = messages.get(key);
    if (message) message.text = text;
    else messages.set(key, { conversationId, text });
  };

  await channel.start();
  address = channel.address;
  return {
    channel,
    async deliver(question) {
      await new Promise<void>((resolve) => {
        const read = follow(question, resolve).finally(() => {
          resolve();
          reading.delete(read);
        });
        reading.add(read);
      });
    },
    posted: () => [...messages.values()],
    async settled() {
      while (reading.size > 0) await Promise.all(reading);
    },
    async close() {
      await channel.stop(1000);
    },
  };
};

function post(address: string, { text, eventId, conversationId, userId }: DeliveredQuestion): Promise<Response> {
  return fetch(`${address}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [USER_HEADER]: encodeHeader(userId) },
    body: JSON.stringify({ question: text, eventId, conversationId }),
  });
}

/** Header values are bytes: UTF-8, written as Latin-1. */
function encodeHeader(name: string): string {
  return Buffer.from(name, 'utf8').toString('latin1');
}

/** The answer with its sources, as the page shows them. */
function answerShown(data: SseEvent['data']): string {
  const citations = data['citations'] as readonly {
    n: number;
    plan: string;
    section: readonly string[];
    quotedWords: string;
    draft: boolean;
  }[];
  const sources = citations.map(
    ({ n, plan, section, quotedWords, draft }) =>
      `[${n}] ${[plan, ...section].join(' › ')}${draft ? '（征求意见稿）' : ''} “${quotedWords}”`,
  );
  return [String(data['text']), ...sources].join('\n');
}
