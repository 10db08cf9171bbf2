import { z } from 'zod';

/** Slack's documented limits, held by the stand-in. Lengths in UTF-16 units. */
export const SLACK_LIMITS = {
  text: 40_000,
  editedText: 4_000,
  markdownText: 12_000,
  section: 3_000,
  blocks: 50,
  allBlocks: 13_200,
} as const;

const TEXT = z.looseObject({
  type: z.enum(['mrkdwn', 'plain_text']),
  text: z.string().min(1).max(SLACK_LIMITS.section),
});
const LABEL = z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(75) });
const BUTTON = z.looseObject({
  type: z.literal('button'),
  action_id: z.string().min(1).max(255),
  text: LABEL,
  value: z.string().max(2000).optional(),
  url: z.url().max(3000).optional(),
});
const FEEDBACK_BUTTON = z.looseObject({ text: LABEL, value: z.string().min(1).max(2000) });
const BLOCK = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('section'), text: TEXT }),
  z.looseObject({ type: z.literal('divider') }),
  z.looseObject({ type: z.literal('context'), elements: z.array(TEXT).min(1).max(10) }),
  z.looseObject({
    type: z.literal('actions'),
    elements: z
      .array(BUTTON)
      .min(1)
      .max(25)
      .refine((elements) => new Set(elements.map(({ action_id }) => action_id)).size === elements.length),
  }),
  z.looseObject({
    type: z.literal('context_actions'),
    elements: z
      .array(
        z.looseObject({
          type: z.literal('feedback_buttons'),
          action_id: z.string().min(1).max(255),
          positive_button: FEEDBACK_BUTTON,
          negative_button: FEEDBACK_BUTTON,
        }),
      )
      .min(1)
      .max(5),
  }),
  z.looseObject({
    type: z.literal('input'),
    label: LABEL,
    element: z.looseObject({ type: z.literal('plain_text_input'), action_id: z.string() }),
  }),
]);

/** A block that the stand-in takes. */
export type StandInBlock = z.output<typeof BLOCK>;

const VIEW = z.looseObject({
  type: z.literal('modal'),
  title: z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(24) }),
  blocks: z.array(BLOCK).min(1).max(100),
});

/** A dialog that the stand-in takes. */
export type StandInView = z.output<typeof VIEW>;

/** Slack's code for what is wrong with the blocks of a message; undefined when nothing is. */
export function blocksError(blocks: unknown): string | undefined {
  if (blocks === undefined) return undefined;
  const parsed = z.array(BLOCK).safeParse(blocks);
  if (!parsed.success || parsed.data.length > SLACK_LIMITS.blocks) return 'invalid_blocks';
  return JSON.stringify(blocks).length > SLACK_LIMITS.allBlocks ? 'msg_blocks_too_long' : undefined;
}

/** The blocks, once `blocksError` found nothing wrong. */
export function readBlocks(blocks: unknown): readonly StandInBlock[] {
  return blocks === undefined ? [] : z.array(BLOCK).parse(blocks);
}

/** @returns undefined when Slack would refuse the dialog */
export function readView(view: unknown): StandInView | undefined {
  const parsed = VIEW.safeParse(view);
  return parsed.success ? parsed.data : undefined;
}

/** What a person reads of the blocks. */
export function wordsOfBlocks(blocks: readonly StandInBlock[]): string {
  return textsOfBlocks(blocks).map(readAloud).join('\n');
}

/** The texts of the blocks as they were sent. */
export function textsOfBlocks(blocks: readonly StandInBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.type === 'section') return block.text.text;
    return block.type === 'context' ? block.elements.map(({ text }) => text) : [];
  });
}

/** Rendered text as it is seen: without markers, codes and what cannot be seen. */
export function readAloud(text: string): string {
  return text
    .replaceAll('\u200b', '')
    .replace(/(?<=^|\s)\*{1,2}([^*\n]+)\*{1,2}(?=$|\s)/gmu, '$1')
    .replace(/&(lt|gt|amp);/gu, (_, name: string) => (name === 'lt' ? '<' : name === 'gt' ? '>' : '&'));
}

/** What Slack would make of a text besides showing it: mentions, links, images, emoji. */
export function liveParts(text: string): readonly string[] {
  const live = /<[^>]*>|:\/\/\S*|!?\[[^\]]*\]\([^)]*\)|^\s*\[[^\]]*\]:|[@#][\p{L}\p{N}]+|:[a-z_+-]+:|\bwww\.\w+/gimu;
  return text.match(live) ?? [];
}
