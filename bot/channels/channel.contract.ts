import type { AnswerService, Channel } from '../service/types.ts';

/** One question as a person sends it on a platform. */
export interface DeliveredQuestion {
  readonly eventId: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly text: string;
  /** The group or public channel it is asked in; absent: in private. */
  readonly roomId?: string;
}

/** A channel over loopback against a stand-in of its platform, for the contract suite. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** Delivers a question as the platform would, and resolves once the channel has acknowledged it. */
  deliver(question: DeliveredQuestion): Promise<void>;
  /** What people see now, oldest first: one entry a message, as it reads after all edits and streamed pieces. */
  posted(): readonly { readonly conversationId: string; readonly text: string }[];
  /** Resolves once everything that was delivered is settled. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a channel on a service. */
export type OpenHarness = (service: AnswerService) => Promise<ChannelHarness>;
