import type { AnswerService, ServiceEvent } from '../../service/types.ts';

/** What a process holds, for as long as it lives. */
export interface Killable {
  readonly service: AnswerService;
  readonly fetch: typeof fetch;
  /** From now on nothing goes out, nothing is recorded, and nothing that was asked for comes back: as after kill −9. */
  kill(): void;
}

/** Puts a switch between a channel and the world. */
export function killable(service: AnswerService): Killable {
  let isDead = false;
  const lives = (): boolean => !isDead;
  const answering = new Set<AsyncIterator<ServiceEvent>>();
  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!lives()) return never();
    const result = await work();
    return lives() ? result : never();
  };
  return {
    service: {
      ...service,
      take: (incoming) => alive(() => service.take(incoming)),
      mark: (...args) => alive(() => service.mark(...args)),
      feedback: (feedback) => alive(() => service.feedback(feedback)),
      answerTo: (...args) => alive(() => service.answerTo(...args)),
      lastAnswer: (...args) => alive(() => service.lastAnswer(...args)),
      knowsConversation: (...args) => alive(() => service.knowsConversation(...args)),
      unfinished: (channel) => alive(() => service.unfinished(channel)),
      async *answer(...args) {
        const events = service.answer(...args)[Symbol.asyncIterator]();
        answering.add(events);
        for (;;) {
          const next = await alive(() => events.next());
          if (next.done === true) break;
          yield next.value;
        }
        answering.delete(events);
      },
    },
    fetch: (...args) => alive(() => fetch(...args)),
    kill() {
      isDead = true;
      // What the service held for them is free again, as it is in another process.
      for (const events of answering) void events.return?.();
    },
  };
}
