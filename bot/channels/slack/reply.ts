import type { Block, SlackMessage } from './answer-layout.ts';

/** A reply while it is written. Calls must come in order; none but `finish` throws. */
export interface Reply {
  /** Others are ahead. */
  wait(text: string): void;
  /** What is being done, for as long as there is no text. */
  status(text: string): void;
  /** The text so far, from its beginning. */
  grow(text: string): void;
  /** The whole reply. @throws SlackCallError when Slack does not take it */
  finish(content: FinishedReply): Promise<void>;
  /** The reply is given up: nothing more is written. */
  abandon(): void;
}

/** A whole reply. */
export interface FinishedReply {
  /** As messages. */
  readonly messages: readonly SlackMessage[];
  /** The same as a stream: the answer's text, and what stands under it. */
  readonly text: string;
  readonly tail: readonly Block[];
}
