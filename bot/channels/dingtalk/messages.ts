import { splitText } from '../text/split-text.ts';
import { titleOf } from './markdown.ts';

/** One Markdown message. */
export interface Message {
  readonly title: string;
  readonly text: string;
}

/** A file that DingTalk holds already. */
export interface FileMessage {
  /** As the upload gave it. */
  readonly mediaId: string;
  /** With its ending. */
  readonly fileName: string;
}

/**
 * The smallest of DingTalk's limits, in bytes of UTF-8: 15,000 for `msgParam` of a group message, 20,000 for the body of a
 * webhook. One limit for both ways, since a message may have to take the other one.
 */
export const LARGEST_MESSAGE = 15_000;

/** Longer webhook messages have been seen cut, although they are within the limit in bytes; in UTF-16 units. */
const LONGEST_TEXT = 3_700;

/** What is posted to a session webhook. Mentions are set outside the text, and there are none. */
export function webhookBody({ title, text }: Message): object {
  return { msgtype: 'markdown', markdown: { title, text }, at: { isAtAll: false } };
}

/** A message as the OpenAPI takes it: the name of a template, and its values as JSON in a string. */
export function openApiMessage(message: Message | FileMessage): { readonly msgKey: string; readonly msgParam: string } {
  if (isFile(message)) {
    const { mediaId, fileName } = message;
    const fileType = fileName.split('.').at(-1) ?? '';
    return { msgKey: 'sampleFile', msgParam: JSON.stringify({ mediaId, fileName, fileType }) };
  }
  const { title, text } = message;
  return { msgKey: 'sampleMarkdown', msgParam: JSON.stringify({ title, text }) };
}

/** Whether a message is a file, which a session webhook is not known to take. */
export function isFile(message: Message | FileMessage): message is FileMessage {
  return 'mediaId' in message;
}

/** Cuts a text that is Markdown already into messages within every limit. */
export function messagesOf(markdown: string, title: string = titleOf(markdown)): readonly Message[] {
  return splitText(markdown, LARGEST_MESSAGE, (text) => sizeOf({ title: `${title}（99/99）`, text })).map(
    (text, at, all) => ({
      title: all.length === 1 ? title : `${title}（${at + 1}/${all.length}）`,
      text,
    }),
  );
}

/** In bytes, the larger of both ways; a text that is too long in characters counts as too large. */
function sizeOf(message: Message): number {
  const webhook = Buffer.byteLength(JSON.stringify(webhookBody(message)));
  const parameter = Buffer.byteLength(JSON.stringify(openApiMessage(message).msgParam));
  const characters = Math.ceil((message.text.length / LONGEST_TEXT) * LARGEST_MESSAGE);
  return Math.max(webhook, parameter, characters);
}
