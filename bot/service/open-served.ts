import { isGuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';
import type { Store } from '../../retrieval/types.ts';
import { openAnswerProcess, type AnswerProcess, type AnswerProcessOptions } from './answer-process.ts';
import type { OpenedIndex } from './live-index.ts';

/** What building mends. */
const MENDED_BY_BUILDING: readonly GuidaErrorCode[] = ['index-missing', 'index-damaged', 'index-mismatch'];

/**
 * Opens the current generation: in a process that answers, and here for who looks at its plans.
 * @param openStore opens that generation, or the current one
 * @returns undefined when building would mend it, or when a newer generation came between the two
 * @throws GuidaError as `openAnswerProcess`; what `openStore` throws
 */
export async function openServed(
  options: AnswerProcessOptions,
  openStore: (generation: string) => Promise<Store>,
): Promise<OpenedIndex | undefined> {
  let answering: AnswerProcess;
  try {
    answering = await openAnswerProcess(options);
  } catch (error) {
    if (!isGuidaError(error) || !MENDED_BY_BUILDING.includes(error.code)) throw error;
    return undefined;
  }
  const { generation, assistant, drafter, died } = answering;
  try {
    const store = await openStore(generation);
    const close = async (): Promise<void> => {
      await answering.close();
      await store.close();
    };
    if (store.generation === generation) return { generation, store, assistant, drafter, died, close };
    await close();
    return undefined;
  } catch (error) {
    await answering.close();
    throw error;
  }
}
