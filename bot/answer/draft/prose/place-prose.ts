import type { Vocabulary } from '../../model/vocabulary.ts';
import { renumbered } from '../renumber.ts';
import type { DraftDocument, DraftSentence } from '../types.ts';
import { mergeClauses } from './merge-clauses.ts';
import type { Clause, NumberedSection } from './numbered-clauses.ts';
import type { WrittenSentence } from './read-section.ts';

/** What a model has written of a draft. */
export interface DraftProseParts {
  /** The draft without a model. */
  readonly draft: DraftDocument;
  readonly sections: readonly NumberedSection[];
  /** What may be shown of each section. */
  readonly written: readonly (readonly WrittenSentence[])[];
  readonly vocabulary: Vocabulary;
  /** Whether a draft is short enough. */
  readonly fits: (draft: DraftDocument) => boolean;
}

/**
 * Sets the model's sentences in the place of the clauses, paragraph by paragraph, where the draft still fits with them.
 * Where no paragraph takes any, it is the draft without a model.
 */
export function placeProse({ draft, sections, written, vocabulary, fits }: DraftProseParts): DraftDocument {
  const marks = new Map(draft.citations.map(({ passageId, n }) => [passageId, n]));
  const sentenceOf = (one: Clause | WrittenSentence): DraftSentence => {
    if (isClause(one)) return one.sentence;
    const own = one.passages.flatMap(({ id }) => marks.get(id) ?? []);
    return { text: one.text, marks: own.sort((a, b) => a - b) };
  };
  let left = sections.flatMap(({ paragraphs }) => paragraphs.flatMap(({ clauses }) => clauses));
  let placed = draft;
  for (const [section, { paragraphs }] of sections.entries())
    for (const [paragraph, { clauses }] of paragraphs.entries()) {
      const own = written[section]?.filter((sentence) => sentence.clauses.some((clause) => clauses.includes(clause)));
      const merged = mergeClauses(clauses, own ?? [], vocabulary);
      if (merged.every(isClause)) continue;
      const rest = left.filter((clause) => !clauses.includes(clause) || merged.includes(clause));
      const next: DraftDocument = {
        ...withSentences(placed, section, paragraph, merged.map(sentenceOf)),
        manner: rest.length === 0 ? 'by-model' : 'partly-by-model',
      };
      if (!fits(renumbered(next))) continue;
      placed = next;
      left = rest;
    }
  return placed === draft ? draft : renumbered(placed);
}

function withSentences(
  draft: DraftDocument,
  section: number,
  paragraph: number,
  sentences: readonly DraftSentence[],
): DraftDocument {
  const sections = draft.sections.map((own, at) => {
    if (at !== section) return own;
    return {
      ...own,
      paragraphs: own.paragraphs.map((one, index) => (index === paragraph ? { ...one, sentences } : one)),
    };
  });
  return { ...draft, sections };
}

function isClause(one: Clause | WrittenSentence): one is Clause {
  return 'n' in one;
}
