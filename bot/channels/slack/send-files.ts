import { z } from 'zod';
import { messagesAfter } from './messages-after.ts';
import { SlackCallError, type SlackCalls } from './slack-calls.ts';

/** A file for a thread. */
export interface SlackFile {
  readonly name: string;
  readonly content: Uint8Array;
  /** Said to whoever does not see the picture. */
  readonly alternative?: string;
}

/** Where files go. */
export interface FilePlace {
  readonly channel: string;
  readonly thread?: string;
  /** Timestamp of the question: what is looked for stands after it. */
  readonly after?: string;
}

const OPENED = z.looseObject({ upload_url: z.string(), file_id: z.string() });
const WITH_FILES = z.looseObject({ files: z.array(z.looseObject({ id: z.string() })).default([]) });
const CONVERSATION = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
/** Slack's limit on alternative text, in characters. */
const LONGEST_ALTERNATIVE = 1000;

/**
 * Posts files in one message. They are sent first and shown by the last call, which is made once: a file that was sent and
 * not shown is forgotten by Slack.
 * @param beforeShown told the ids by which Slack knows them, before anybody sees them
 * @throws SlackCallError
 */
export async function sendFiles(
  calls: SlackCalls,
  place: FilePlace,
  files: readonly SlackFile[],
  beforeShown: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  const sent: { id: string; title: string }[] = [];
  for (const { name, content, alternative } of files) {
    const opened = OPENED.parse(
      await calls.call('files.getUploadURLExternal', {
        filename: name,
        length: content.byteLength,
        ...(alternative === undefined ? {} : { alt_txt: alternative.slice(0, LONGEST_ALTERNATIVE) }),
      }),
    );
    await calls.upload(opened.upload_url, content);
    sent.push({ id: opened.file_id, title: name });
  }
  const ids = sent.map(({ id }) => id);
  await beforeShown(ids);
  try {
    await show(calls, place, sent);
  } catch (error) {
    // The answer to the call may have been lost, not the call.
    const isUnsure = error instanceof SlackCallError && error.kind === 'unsure';
    if (!isUnsure || !(await areShown(calls, place, ids))) throw error;
  }
}

/** Whether files stand in a place. @throws SlackCallError when Slack does not let us look */
export async function areShown(calls: SlackCalls, place: FilePlace, ids: readonly string[]): Promise<boolean> {
  const left = new Set(ids);
  for await (const message of messagesAfter(calls, place))
    for (const { id } of WITH_FILES.safeParse(message).data?.files ?? []) left.delete(id);
  return left.size === 0;
}

async function show(
  calls: SlackCalls,
  place: FilePlace,
  sent: readonly { readonly id: string; readonly title: string }[],
): Promise<void> {
  await calls.call('files.completeUploadExternal', {
    files: JSON.stringify(sent),
    channel_id: place.channel,
    ...(place.thread === undefined ? {} : { thread_ts: place.thread }),
  });
}

/** The conversation with one person. @throws SlackCallError */
export async function conversationWith(calls: SlackCalls, user: string): Promise<FilePlace> {
  const { channel } = CONVERSATION.parse(await calls.call('conversations.open', { users: user }));
  return { channel: channel.id };
}
