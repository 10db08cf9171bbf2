import { createDraftProse } from '../../bot/answer/draft/prose/draft-prose.ts';
import { paraphrase } from '../../bot/answer/draft/prose/stand-in-prose.fixture.ts';
import type { DraftDocument, DraftSentence } from '../../bot/answer/draft/types.ts';
import { titlesOf } from '../../bot/answer/may-be-shown.ts';
import { createChatEndpoint } from '../../bot/answer/model/chat-endpoint.ts';
import { startStandIn } from '../../bot/answer/model/stand-in.fixture.ts';
import { plainText, readQuantities } from '../../bot/answer/verify-quantities.ts';
import { objectionTo } from '../../bot/answer/verify.ts';
import { openDraftWriter } from '../../bot/draft/open-writer.ts';
import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import type { Store, Words } from '../../retrieval/types.ts';
import type { KnownDraft } from './known.ts';
import { measureDraft } from './measure.ts';

/** Drafts that a model has worded, beside the same without one, as counts over all topics. */
export interface MeasuredWording {
  readonly topics: number;
  /** Sentences without a model, and those of them in whose place a model's stand. */
  readonly clauses: number;
  readonly worded: number;
  /** Sentences with a model, and those of them that their citations bear out. */
  readonly sentences: number;
  readonly grounded: number;
  /** Figures without a model, and those of them that are there with one. */
  readonly figures: number;
  readonly kept: number;
  /** Key points without a model, and with one. */
  readonly covered: number;
  readonly coveredWorded: number;
}

/** Has a stand-in of a model paraphrase the drafts of known topics. */
export async function measureWording(
  { store, words }: { readonly store: Store; readonly words: Words },
  topics: readonly KnownDraft[],
): Promise<MeasuredWording> {
  const standIn = await startStandIn();
  standIn.always(paraphrase);
  try {
    const synonyms = loadSynonyms();
    const endpoint = createChatEndpoint({ model: 'stand-in', baseURL: standIn.baseURL });
    const prose = createDraftProse({ endpoint, words, synonyms });
    const [alone, withModel] = await Promise.all([
      openDraftWriter({ store, words, synonyms }),
      openDraftWriter({ store, words, synonyms, prose }),
    ]);
    const titleOf = titlesOf(alone.plans);
    const sum = { topics: 0, clauses: 0, worded: 0, sentences: 0, grounded: 0, figures: 0, kept: 0, covered: 0 };
    let coveredWorded = 0;
    for (const known of topics) {
      // As much room as the other has, so that both choose the same clauses.
      const plain = await alone.write(known.topic, { forModel: true });
      const worded = await withModel.write(known.topic);
      if (!plain || !worded) continue;
      const sentences = sentencesOf(worded);
      const texts = new Set(sentences.map(({ text }) => text));
      const figures = new Set(figuresOf(worded));
      const own = [...new Set(figuresOf(plain))];
      sum.topics += 1;
      sum.clauses += sentencesOf(plain).length;
      sum.worded += sentencesOf(plain).filter(({ text }) => !texts.has(text)).length;
      sum.sentences += sentences.length;
      sum.figures += own.length;
      sum.kept += own.filter((figure) => figures.has(figure)).length;
      sum.covered += measureDraft(plain, known).covered;
      coveredWorded += measureDraft(worded, known).covered;
      for (const { text, marks } of sentences) {
        const ids = marks.map((mark) => worded.citations[mark - 1]?.passageId ?? '');
        const passages = await store.passages(ids);
        if (passages.length > 0 && !objectionTo({ text, passages }, titleOf)) sum.grounded += 1;
      }
    }
    return { ...sum, coveredWorded };
  } finally {
    await standIn.close();
  }
}

/** “36 topics, 310 of 402 clauses worded, grounded 455/455, figures kept 120/120, key points 251, without a model 251”. */
export function describeWording(measured: MeasuredWording): string {
  const { topics, clauses, worded, sentences, grounded, figures, kept, covered, coveredWorded } = measured;
  return [
    `${topics} topics`,
    `${worded} of ${clauses} clauses worded`,
    `grounded ${grounded}/${sentences}`,
    `figures kept ${kept}/${figures}`,
    `key points ${coveredWorded}, without a model ${covered}`,
  ].join(', ');
}

function sentencesOf({ sections }: DraftDocument): readonly DraftSentence[] {
  return sections.flatMap(({ paragraphs }) => paragraphs.flatMap(({ sentences }) => sentences));
}

/** Figures with their units, and years. */
function figuresOf(draft: DraftDocument): readonly string[] {
  return sentencesOf(draft).flatMap(({ text }) => readQuantities(plainText(text)).map(({ key }) => key));
}
