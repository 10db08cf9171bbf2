import { charactersFor, charactersOf, readLength } from '../length.ts';
import type { DraftDocument, DraftOptions } from '../types.ts';

/** How much longer a model may make a draft for which no length was asked, as a factor. */
const LONGER = 1.1;

/**
 * Whether what a model has written is short enough: within the length that was asked for, and where that is none, hardly
 * longer than without a model.
 * @param draft the draft without a model
 */
export function roomLike(
  draft: DraftDocument,
  topic: string,
  { length = readLength(topic), pagesOf }: Pick<DraftOptions, 'length' | 'pagesOf'>,
): (written: DraftDocument) => boolean {
  const inPages = length !== undefined && 'pages' in length && pagesOf !== undefined;
  const sizeOf = inPages ? pagesOf : charactersOf;
  const own = sizeOf(draft);
  const limit = inPages ? length.pages : length ? charactersFor(length) : own * LONGER;
  return (written) => sizeOf(written) <= Math.max(own, limit);
}
