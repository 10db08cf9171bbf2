import type { types } from '@slack/bolt';
import type { Answer, Citation } from '../../answer/types.ts';
import { quotedWords } from '../text/quoted-words.ts';
import { sourcePath } from '../text/source-path.ts';
import { splitText } from '../text/split-text.ts';
import { literal, mrkdwn, plain, tablesAsLists } from './markup.ts';

/** A block of Block Kit. */
export type Block = types.KnownBlock;

/** One message as `chat.postMessage` and `chat.update` take it. */
export interface SlackMessage {
  /** Shown where blocks are not: notifications, screen readers, and when Slack refuses the blocks. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** Slack's limits, with some room left. Lengths in UTF-16 units. */
export const LIMITS = {
  /** A section takes 3,000. */
  section: 2_900,
  /** A message takes 50. */
  blocks: 45,
  /** All blocks of a message together, as JSON: Slack refuses above about 13,200. */
  message: 12_400,
  /** `text` of an edited message takes 4,000. */
  text: 2_900,
  /** `markdown_text` takes 12,000; a stream is one message, so its blocks need room as well. */
  stream: 8_000,
} as const;

/** Action ids of the buttons. An id must not repeat in a block, so a number follows some. */
export const ACTIONS = {
  source: 'guida_source',
  feedback: 'guida_feedback',
  open: 'guida_open',
} as const;

const LONGEST_PATH = 260;
const LONGEST_QUOTE = 600;
const BUTTONS_IN_A_ROW = 5;

/** A whole answer: the text, its sources, their buttons, and the question whether it helped. */
export function layoutAnswer(answer: Answer, answerId: string): readonly SlackMessage[] {
  return pack([...textBlocks(answer.text), ...layoutTail(answer, answerId)]);
}

/** A line of the program itself. */
export function layoutLine(text: string): readonly SlackMessage[] {
  return pack(textBlocks(text));
}

/** What stands under the text of an answer. */
export function layoutTail(answer: Answer, answerId: string): readonly Block[] {
  return [
    ...answer.citations.map((citation) => sourceBlock(citation, answer.text)),
    ...buttons(answer),
    feedback(answerId),
  ];
}

/** The text of an answer as sections. */
export function textBlocks(text: string): readonly Block[] {
  const pieces = splitText(tablesAsLists(text), LIMITS.section, (piece) => mrkdwn(piece).length);
  return pieces
    .map((piece) => mrkdwn(piece))
    .filter((piece) => piece.trim() !== '')
    .map(section);
}

/**
 * Blocks over as few messages as they fit in, in order.
 * @param taken how much of the first message something else takes, in UTF-16 units
 */
export function pack(blocks: readonly Block[], taken = 0): readonly SlackMessage[] {
  const messages: { blocks: Block[]; size: number }[] = [{ blocks: [], size: taken }];
  for (const block of blocks) {
    const size = JSON.stringify(block).length + 1;
    const last = messages.at(-1);
    if (last && last.blocks.length < LIMITS.blocks && last.size + size <= LIMITS.message) {
      last.blocks.push(block);
      last.size += size;
    } else messages.push({ blocks: [block], size });
  }
  return messages.map((message) => ({ text: textOf(message.blocks), blocks: message.blocks }));
}

/** A message without the kinds of blocks that some places (ephemeral replies, older clients) refuse. */
export function withPlainButtons({ text, blocks }: SlackMessage): SlackMessage {
  const known = blocks.map((block): Block => {
    const [element] = block.type === 'context_actions' ? block.elements : [];
    if (element?.type !== 'feedback_buttons') return block;
    const { positive_button: good, negative_button: bad } = element;
    return {
      type: 'actions',
      elements: [
        { type: 'button', action_id: `${ACTIONS.feedback}_1`, text: good.text, value: good.value },
        { type: 'button', action_id: `${ACTIONS.feedback}_2`, text: bad.text, value: bad.value },
      ],
    };
  });
  return { text, blocks: known };
}

/** A section that Slack takes word for word: it adds no links and no mentions of its own. */
export function section(text: string): types.SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function sourceBlock(citation: Citation, answer: string): types.ContextBlock {
  const path = cut(sourcePath(citation), LONGEST_PATH);
  const words = cut(quotedWords(citation, answer).replace(/\s+/gu, ' '), LONGEST_QUOTE);
  const text = `[${citation.n}] ${literal(path)} › “${literal(words)}”`;
  return { type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] };
}

/** The beginning of a text, never with half a figure at its end. */
function cut(text: string, longest: number): string {
  const [first = '', ...more] = splitText(text, longest);
  return more.length === 0 ? first : `${first}…`;
}

function buttons({ citations }: Answer): readonly Block[] {
  const rows: Citation[][] = [];
  for (const citation of citations) {
    const last = rows.at(-1);
    if (last && last.length < BUTTONS_IN_A_ROW) last.push(citation);
    else rows.push([citation]);
  }
  return rows.map((row) => ({
    type: 'actions',
    elements: row.map(({ n, passageId }) => ({
      type: 'button',
      action_id: `${ACTIONS.source}_${n}`,
      text: { type: 'plain_text', text: `查看原文 [${n}]` },
      value: passageId,
    })),
  }));
}

function feedback(answerId: string): types.ContextActionsBlock {
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: ACTIONS.feedback,
        positive_button: {
          text: { type: 'plain_text', text: '有用' },
          accessibility_label: '这条回答有用',
          value: `good ${answerId}`,
        },
        negative_button: {
          text: { type: 'plain_text', text: '有问题' },
          accessibility_label: '这条回答有问题',
          value: `bad ${answerId}`,
        },
      },
    ],
  };
}

function textOf(blocks: readonly Block[]): string {
  const words = blocks.flatMap((block) => {
    if (block.type === 'section') return block.text?.text ?? [];
    if (block.type === 'context')
      return block.elements.flatMap((element) => (element.type === 'mrkdwn' ? element.text : []));
    return [];
  });
  const whole = words.join('\n');
  return plain(whole, LIMITS.text) === '' ? '规答' : cutRendered(whole);
}

/** Rendered text is cut at a line, so that no entity and no bold words are parted. */
function cutRendered(text: string): string {
  if (text.length <= LIMITS.text) return text;
  const end = text.lastIndexOf('\n', LIMITS.text - 1);
  const [first = ''] = splitText(text, LIMITS.text - 1);
  return `${end > 0 ? text.slice(0, end) : first.replace(/&[a-z]{0,3}$/u, '')}…`;
}
