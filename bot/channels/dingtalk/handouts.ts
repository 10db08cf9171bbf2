import type { Log } from '../../log.ts';
import type { AnswerService, IncomingQuestion } from '../../service/types.ts';
import { messagesOf } from './messages.ts';
import type { ReplyTo } from './reply-to.ts';
import type { Sender } from './sender.ts';
import type { Uploads } from './uploads.ts';

/** Sends the Word file of a draft behind the answer that holds it. */
export interface Handouts {
  /** What is kept of an event while its answer goes out, so that a restart sends the file. */
  due(replyTo: ReplyTo, topic: string): ReplyTo;
  /**
   * Drafts, uploads and sends the file; a line says what became of it when it does not come. Once it may be out it is not
   * sent again, like every message that cannot be looked up.
   * @returns false when the program stops before it was tried: the next start sends it
   */
  send(incoming: IncomingQuestion, replyTo: ReplyTo, topic: string, signal: AbortSignal): Promise<boolean>;
}

/** What `createHandouts` takes. */
export interface HandoutOptions {
  readonly service: AnswerService;
  readonly sender: Sender;
  readonly uploads: Uploads;
  readonly log: Log;
  /** Whether the answer has a link to the web page. */
  readonly hasLink: boolean;
}

const STOPPED = Symbol('stopped');

/** A topic is kept up to this length, in characters: with the address of the reply it is within what is kept of an event. */
const LONGEST_TOPIC = 500;

/** Files by the OpenAPI: it sends them to a group, or to a person of the organisation. */
export function createHandouts({ service, sender, uploads, log, hasLink }: HandoutOptions): Handouts {
  const elsewhere = hasLink ? '请用上面的链接下载。' : '请在规答网页的“起草”里生成。';

  const due = (replyTo: ReplyTo, topic: string): ReplyTo => ({ ...replyTo, handout: topic.slice(0, LONGEST_TOPIC) });

  /** What is to be said of the file: nothing when it is sent, `STOPPED` when it is left to the next start. */
  const order = async (
    { reader, eventId }: IncomingQuestion,
    replyTo: ReplyTo,
    topic: string,
    signal: AbortSignal,
  ): Promise<string | typeof STOPPED | undefined> => {
    if (replyTo.group === undefined && replyTo.staffId === undefined) return `Word 文件没有发出来，${elsewhere}`;
    const outcome = await service.draft(reader, { topic, formats: ['docx'] });
    if (outcome.type === 'refused' && outcome.reason === 'stopping') return STOPPED;
    const [file] = outcome.type === 'drafted' ? outcome.files : [];
    if (!file) return `Word 文件没有生成${'text' in outcome ? `：${outcome.text}` : '。'}`;
    const mediaId = await uploads.upload(file);
    if (mediaId === undefined) return `Word 文件没有发出来，${elsewhere}`;
    const sent = await sender.send(
      replyTo,
      { mediaId, fileName: file.name },
      {
        trying: () => service.mark(reader, eventId, 'sending', replyTo),
        putOff: () => service.mark(reader, eventId, 'sending', due(replyTo, topic)),
        signal,
      },
    );
    if (sent === 'given-up') return `Word 文件可能没有发出来，${elsewhere}`;
    return sent === 'stopped' ? STOPPED : undefined;
  };

  return {
    due,
    async send(incoming, replyTo, topic, signal) {
      const line = await order(incoming, replyTo, topic, signal);
      if (line === STOPPED) return false;
      if (line === undefined) return true;
      log.detail('dingtalk: a draft goes without its file');
      for (const message of messagesOf(line)) await sender.send(replyTo, message, { signal });
      return true;
    },
  };
}
