import type { Logger } from 'pino';
import type { AnswerService, IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import { filesOf, withFiles, type ReplyTarget } from './incoming.ts';
import { areShown, conversationWith, sendFiles, type FilePlace, type SlackFile } from './send-files.ts';
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

/** Whether files stand under an answer. */
export function hasFiles(answered: Answered): boolean {
  return answered.answer.handout !== undefined || chartsOf(answered).length > 0;
}

/**
 * What stands under an answer as files: its charts, and where it is a draft, the Word document. In a thread they stand in
 * it; what a slash command asked for, which only its user may read, goes to their direct messages. Their ids are noted
 * before they are shown, so that a restart can find out whether they were. Never throws: the answer is there, and a line
 * says what is missing.
 */
export async function attachFiles(
  incoming: IncomingQuestion,
  target: ReplyTarget,
  answered: Answered,
  options: AttachOptions,
): Promise<void> {
  const { service, calls, log, redact } = options;
  const { handout } = answered.answer;
  if (!hasFiles(answered)) return;
  const charts = chartsOf(answered);
  let missing: string | undefined;
  try {
    const place = await placeOf(incoming, target, calls);
    if (await wereShown(place, incoming, options)) return;
    const ordered = handout === undefined ? { files: [] } : await order(handout, incoming, options);
    missing = ordered.missing;
    const files = [...charts, ...ordered.files];
    const { reader, eventId } = incoming;
    const note = (ids: readonly string[]): Promise<void> =>
      service.mark(reader, eventId, 'sending', withFiles(incoming, ids));
    if (files.length > 0) await sendFiles(calls, place, files, note);
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

/** Whether the last run has shown the files. Where that cannot be looked up they are shown again. */
async function wereShown(
  place: FilePlace,
  incoming: IncomingQuestion,
  { calls, log, redact }: AttachOptions,
): Promise<boolean> {
  const ids = filesOf(incoming) ?? [];
  if (ids.length === 0) return false;
  try {
    return await areShown(calls, place, ids);
  } catch (error) {
    log.warn(
      { event: incoming.eventId, reason: reasonOf(error, redact) },
      'files of the last run could not be looked up',
    );
    return false;
  }
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
  const { channel, thread, ts } = target;
  return { channel, after: ts, ...(thread === undefined ? {} : { thread }) };
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
