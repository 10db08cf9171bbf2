import { editDraft } from '../answer/draft/edit-draft.ts';
import { readLength } from '../answer/draft/length.ts';
import { draftFile } from './draft-content.ts';
import { openDraftWriter, type DraftWriterOptions } from './open-writer.ts';
import { draftId, previewOf } from './preview.ts';
import { compilationDay } from './compilation-day.ts';
import type { Drafter } from './types.ts';

/** What `createDrafter` takes. */
export interface DrafterOptions extends Omit<DraftWriterOptions, 'allowedPlans'> {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Two characters that a topic must have at least: nothing can be drafted on 好. */
const TOPIC = /\p{Script=Han}{2}/u;

/** Fills orders over one index. The same order gives the same draft, so that an edited outline needs no memory. */
export function createDrafter({ now = Date.now, ...options }: DrafterOptions): Drafter {
  return {
    async draft({ topic, length, planIds, edits, formats }, { allowedPlans } = {}) {
      if (!TOPIC.test(topic)) return { type: 'nothing' };
      const writer = await openDraftWriter({ ...options, ...(allowedPlans ? { allowedPlans } : {}) });
      const wanted = length === undefined ? undefined : readLength(length);
      const written = await writer.write(topic, {
        date: compilationDay(new Date(now())),
        ...(wanted ? { length: wanted } : {}),
        ...(planIds ? { planIds } : {}),
      });
      if (!written) return { type: 'nothing' };
      const id = draftId(written);
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
