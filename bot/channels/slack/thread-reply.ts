import type { Logger } from 'pino';
import { z } from 'zod';
import { LIMITS, pack, section, textBlocks, type SlackMessage } from './answer-layout.ts';
import { metadataOf, type FoundReply } from './find-reply.ts';
import type { ThreadTarget } from './incoming.ts';
import { literal, shownSoFar, streamMarkdown, tablesAsLists } from './markup.ts';
import type { FinishedReply, Reply } from './reply.ts';
import { SlackCallError, type SlackCalls } from './slack-calls.ts';
import type { Identity, SlackTiming } from './slack-options.ts';
import { messageWriter } from './write-message.ts';

/** What `threadReply` takes. */
export interface ThreadReplyOptions {
  readonly calls: SlackCalls;
  readonly target: ThreadTarget;
  readonly eventId: string;
  readonly me: Identity;
  readonly timing: SlackTiming;
  readonly log: Logger;
  /** What an earlier run wrote of this reply: it is written over. */
  readonly found?: FoundReply;
  /** Called once, before the first message is written. */
  readonly beforeFirst: () => Promise<void>;
}

/** The message that the reply began with. */
interface Begun {
  readonly ts: string;
  /** Whether Slack still takes pieces for it. */
  isStream: boolean;
  /** What was streamed, as Slack has it. */
  streamed: string;
}

const TS = z.looseObject({ ts: z.string() });
const STATUS_LENGTH = 45;
const UNFINISHED = { part: 0, parts: 1, whole: false };

/**
 * A reply in a thread or a direct message. A text that is whole in a moment is posted in one call with its mark, which
 * nothing can part. A longer one is streamed; when Slack refuses the stream or closes it, the message is edited instead,
 * and its last form is always the whole answer.
 */
export function threadReply(options: ThreadReplyOptions): Reply {
  const { calls, target, eventId, me, timing, log, found, beforeFirst } = options;
  const writer = messageWriter(calls, target, eventId, me, timing);
  const isAssistant = target.thread !== undefined && target.channel.startsWith('D');
  let begun: Begun | undefined =
    found?.messages[0] === undefined ? undefined : { ts: found.messages[0], isStream: !found.isWhole, streamed: '' };
  // What an earlier run streamed is not known, so nothing can be added to it.
  let mayStream = begun === undefined && target.thread !== undefined;
  let isOver = false;
  let growing = '';
  let timer: NodeJS.Timeout | undefined;
  let statusTimer: NodeJS.Timeout | undefined;
  let lastWrite = 0;
  let writing: Promise<void> = Promise.resolve();
  let first: Promise<void> | undefined;

  /** Writes one after another; what goes wrong on the way is made good by `finish`. */
  function write(step: () => Promise<void>): void {
    clearTimeout(statusTimer);
    writing = writing
      .then(async () => {
        if (isOver) return;
        await (first ??= beforeFirst());
        await step();
        lastWrite = Date.now();
      })
      .catch(() => {
        log.debug({ event: eventId }, 'a piece of a reply could not be shown yet');
      });
  }

  async function begin(text: string): Promise<void> {
    if (mayStream) {
      mayStream = false;
      const recipient = { recipient_user_id: target.user, ...(target.team ? { recipient_team_id: target.team } : {}) };
      try {
        const parameters = { channel: target.channel, thread_ts: target.thread, ...recipient, markdown_text: text };
        begun = { ts: TS.parse(await calls.call('chat.startStream', parameters)).ts, isStream: true, streamed: text };
        return;
      } catch (error) {
        // Refused, or unknown to this workspace; or its answer was lost on the way, then it stands there without a mark.
        const [ts] = wasRefused(error) ? [] : (await writer.find()).messages;
        if (ts !== undefined) begun = { ts, isStream: true, streamed: '' };
      }
    }
    const message = partial(growing);
    const ts = begun ? await edit(begun, message) : await writer.post(message, UNFINISHED);
    begun = { ts, isStream: false, streamed: '' };
  }

  async function showMore(): Promise<void> {
    const text = streamMarkdown(tablesAsLists(shownSoFar(growing)));
    if (text.trim() === '') return;
    if (!begun) {
      await begin(text);
      return;
    }
    if (!begun.isStream || begun.streamed === '') {
      await edit(begun, partial(growing));
      return;
    }
    const { ts, streamed } = begun;
    if (text.length > LIMITS.stream || text === streamed || !text.startsWith(streamed)) return;
    try {
      await calls.call('chat.appendStream', {
        channel: target.channel,
        ts,
        markdown_text: text.slice(streamed.length),
      });
      begun.streamed = text;
    } catch (error) {
      // The next piece will be longer.
      if (wasRefused(error, 'ratelimited')) return;
      // Closed by Slack, or not known to have arrived: from here on the message is edited.
      begun.streamed = '';
      await edit(begun, partial(growing));
    }
  }

  /** Ends a stream if there is one: Slack edits no message that is being streamed. */
  async function edit(message: Begun, content: SlackMessage, mark = UNFINISHED): Promise<string> {
    if (message.isStream)
      await calls.call('chat.stopStream', { channel: target.channel, ts: message.ts }).catch(() => undefined);
    message.isStream = false;
    message.streamed = '';
    return await writer.update(message.ts, content, mark);
  }

  /** @returns the messages that are still to be posted; undefined when the stream could not be ended with the whole text */
  async function endStream(stream: Begun, { text, tail }: FinishedReply): Promise<readonly SlackMessage[] | undefined> {
    const rendered = streamMarkdown(tablesAsLists(text));
    if (rendered.length > LIMITS.stream || !rendered.startsWith(stream.streamed) || stream.streamed === '')
      return undefined;
    const [own, ...more] = pack(tail, rendered.length);
    const rest = rendered.slice(stream.streamed.length);
    try {
      await calls.call('chat.stopStream', {
        channel: target.channel,
        ts: stream.ts,
        ...(rest === '' ? {} : { markdown_text: rest }),
        ...(own && own.blocks.length > 0 ? { blocks: own.blocks } : {}),
        metadata: metadataOf({ event_id: eventId, part: 0, parts: more.length + 1, whole: true }),
      });
      return more;
    } catch {
      return undefined;
    }
  }

  async function finishWith(content: FinishedReply): Promise<void> {
    await (first ??= beforeFirst());
    const more = begun?.isStream === true ? await endStream(begun, content) : undefined;
    const messages = more ?? content.messages;
    const offset = more ? 1 : 0;
    const parts = messages.length + offset;
    for (const [at, message] of messages.entries()) {
      const mark = { part: at + offset, parts, whole: true };
      const ts = at === 0 && !more ? begun?.ts : found?.messages[at + offset];
      if (ts === undefined) await writer.post(message, mark);
      else if (begun && ts === begun.ts) await edit(begun, message, mark);
      else await writer.update(ts, message, mark);
    }
    // An earlier run had more to say.
    for (const ts of found?.messages.slice(parts) ?? [])
      await calls.call('chat.delete', { channel: target.channel, ts }).catch(() => undefined);
  }

  function schedule(): void {
    if (timer || isOver) return;
    const due = begun ? lastWrite + timing.streamEvery - Date.now() : timing.streamAfter;
    timer = setTimeout(
      () => {
        const showing = growing;
        write(showMore);
        void writing.then(() => {
          timer = undefined;
          // What came meanwhile is shown in its turn.
          if (growing !== showing) schedule();
        });
      },
      Math.max(0, due),
    );
  }

  const stop = (): void => {
    isOver = true;
    clearTimeout(timer);
    clearTimeout(statusTimer);
  };

  return {
    wait(text) {
      write(async () => {
        if (begun) return;
        begun = {
          ts: await writer.post({ text: literal(text), blocks: [section(literal(text))] }, UNFINISHED),
          isStream: false,
          streamed: '',
        };
        mayStream = false;
      });
    },
    status(text) {
      if (!isAssistant || begun || isOver) return;
      clearTimeout(statusTimer);
      statusTimer = setTimeout(() => {
        const parameters = {
          channel_id: target.channel,
          thread_ts: target.thread,
          status: text.slice(0, STATUS_LENGTH),
        };
        void calls.call('assistant.threads.setStatus', parameters).catch(() => undefined);
      }, timing.statusAfter);
    },
    grow(text) {
      growing = text;
      schedule();
    },
    async finish(content) {
      stop();
      await writing;
      await finishWith(content);
    },
    abandon: stop,
  };
}

/** Whether Slack did nothing; with `reason`, whether it said so. */
function wasRefused(error: unknown, reason?: string): boolean {
  return (
    error instanceof SlackCallError && error.kind === 'refused' && (reason === undefined || error.reason === reason)
  );
}

/** The text so far as a message that will be edited. */
function partial(text: string): SlackMessage {
  const [first = { text: '…', blocks: [] }] = pack(textBlocks(shownSoFar(text)));
  return first.blocks.length === 0 ? { text: '…', blocks: [] } : first;
}
