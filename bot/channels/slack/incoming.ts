import { z } from 'zod';
import type { IncomingQuestion } from '../../service/types.ts';
import type { Identity } from './slack-options.ts';

/** A question as Slack delivered it. */
export interface Candidate {
  readonly incoming: IncomingQuestion;
  /** Nobody called the bot: it is a question only when its thread is known to be a conversation with us. */
  readonly onlyIfKnown: boolean;
}

/** Where a reply goes; what `replyTo` of our questions holds. */
export type ReplyTarget = ThreadTarget | CommandTarget;

/** A reply in a channel or a direct message. */
export interface ThreadTarget {
  readonly kind: 'thread';
  readonly channel: string;
  /** Absent in a direct message that is no thread. */
  readonly thread?: string;
  /** The question's own timestamp: the reply is younger. */
  readonly ts: string;
  readonly user: string;
  readonly team?: string;
}

/** A reply to a slash command, seen by who typed it. */
export interface CommandTarget {
  readonly kind: 'command';
  readonly url: string;
}

const MESSAGE = z.object({
  type: z.enum(['app_mention', 'message']),
  subtype: z.string().optional(),
  channel: z.string(),
  channel_type: z.string().optional(),
  user: z.string(),
  bot_id: z.string().optional(),
  team: z.string().optional(),
  text: z.string().optional(),
  ts: z.string(),
  thread_ts: z.string().optional(),
});
const EVENT = z.object({ type: z.literal('event_callback'), team_id: z.string().optional(), event: MESSAGE });
const COMMAND = z.object({
  command: z.string(),
  text: z.string().optional(),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string(),
});
const TARGET = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('thread'),
    channel: z.string(),
    thread: z.string().optional(),
    ts: z.string(),
    user: z.string(),
    team: z.string().optional(),
  }),
  z.object({ kind: z.literal('command'), url: z.string() }),
]);

/** Messages of people that are no plain message but still say something new. Edits and deletions are not among them. */
const SPOKEN = [undefined, 'file_share', 'thread_broadcast'];

const HELP = /^(?:帮助|help|用法|说明|[?？])?$/iu;

/** The question in what Slack delivered; undefined when there is none: another's message, an edit, a click. */
export function questionOf(body: unknown, me: Identity): Candidate | undefined {
  const command = COMMAND.safeParse(body);
  if (command.success) return ofCommand(command.data);
  const event = EVENT.safeParse(body);
  return event.success ? ofMessage(event.data, me) : undefined;
}

/** Whether a slash command asks how to use it. */
export function asksForHelp(text: string): boolean {
  return HELP.test(text.trim());
}

/** Where a question's reply goes; undefined when the journal holds something else. */
export function replyTarget(incoming: IncomingQuestion): ReplyTarget | undefined {
  const parsed = TARGET.safeParse(incoming.replyTo);
  if (!parsed.success) return undefined;
  if (parsed.data.kind === 'command') return parsed.data;
  const { thread, team, ...rest } = parsed.data;
  return { ...rest, ...(thread === undefined ? {} : { thread }), ...(team === undefined ? {} : { team }) };
}

const FILES = z.looseObject({ files: z.array(z.string()).optional() });

/** A question's `replyTo` once its answer has files, with the ids of those that Slack has been given. */
export function withFiles({ replyTo }: IncomingQuestion, files: readonly string[]): IncomingQuestion['replyTo'] {
  return { ...replyTo, files };
}

/** What `withFiles` has noted: undefined where no files belong to the answer, or that was not known yet. */
export function filesOf({ replyTo }: IncomingQuestion): readonly string[] | undefined {
  return FILES.safeParse(replyTo).data?.files;
}

function ofCommand({ text = '', ...command }: z.output<typeof COMMAND>): Candidate | undefined {
  if (asksForHelp(text)) return undefined;
  const target: CommandTarget = { kind: 'command', url: command.response_url };
  return {
    onlyIfKnown: false,
    incoming: {
      reader: { channel: 'slack', userId: command.user_id },
      eventId: `command:${command.trigger_id}`,
      conversationId: `command:${command.channel_id}:${command.user_id}`,
      text: readable(text),
      replyTo: { ...target },
    },
  };
}

function ofMessage({ event, team_id }: z.output<typeof EVENT>, me: Identity): Candidate | undefined {
  if (!SPOKEN.includes(event.subtype) || event.bot_id !== undefined || event.user === me.userId) return undefined;
  const text = event.text ?? '';
  // A mention says nothing of the kind of channel; there are none in direct messages.
  const isPrivate = event.channel_type === undefined ? event.channel.startsWith('D') : event.channel_type === 'im';
  const isCalled = event.type === 'app_mention' || text.includes(`<@${me.userId}`);
  // What begins with somebody else's name, or calls somebody else, is not meant for us.
  if (!isPrivate && !isCalled && (event.thread_ts === undefined || /<@[UW]/u.test(text))) return undefined;
  // In a channel a question opens a thread; a direct message is one conversation, but for the threads in it.
  const thread = event.thread_ts ?? (isPrivate ? undefined : event.ts);
  const team = event.team ?? team_id;
  const target: ThreadTarget = {
    kind: 'thread',
    channel: event.channel,
    ...(thread === undefined ? {} : { thread }),
    ts: event.ts,
    user: event.user,
    ...(team === undefined ? {} : { team }),
  };
  return {
    onlyIfKnown: !isPrivate && !isCalled,
    incoming: {
      reader: { channel: 'slack', userId: event.user, ...(isPrivate ? {} : { roomId: event.channel }) },
      // A mention arrives as app_mention and as message, each with an event id of its own: the message is the same.
      eventId: `${event.channel}:${event.ts}`,
      conversationId: thread === undefined ? event.channel : `${event.channel}:${thread}`,
      text: readable(text),
      replyTo: { ...target },
    },
  };
}

/** What a person typed, without our name and without Slack's codes. */
function readable(text: string): string {
  return text
    .replace(/<@[UW]\w+(?:\|[^>]*)?>/gu, ' ')
    .replace(/<#\w+(?:\|([^>]*))?>/gu, (_, name: string | undefined) => (name ? `#${name}` : ''))
    .replace(/<!(?:[^>|]*)(?:\|([^>]*))?>/gu, (_, words: string | undefined) => words ?? '')
    .replace(/<([^>|\s]+)\|([^>]*)>/gu, '$2')
    .replace(/<((?:https?|mailto):[^>\s]*)>/gu, '$1')
    .replace(/&(lt|gt|amp);/gu, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'))
    .trim();
}
