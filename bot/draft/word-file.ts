import type { DraftDocument } from '../answer/draft/types.ts';
import { draftPictures } from './charts-of-draft.ts';
import { wordDocument } from './docx/word-document.ts';

/** A draft as a .docx with its charts, and what a person should be told of it. */
export async function wordFile(
  draft: DraftDocument,
): Promise<{ readonly content: Buffer; readonly warnings: readonly string[] }> {
  const { pictures, warnings } = await draftPictures(draft);
  return { content: await wordDocument(draft, pictures), warnings };
}
