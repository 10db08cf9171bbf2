import fc from 'fast-check';
import type { Answer } from '../../answer/types.ts';
import { answerMarkdown, titleOf } from './markdown.ts';
import { LARGEST_MESSAGE, openApiMessage, messagesOf, webhookBody } from './messages.ts';

const fragment = fc.constantFrom(
  ...['研发投入强度', '达到', '，', '。', '\n', '\n\n', '- ', '1. ', '## ', '**', '**重点**', '[1]', '《示例市规划》'],
  ...['[', ']', '(', ')', '](', '![', ']:', '@', '@所有人', '@13800000000', '<', '>', '<at id=all>', '&#64;', '`'],
  ...['~~', '_', '\\', '|', '\n| a | b |\n|---|---|\n| 1家 | 2家 |\n', '300家', '3.5%', '1,200亿元', '2021—2025年'],
  ...['http://evil.example/x', 'www.evil.example', 'javascript:alert(1)', 'dingtalk://x', 'mailto:a@b.cn', '"'],
  ...['\u202E', '\u200B', '\u{E0061}', '𠮷', '\uD83D', '\uDE00', '\u2028', '\r', '\u0001'],
);

/** A text of words, figures, markup and what an attacker would write; one in forty is many messages long. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 39, arbitrary: fc.array(fragment, { maxLength: 200 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.array(fragment, { minLength: 1500, maxLength: 4000 }).map((parts) => parts.join('')) },
);

/** An answer made of such texts, with a source made of them too. */
export const hostileAnswer: fc.Arbitrary<Answer> = fc.tuple(hostileText, hostileText).map(([text, quote]) => ({
  text,
  declined: false,
  mode: 'extractive',
  understood: '问',
  citations: [
    {
      n: 1,
      passageId: `${quote.slice(0, 5)}-1`.replace(/\p{Surrogate}/gu, ''),
      planId: 'p',
      plan: quote.slice(0, 40),
      section: [quote.slice(0, 30)],
      quote,
      file: 'p.md',
      lines: [1, 1],
      draft: true,
    },
  ],
}));

/** What is wrong with the messages that an answer becomes; undefined when nothing is. */
export function wrongWith(answer: Answer, publicUrl?: string): string | undefined {
  const markdown = answerMarkdown(answer, publicUrl);
  const messages = messagesOf(markdown, titleOf(answer.text));
  const withoutSpace = (text: string): string => text.replace(/\s+/gu, '');
  const joined = messages.map(({ text }) => text).join('');
  if (withoutSpace(joined) !== withoutSpace(markdown)) return 'something was lost where it was cut';
  for (const message of messages) {
    if (message.text.length > 3700) return 'too many characters';
    if (Buffer.byteLength(JSON.stringify(webhookBody(message))) > 20_000) return 'over the limit of a webhook';
    if (Buffer.byteLength(openApiMessage(message).msgParam) > LARGEST_MESSAGE) return 'over the limit of the OpenAPI';
    const live = liveIn(`${message.title}\n${message.text}`);
    if (live !== undefined) return `live: ${live}`;
  }
  return undefined;
}

/** The first thing in a text that DingTalk would do more with than show it, our own links apart. */
export function liveIn(text: string): string | undefined {
  return LIVE.exec(text.replace(OUR_LINK, ''))?.[0];
}

const OUR_LINK =
  /\[查看原文\]\(https:\/\/plans\.example\/plans\/[\w%.-]+#[\w%.-]+\)|\[预览、删改并下载 Word 文件\]\(https:\/\/plans\.example\/drafts\?topic=[\w%.-]+\)/gu;

/** Mentions, HTML, entities, links, images, addresses, code, strokes, and what nobody sees. */
const LIVE =
  /[@<>`_\\]|!\[|\]\(|\]:|:\/\/|~~|&#?\w+;|[\p{L}\p{Nd}]\.\p{L}|\p{Bidi_Control}|[\u200B\u{E0061}]|\p{Surrogate}/u;
