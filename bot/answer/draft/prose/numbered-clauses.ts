import type { Passage } from '../../../../corpus/types.ts';
import type { Store } from '../../../../retrieval/types.ts';
import { passageElement } from '../../model/evidence.ts';
import type { DraftDocument, DraftParagraph, DraftSentence } from '../types.ts';

/** A sentence of the draft without a model, under the number by which a model marks it. */
export interface Clause {
  /** From 1, over the whole draft: the number of another section's clause is none of this one's. */
  readonly n: number;
  readonly sentence: DraftSentence;
  /** What it rests on, in the order of its marks; never empty. */
  readonly passages: readonly [Passage, ...Passage[]];
}

/** The clauses of a section, paragraph by paragraph. */
export interface NumberedSection {
  readonly heading: string;
  readonly paragraphs: readonly (Pick<DraftParagraph, 'name'> & { readonly clauses: readonly Clause[] })[];
}

/** Numbers the clauses of a draft, section by section as they stand in it. A sentence whose passage is gone has none. */
export async function numberClauses(draft: DraftDocument, store: Store): Promise<readonly NumberedSection[]> {
  const found = await store.passages(draft.citations.map(({ passageId }) => passageId));
  const passages = new Map(found.map((passage) => [passage.id, passage]));
  let last = 0;
  return draft.sections.map(({ heading, paragraphs }) => ({
    heading,
    paragraphs: paragraphs.map(({ name, sentences }) => ({
      name,
      clauses: sentences.flatMap((sentence): Clause | readonly [] => {
        const [first, ...more] = sentence.marks.flatMap(
          (mark) => passages.get(draft.citations[mark - 1]?.passageId ?? '') ?? [],
        );
        return first ? { n: (last += 1), sentence, passages: [first, ...more] } : [];
      }),
    })),
  }));
}

/** The clauses of a section as its prompt shows them. */
export function clausesText({ paragraphs }: NumberedSection): string {
  return paragraphs
    .flatMap(({ name, clauses }) => clauses.map(({ n, sentence }) => passageElement(n, '', [name], sentence.text)))
    .join('\n');
}
