import { z } from 'zod';
import type { SlackCalls } from './slack-calls.ts';

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
}

const OPENED = z.looseObject({ upload_url: z.string(), file_id: z.string() });
const CONVERSATION = z.looseObject({ channel: z.looseObject({ id: z.string() }) });
/** Slack's limit on alternative text, in characters. */
const LONGEST_ALTERNATIVE = 1000;

/**
 * Posts files in one message. They are sent first and shown by the last call, which is made once: a file that was sent and
 * not shown is forgotten by Slack.
 * @throws SlackCallError
 */
export async function sendFiles(calls: SlackCalls, place: FilePlace, files: readonly SlackFile[]): Promise<void> {
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
  if (sent.length === 0) return;
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
