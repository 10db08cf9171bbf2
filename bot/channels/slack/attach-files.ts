import type { Logger } from 'pino';
import type { AnswerService, IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import type { ReplyTarget } from './incoming.ts';
import { conversationWith, sendFiles, type FilePlace, type SlackFile } from './send-files.ts';
import type { SlackCalls } from './slack-calls.ts';
import { reasonOf, type Redact } from './slack-log.ts';

/** An answer that was given. */
export type Answered = Extract<ServiceEvent, { type: 'answered' }>;

/** What `attachFiles` takes. */
export interface AttachOptions {
  readonly service: AnswerService;
  readonly calls: SlackCalls;
  readonly log: Logger;
  readonly redact: Redact;
  /** Start of the addresses of the web page. */
  readonly publicUrl?: string;
}

/**
 * What stands under an answer as files: its charts, and where it is a draft, the Word document. In a thread they stand in
 * it; what a slash command asked for, which only its user may read, goes to their direct messages. Never throws: the answer
 * is there, and a line says what is missing.
 */
export async function attachFiles(
  incoming: IncomingQuestion,
  target: ReplyTarget,
  answered: Answered,
  options: AttachOptions,
): Promise<void> {
  const { calls, log, redact } = options;
  const { handout } = answered.answer;
  const charts = chartsOf(answered);
  if (charts.length === 0 && handout === undefined) return;
  let missing: string | undefined;
  try {
    const ordered = handout === undefined ? { files: [] } : await order(handout, incoming, options);
    missing = ordered.missing;
    const files = [...charts, ...ordered.files];
    if (files.length > 0) await sendFiles(calls, await placeOf(incoming, target, calls), files);
    if (files.length > 0 && target.kind === 'command') await say('文件已发到您与规答的私信里。', target, calls);
  } catch (error) {
    log.warn({ event: incoming.eventId, reason: reasonOf(error, redact) }, 'files of an answer could not be posted');
    if (handout !== undefined) missing = 'Word 文件没有发出来。';
  }
  if (missing === undefined || handout === undefined) return;
  await say(`${missing}${linkTo(handout, options.publicUrl)}`, target, calls).catch((error: unknown) => {
    log.warn({ event: incoming.eventId, reason: reasonOf(error, redact) }, 'a line on a file could not be posted');
  });
}

async function order(
  topic: string,
  { reader }: IncomingQuestion,
  { service }: AttachOptions,
): Promise<{ readonly files: readonly SlackFile[]; readonly missing?: string }> {
  const outcome = await service.draft(reader, { topic, formats: ['docx'] });
  if (outcome.type !== 'drafted') return { files: [], missing: `Word 文件没有生成：${outcome.text}` };
  return { files: outcome.files.map(({ name, content }) => ({ name, content })) };
}

function chartsOf({ pictures }: Answered): readonly SlackFile[] {
  return (pictures ?? []).flatMap(({ png, alternative }, at) =>
    png === undefined ? [] : [{ name: `对照图${at + 1}.png`, content: png, alternative }],
  );
}

async function placeOf(incoming: IncomingQuestion, target: ReplyTarget, calls: SlackCalls): Promise<FilePlace> {
  if (target.kind === 'command') return conversationWith(calls, incoming.reader.userId);
  return { channel: target.channel, ...(target.thread === undefined ? {} : { thread: target.thread }) };
}

function linkTo(topic: string, publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : `可在网页上下载：${publicUrl}/drafts?topic=${encodeURIComponent(topic)}`;
}

async function say(text: string, target: ReplyTarget, calls: SlackCalls): Promise<void> {
  const quiet = { unfurl_links: false, unfurl_media: false };
  if (target.kind === 'command') await calls.respond(target.url, { response_type: 'ephemeral', text, ...quiet });
  else
    await calls.call('chat.postMessage', {
      channel: target.channel,
      ...(target.thread === undefined ? {} : { thread_ts: target.thread }),
      text,
      ...quiet,
    });
}
