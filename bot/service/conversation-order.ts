/** A place in the order of one conversation. */
export interface Place {
  /** Fulfilled when the questions before have had their answers; undefined when there is none before. */
  readonly before: Promise<void> | undefined;
  /** Lets the next one go on. */
  leave(): void;
}

/** Keeps the questions of each conversation in the order in which they came. */
export class ConversationOrder {
  readonly #last = new Map<string, Promise<void>>();

  /** Takes the place behind all others of a conversation. */
  enter(conversation: string): Place {
    const before = this.#last.get(conversation);
    let left: () => void = () => undefined;
    const own = new Promise<void>((resolve) => (left = resolve));
    // Whoever leaves before its turn has come does not let the next one pass those in front.
    const both = Promise.all([before, own]).then(() => undefined);
    this.#last.set(conversation, both);
    void both.then(() => {
      if (this.#last.get(conversation) === both) this.#last.delete(conversation);
    });
    return { before, leave: left };
  }
}
