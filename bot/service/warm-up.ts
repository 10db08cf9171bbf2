import type { Store, Words } from '../../retrieval/types.ts';
import { createAssistant } from '../answer/assistant.ts';

/** One of each common kind, about a place. */
const QUESTIONS: readonly ((place: string) => string)[] = [
  (place) => `${place}到2025年高新技术企业要达到多少家？`,
  (place) => `${place}的研发投入强度目标是多少，比2020年提高几个百分点？`,
  (place) => `${place}和样板省的发明专利目标各是多少？`,
  (place) => `${place}要建设哪些实验室？`,
  (place) => `总结一下${place}的重点任务`,
  (place) => `${place}的规划里说到2025年要培育一百家独角兽企业，对吗？`,
];

/**
 * Asks some questions that nobody waits for: the first of a kind loads dictionaries and lists, reads what every answer
 * needs and has its code compiled, which takes a second and would keep everybody behind it waiting. Asks no endpoint.
 */
export async function warmUp({ store, words }: { readonly store: Store; readonly words: Words }): Promise<void> {
  const assistant = createAssistant({ store, words });
  const [plan] = await store.plans();
  for (const question of QUESTIONS) await toItsEnd(assistant.ask(question(plan?.region ?? '')));
}

async function toItsEnd(events: AsyncIterable<unknown>): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}
