import type { types } from '@slack/bolt';
import type { SourceView } from '../../service/types.ts';
import { splitText } from '../text/split-text.ts';
import { sourceTitle } from '../text/source-path.ts';
import { ACTIONS, LIMITS, section, type Block } from './answer-layout.ts';
import { literal, plain } from './markup.ts';

/** A dialog that Slack opens over a conversation. */
export type Modal = types.ModalView;

/** Slack's limits of a dialog: the title takes 24 characters, the address of a button 3,000. */
const LONGEST_ADDRESS = 3_000;

/** A passage in its surroundings. The passage itself stands between two lines, so that it is found at once. */
export function sourceModal({ plan, passage, before, after, url }: SourceView, publicUrl: string | undefined): Modal {
  const title = sourceTitle({ plan: plan.title, draft: plan.status === 'draft' });
  const address = viewerAddress(publicUrl, plan.id, passage.id) ?? url;
  const passages = (texts: readonly { readonly text: string }[]): readonly Block[] =>
    texts.flatMap(({ text }) => passageBlocks(text));
  return modal('查看原文', [
    section(`*${literal(title)}*\n${literal(passage.section.join(' › '))}`.trim()),
    ...passages(before),
    { type: 'divider' },
    ...passageBlocks(passage.text).map((block) => marked(block)),
    { type: 'divider' },
    ...passages(after),
    {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: literal(`${plan.file}，${lineWords(passage.lines)}`), verbatim: true }],
    },
    ...(address === undefined || address.length > LONGEST_ADDRESS ? [] : [linkBlock(address)]),
  ]);
}

/** What is shown of a passage that this reader may not see, or that a newer index does not hold. */
export function noSourceModal(): Modal {
  return modal('查看原文', [section('这段原文现在查不到了，可能规划库已更新。请重新提问。')]);
}

/** Asks what was wrong with an answer. `private_metadata` says which. */
export function reasonModal(answerId: string, roomId: string | undefined): Modal {
  return {
    type: 'modal',
    callback_id: REASON_CALLBACK,
    private_metadata: JSON.stringify({ answerId, ...(roomId === undefined ? {} : { roomId }) }),
    title: { type: 'plain_text', text: '哪里有问题' },
    submit: { type: 'plain_text', text: '提交' },
    close: { type: 'plain_text', text: '不填' },
    blocks: [
      {
        type: 'input',
        block_id: REASON_INPUT,
        optional: true,
        label: { type: 'plain_text', text: '请写一句，方便改进（可不填）' },
        element: { type: 'plain_text_input', action_id: REASON_INPUT, multiline: true, max_length: 1000 },
      },
    ],
  };
}

/** Ids of the dialog that asks for a reason. */
export const REASON_CALLBACK = 'guida_reason';
export const REASON_INPUT = 'reason';

/** Address of a passage in the web viewer; undefined without one. */
export function viewerAddress(publicUrl: string | undefined, planId: string, passageId: string): string | undefined {
  return publicUrl === undefined
    ? undefined
    : `${publicUrl}/plans/${encodeURIComponent(planId)}#${encodeURIComponent(passageId)}`;
}

function modal(title: string, blocks: readonly Block[]): Modal {
  return {
    type: 'modal',
    title: { type: 'plain_text', text: plain(title, 24) },
    close: { type: 'plain_text', text: '关闭' },
    blocks: [...blocks],
  };
}

function passageBlocks(text: string): readonly types.SectionBlock[] {
  const pieces = splitText(text, LIMITS.section, (piece) => literal(piece).length);
  return pieces.map((piece) => section(literal(piece)));
}

/** A bar at the left of every line. */
function marked(block: types.SectionBlock): types.SectionBlock {
  const text = block.text?.text ?? '';
  const lines = text.split('\n').map((line) => `>${line}`);
  return section(lines.join('\n').slice(0, LIMITS.section + 90));
}

function linkBlock(url: string): Block {
  return {
    type: 'actions',
    elements: [{ type: 'button', action_id: ACTIONS.open, text: { type: 'plain_text', text: '在网页中打开' }, url }],
  };
}

function lineWords([from, to]: readonly [number, number]): string {
  return from === to ? `第${from}行` : `第${from}至${to}行`;
}
