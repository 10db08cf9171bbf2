/** A turn in a conversation. */
export interface Turn {
  /** Resolves once the turn before this one has begun, or is over. */
  readonly mayBegin: Promise<void>;
  /** Resolves once the turn before this one is over. */
  readonly mayReply: Promise<void>;
  /** This turn has begun: the next one may. */
  begun(): void;
}

/** Keeps questions and replies of each conversation in the order in which they came, and the work on them side by side. */
export interface ConversationTurns {
  /** Does a turn's work; it is over when the work is, however that ends. */
  take(conversationId: string, work: (turn: Turn) => Promise<void>): Promise<void>;
}

/** Keeps them in memory, as long as there are any. */
export function createConversationTurns(): ConversationTurns {
  const last = new Map<string, { readonly begun: Promise<void>; readonly over: Promise<void> }>();
  return {
    async take(conversationId, work) {
      const before = last.get(conversationId) ?? { begun: Promise.resolve(), over: Promise.resolve() };
      let begin = (): void => undefined;
      const begun = new Promise<void>((resolve) => (begin = resolve));
      const done = work({
        mayBegin: before.begun,
        mayReply: before.over,
        begun: () => {
          begin();
        },
      });
      const mine = { begun, over: done.catch(() => undefined) };
      last.set(conversationId, mine);
      await done.finally(() => {
        begin();
        if (last.get(conversationId) === mine) last.delete(conversationId);
      });
    },
  };
}
