import type { Corpus, Outcome } from '../../corpus/types.ts';

/**
 * A corpus in which every plan and every passage has an id of its own. Ids are made from what they name, so one that
 * comes twice names the same thing twice: the first is kept, and a warning says so.
 */
export function withoutRepeats(corpus: Corpus): Outcome<Corpus> {
  const warnings: string[] = [];
  const plans = new Set<string>();
  const passages = new Set<string>();
  const documents = corpus.documents.flatMap((document) => {
    const { plan } = document;
    if (plans.has(plan.id)) {
      warnings.push(`${plan.file}: ${plan.title} is in the corpus twice; the first is used.`);
      return [];
    }
    plans.add(plan.id);
    const kept = document.passages.filter(({ id }) => !passages.has(id) && passages.add(id));
    const repeats = document.passages.length - kept.length;
    if (repeats > 0)
      warnings.push(`${plan.file}: ${repeats} passages that say the same under one heading are kept once.`);
    return [{ ...document, passages: kept }];
  });
  return { value: { ...corpus, documents }, warnings };
}
