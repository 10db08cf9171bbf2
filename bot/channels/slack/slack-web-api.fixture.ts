import {
  blocksError,
  readBlocks,
  readView,
  SLACK_LIMITS,
  type StandInBlock,
  type StandInView,
} from './slack-limits.fixture.ts';

/** A message as the stand-in keeps it. */
export interface StandInMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  readonly user: string;
  text: string;
  blocks: readonly StandInBlock[];
  metadata?: unknown;
  isStreaming: boolean;
  /** Pieces that a stream has taken so far. */
  pieces: number;
}

/** What the stand-in makes of a call before it looks at it. */
export type Failure =
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'rate-limit'; readonly retryAfter: number }
  | { readonly kind: 'status'; readonly status: number }
  /** Done, but the answer is lost on the way back. */
  | { readonly kind: 'lost' };

/** A call as it arrived. */
export interface StandInCall {
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** A file, from the moment its address was given. */
export interface StandInFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly alternative?: string;
  content?: Buffer;
  /** Where it is shown, once it is. */
  shared?: { readonly channel: string; readonly thread?: string; readonly ts: string };
}

/** State behind the stand-in's Web API. */
export interface StandInWorkspace {
  readonly messages: StandInMessage[];
  readonly files: StandInFile[];
  readonly calls: StandInCall[];
  readonly views: StandInView[];
  /** Failures by method, the next one first. */
  readonly failures: Map<string, Failure[]>;
  /** A stream takes so many pieces, then Slack closes it. */
  streamPieces: number;
  /** Milliseconds between two messages in one channel that are let pass; 0: all are. */
  pace: number;
  /** Does a method. @returns fields of the answer, or Slack's code of an error */
  run(method: string, parameters: Readonly<Record<string, unknown>>): Record<string, unknown> | string | number;
  nextTs(): string;
}

/** Who the bot is in the stand-in. */
export const BOT = { user: 'UBOT', bot: 'BBOT' } as const;

/** A workspace with the methods that the channel uses. */
export function standInWorkspace(openSocket: () => string, uploadUrl: (id: string) => string): StandInWorkspace {
  const messages: StandInMessage[] = [];
  const views: StandInView[] = [];
  const lastPost = new Map<string, number>();
  let clock = 1_700_000_000;

  const find = (parameters: Readonly<Record<string, unknown>>): StandInMessage | undefined =>
    messages.find(({ channel, ts }) => channel === parameters['channel'] && ts === parameters['ts']);

  function add(
    parameters: Readonly<Record<string, unknown>>,
    isStreaming: boolean,
    text: string,
  ): Record<string, unknown> {
    const { channel, thread_ts } = parameters;
    const message: StandInMessage = {
      channel: String(channel),
      ts: workspace.nextTs(),
      ...(typeof thread_ts === 'string' ? { thread: thread_ts } : {}),
      user: BOT.user,
      text,
      blocks: readBlocks(parameters['blocks']),
      ...(parameters['metadata'] === undefined ? {} : { metadata: parameters['metadata'] }),
      isStreaming,
      pieces: 1,
    };
    messages.push(message);
    return { channel, ts: message.ts };
  }

  function isTooFast(channel: string): boolean {
    const now = Date.now();
    if (workspace.pace > 0 && now - (lastPost.get(channel) ?? 0) < workspace.pace) return true;
    lastPost.set(channel, now);
    return false;
  }

  /** Files that are shown stand in messages of their own, which have no metadata. */
  const shown = (): readonly (Pick<StandInMessage, 'channel' | 'ts' | 'user' | 'text' | 'thread' | 'metadata'> & {
    files?: readonly { id: string }[];
  })[] =>
    workspace.files.flatMap(({ id, shared }) =>
      shared ? [{ ...shared, user: BOT.user, text: '', files: [{ id }] }] : [],
    );
  const history = (parameters: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
    messages: [...messages, ...shown()]
      .filter(
        ({ channel, ts, thread }) =>
          channel === parameters['channel'] &&
          (parameters['ts'] === undefined || thread === parameters['ts'] || ts === parameters['ts']) &&
          Number(ts) > Number(parameters['oldest'] ?? 0),
      )
      .map(({ ts, user, text, metadata, ...more }) => ({
        ts,
        user,
        text,
        ...('files' in more ? { files: more.files } : {}),
        ...(user === BOT.user ? { bot_id: BOT.bot } : {}),
        ...(parameters['include_all_metadata'] === 'true' && metadata !== undefined ? { metadata } : {}),
      })),
  });

  const methods: Record<
    string,
    (parameters: Readonly<Record<string, unknown>>) => Record<string, unknown> | string | number
  > = {
    'auth.test': () => ({ user_id: BOT.user, bot_id: BOT.bot, team_id: 'T1' }),
    'apps.connections.open': () => ({ url: openSocket() }),
    'chat.postMessage': (parameters) => {
      const text = textOf(parameters['text']);
      if (text === '' && parameters['blocks'] === undefined) return 'no_text';
      if (text.length > SLACK_LIMITS.text) return 'msg_too_long';
      if (parameters['unfurl_links'] !== 'false' || parameters['unfurl_media'] !== 'false')
        return 'unfurled_by_the_stand_in';
      const wrong = blocksError(parameters['blocks']);
      if (wrong !== undefined) return wrong;
      return isTooFast(String(parameters['channel'])) ? 1 : add(parameters, false, text);
    },
    'chat.update': (parameters) => {
      const message = find(parameters);
      if (!message) return 'message_not_found';
      if (message.isStreaming) return 'streaming_state_conflict';
      const text = textOf(parameters['text']);
      if (text.length > SLACK_LIMITS.editedText) return 'msg_too_long';
      const wrong = blocksError(parameters['blocks']);
      if (wrong !== undefined) return wrong;
      Object.assign(message, { text, blocks: readBlocks(parameters['blocks']), metadata: parameters['metadata'] });
      return { channel: message.channel, ts: message.ts };
    },
    'chat.delete': (parameters) => {
      const message = find(parameters);
      if (!message) return 'message_not_found';
      messages.splice(messages.indexOf(message), 1);
      return {};
    },
    'chat.startStream': (parameters) => {
      const text = textOf(parameters['markdown_text']);
      const isPrivate = String(parameters['channel']).startsWith('D');
      if (typeof parameters['thread_ts'] !== 'string') return 'invalid_thread_ts';
      if (!isPrivate && parameters['recipient_user_id'] === undefined) return 'missing_recipient_user_id';
      if (!isPrivate && parameters['recipient_team_id'] === undefined) return 'missing_recipient_team_id';
      return text.length > SLACK_LIMITS.markdownText ? 'msg_too_long' : add(parameters, true, text);
    },
    'chat.appendStream': (parameters) => {
      const message = find(parameters);
      const text = textOf(parameters['markdown_text']);
      if (!message) return 'message_not_found';
      if (message.pieces >= workspace.streamPieces) message.isStreaming = false;
      if (!message.isStreaming) return 'message_not_in_streaming_state';
      if (text.length > SLACK_LIMITS.markdownText) return 'msg_too_long';
      message.text += text;
      message.pieces += 1;
      return {};
    },
    'chat.stopStream': (parameters) => {
      const message = find(parameters);
      if (!message) return 'message_not_found';
      if (message.pieces >= workspace.streamPieces) message.isStreaming = false;
      if (!message.isStreaming) return 'message_not_in_streaming_state';
      const text = textOf(parameters['markdown_text']);
      const wrong = blocksError(parameters['blocks']);
      if (text.length > SLACK_LIMITS.markdownText) return 'msg_too_long';
      if (wrong !== undefined) return wrong;
      Object.assign(message, {
        text: message.text + text,
        blocks: readBlocks(parameters['blocks']),
        metadata: parameters['metadata'],
        isStreaming: false,
      });
      return {};
    },
    'conversations.replies': (parameters) =>
      parameters['ts'] === undefined ? 'invalid_arguments' : history(parameters),
    'conversations.history': history,
    'assistant.threads.setStatus': () => ({}),
    'assistant.threads.setTitle': () => ({}),
    'assistant.threads.setSuggestedPrompts': () => ({}),
    'conversations.open': ({ users }) => ({ channel: { id: `D${String(users)}` } }),
    'files.getUploadURLExternal': ({ filename, length, alt_txt }) => {
      if (typeof filename !== 'string' || !(Number(length) > 0)) return 'missing_argument';
      if (typeof alt_txt === 'string' && alt_txt.length > 1000) return 'alt_txt_too_large';
      const id = `F${workspace.files.length + 1}`;
      workspace.files.push({
        id,
        name: filename,
        length: Number(length),
        ...(typeof alt_txt === 'string' ? { alternative: alt_txt } : {}),
      });
      return { upload_url: uploadUrl(id), file_id: id };
    },
    'files.completeUploadExternal': ({ files, channel_id, thread_ts }) => {
      const named = JSON.parse(String(files)) as readonly { id: string }[];
      const found = named.map(({ id }) => workspace.files.find((file) => file.id === id));
      if (found.some((file) => file?.content?.byteLength !== file?.length)) return 'file_not_found';
      for (const file of found)
        if (file)
          file.shared = {
            channel: String(channel_id),
            ts: workspace.nextTs(),
            ...(typeof thread_ts === 'string' ? { thread: thread_ts } : {}),
          };
      return { files: named };
    },
    'views.open': (parameters) => {
      const view = readView(parameters['view']);
      if (!view) return 'invalid_arguments';
      views.push(view);
      return {};
    },
  };

  const workspace: StandInWorkspace = {
    messages,
    files: [],
    calls: [],
    views,
    failures: new Map(),
    streamPieces: Number.POSITIVE_INFINITY,
    pace: 0,
    run: (method, parameters) => methods[method]?.(parameters) ?? 'unknown_method',
    nextTs: () => `${(clock += 1)}.000100`,
  };
  return workspace;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
