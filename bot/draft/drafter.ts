import { LRUCache } from 'lru-cache';
import { editDraft } from '../answer/draft/edit-draft.ts';
import { readLength } from '../answer/draft/length.ts';
import type { DraftDocument } from '../answer/draft/types.ts';
import { draftFile } from './draft-content.ts';
import { openDraftWriter, type DraftWriterOptions } from './open-writer.ts';
import { draftId, previewOf } from './preview.ts';
import { compilationDay } from './compilation-day.ts';
import type { Drafter, DraftOrder } from './types.ts';

/** What `createDrafter` takes. */
export interface DrafterOptions extends Omit<DraftWriterOptions, 'allowedPlans'> {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Two characters that a topic must have at least: nothing can be drafted on 好. */
const TOPIC = /\p{Script=Han}{2}/u;

/** Drafts of a model that are remembered. */
const REMEMBERED = 100;

/**
 * Fills orders over one index. By rules, the same order gives the same draft, so that an edited outline needs no memory; a
 * model would word it otherwise at the next try, so what it has worded is remembered for those to whom it was shown.
 */
export function createDrafter({ now = Date.now, ...options }: DrafterOptions): Drafter {
  const remembered = new LRUCache<string, DraftDocument>({ max: REMEMBERED });

  const write = async (
    { topic, length, planIds }: DraftOrder,
    allowedPlans: readonly string[] | undefined,
  ): Promise<DraftDocument | undefined> => {
    const writer = await openDraftWriter({ ...options, ...(allowedPlans ? { allowedPlans } : {}) });
    const wanted = length === undefined ? undefined : readLength(length);
    return writer.write(topic, {
      date: compilationDay(new Date(now())),
      ...(wanted ? { length: wanted } : {}),
      ...(planIds ? { planIds } : {}),
    });
  };

  return {
    async draft(order, { allowedPlans } = {}) {
      const { topic, length, planIds, edits, formats } = order;
      if (!TOPIC.test(topic)) return { type: 'nothing' };
      const keyOf = (id: string): string => JSON.stringify([id, topic, length, planIds, allowedPlans]);
      const shown = edits && remembered.get(keyOf(edits.id));
      const written = shown ?? (await write(order, allowedPlans));
      if (!written) return { type: 'nothing' };
      const id = draftId(written);
      if (written.model) remembered.set(keyOf(id), written);
      if (edits && edits.id !== id) return { type: 'changed' };
      const draft = edits ? editDraft(written, edits) : written;
      if (draft.sections.length === 0) return { type: 'nothing' };
      const files = [];
      for (const format of new Set(formats)) {
        const file = await draftFile(draft, format);
        if (file) files.push(file);
      }
      return { type: 'drafted', preview: previewOf(draft, id), files };
    },
  };
}
