import type { Reply } from './reply.ts';
import type { CommandTarget } from './incoming.ts';
import type { SlackCalls } from './slack-calls.ts';
import { withSimplerBlocks } from './write-message.ts';

/** Slack takes five replies at the address of a slash command. */
const MOST_MESSAGES = 5;

/** The reply to a slash command: seen by who typed it, and written in one go, since Slack edits nothing of the kind. */
export function commandReply(calls: SlackCalls, target: CommandTarget, beforeFirst: () => Promise<void>): Reply {
  const nothing = (): void => undefined;
  return {
    wait: nothing,
    status: nothing,
    grow: nothing,
    abandon: nothing,
    async finish({ messages }) {
      await beforeFirst();
      for (const message of messages.slice(0, MOST_MESSAGES)) {
        await withSimplerBlocks(message, ({ text, blocks }) =>
          calls.respond(target.url, {
            response_type: 'ephemeral',
            text,
            ...(blocks.length === 0 ? {} : { blocks }),
            unfurl_links: false,
            unfurl_media: false,
          }),
        );
      }
    },
  };
}
