import { z } from '@hono/zod-openapi';
import type { Answer, Citation, Turn } from '../../answer/types.ts';
import { quotedWords } from '../text/quoted-words.ts';
import { sourcePath } from '../text/source-path.ts';
import { passageHref } from './views.ts';

/** The one model there is. */
export const MODEL = 'guida';

const TextPart = z.object({ type: z.literal('text'), text: z.string() });

const Message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(z.union([TextPart, z.object({ type: z.string() })]))]).nullish(),
});

/** Body of `POST /v1/chat/completions`. What a model would take besides (temperature, tools…) is ignored. */
export const CompletionBody = z
  .object({
    model: z.string(),
    messages: z.array(Message).min(1).max(1000),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
    n: z.int().nullish(),
  })
  .openapi('ChatCompletionRequest');

/** One message of a conversation. */
export type ChatMessage = z.infer<typeof Message>;

/** A question with the turns before it. */
export interface ReadMessages {
  readonly question: string;
  readonly history: readonly Turn[];
}

/** How many turns are handed on; the assistant looks at no more. */
const TURNS = 10;

/**
 * The question that the last message asks and the conversation before it. What a system message orders is no business of
 * an assistant that only says what plans say.
 * @returns undefined when the last message is not a user's
 */
export function readMessages(messages: readonly ChatMessage[]): ReadMessages | undefined {
  const spoken = messages.filter(({ role }) => role === 'user' || role === 'assistant');
  const last = spoken.at(-1);
  if (last?.role !== 'user') return undefined;
  const history: Turn[] = [];
  for (const message of spoken.slice(0, -1)) {
    const text = textOf(message);
    const open = history.at(-1);
    if (message.role === 'user') history.push({ question: text });
    else if (open && open.answer === undefined) history[history.length - 1] = { ...open, answer: withoutSources(text) };
  }
  return { question: textOf(last), history: history.slice(-TURNS) };
}

function textOf({ content }: ChatMessage): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
}

const SOURCES_HEAD = '\n\n**出处**\n\n';

/** The answer of ours that a client sends back, without the list that was put under it. */
function withoutSources(text: string): string {
  const at = text.lastIndexOf(SOURCES_HEAD);
  return at === -1 ? text : text.slice(0, at);
}

/** The list of sources under an answer, as Markdown; links where the address of the page is known. */
export function sourcesMarkdown({ citations, text }: Answer, publicUrl: string | undefined): string {
  if (citations.length === 0) return '';
  return `${SOURCES_HEAD}${citations.map((citation) => sourceLine(citation, text, publicUrl)).join('\n')}`;
}

function sourceLine(citation: Citation, answer: string, publicUrl: string | undefined): string {
  const words = `${sourcePath(citation)} › “${quotedWords(citation, answer)}”`;
  const link =
    publicUrl === undefined ? '' : ` [查看原文](${publicUrl}${passageHref(citation.planId, citation.passageId)})`;
  return `- \\[${citation.n}\\] ${plainMarkdown(words)}${link}`;
}

/** Words of a plan in which no Markdown is read: a chat client would load an image and link an address. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/\b(https?|ftp|file):\/\//giu, '$1：//')
    .replace(/\bwww\./giu, 'www．')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/[\\`*_{}[\]()#+!|~>@$]/gu, '\\$&');
}
