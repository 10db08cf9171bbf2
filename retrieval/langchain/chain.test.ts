import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { VectorStore } from '@langchain/core/vectorstores';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readQuestion } from '../query/question.ts';
import { loadSynonyms } from '../query/synonyms.ts';
import { rankingSet } from '../rank/ranking.fixture.ts';
import { temporaryIndex, words, type TemporaryIndex } from '../rank/temporary-index.fixture.ts';
import { search } from '../search.ts';
import { countingEmbedder } from '../store/store.fixture.ts';
import { rejectionCode } from '../vectors/vectors.fixture.ts';
import type { PassageMetadata } from './documents.ts';
import { LangChainEmbeddings } from './embeddings.ts';
import { PlanRetriever, type PlanRetrieverInput } from './retriever.ts';
import { PlanVectorStore } from './vector-store.ts';

/** Our parts in real LangChain chains. */

const QUESTION = '示例市2025年高新技术企业目标多少家';

let index: TemporaryIndex;
beforeAll(async () => {
  index = await temporaryIndex(rankingSet());
});
afterAll(() => index.close());

const retriever = (input: Partial<PlanRetrieverInput> = {}) =>
  new PlanRetriever({ store: index.store, words, ...input });
const vectorStore = () => new PlanVectorStore(new LangChainEmbeddings(countingEmbedder()), { store: index.store });

const quoted = (documents: readonly Document[]) =>
  documents.map(({ pageContent }, at) => `[${at + 1}] ${pageContent}`).join('\n');

describe('the retriever', () => {
  test('feeds a prompt, a model and a parser', async () => {
    const prompt = ChatPromptTemplate.fromTemplate('依据：\n{context}\n\n问题：{question}');
    const shown: string[] = [];
    const chain = RunnableSequence.from([
      { context: retriever({ k: 3 }).pipe(quoted), question: new RunnablePassthrough<string>() },
      prompt,
      (value: { toString(): string }) => {
        shown.push(value.toString());
        return value as never;
      },
      new FakeListChatModel({ responses: ['300家[1]。'] }),
      new StringOutputParser(),
    ]);
    expect(await chain.invoke(QUESTION)).toBe('300家[1]。');
    expect(shown[0]).toContain('[1] 到2025年，全市高新技术企业达到300家');
    expect(shown[0]).toContain(`问题：${QUESTION}`);
  });

  test('finds what the search finds, with the places', async () => {
    const plans = await index.store.plans();
    const read = readQuestion(QUESTION, { plans, words, synonyms: loadSynonyms() });
    const evidence = await search(index.store, read);
    const documents = await retriever().invoke(QUESTION);
    expect(documents.map(({ metadata }) => [metadata.passageId, metadata.score])).toEqual(
      evidence.slice(0, 8).map(({ passage, score }) => [passage.id, score]),
    );
    expect(documents[0]).toBeInstanceOf(Document);
    expect(documents[0]).toMatchObject({
      id: 'city-1',
      metadata: {
        plan: '示例市“十四五”科技创新规划',
        planId: 'city',
        section: ['二、主要目标'],
        file: 'city.md',
        lines: [4, 5],
        draft: false,
      } satisfies Partial<PassageMetadata>,
    });
  });

  test('keeps to the plans that are allowed', async () => {
    const documents = await retriever({ search: { allowedPlans: ['province'] } }).invoke(QUESTION);
    expect(documents.map(({ metadata }) => metadata.planId)).toEqual(['province']);
  });

  test('takes batches, and calls back', async () => {
    const ended: number[] = [];
    class Counting extends BaseCallbackHandler {
      override name = 'counting';
      override handleRetrieverEnd(documents: unknown[]) {
        ended.push(documents.length);
      }
    }
    const callbacks = [new Counting()];
    const found = await retriever({ k: 1 }).batch([QUESTION, '领军人才引进多少名', ''], { callbacks });
    expect(found.map((documents) => documents.map(({ id }) => id))).toEqual([['city-1'], ['province-0'], []]);
    expect(ended.sort()).toEqual([0, 1, 1]);
  });

  test('shows no store to a tracer', () => {
    expect(retriever()).toBeInstanceOf(BaseRetriever);
    expect(JSON.stringify(retriever())).not.toMatch(/store|generation|guida-answer/u);
  });
});

describe('the vector store', () => {
  test('finds by nearness, best first, in a chain', async () => {
    expect(vectorStore()).toBeInstanceOf(VectorStore);
    const chain = vectorStore().asRetriever({ k: 2 }).pipe(quoted);
    expect(await chain.invoke('引进领军人才组建团队')).toContain('领军人才');
    const scored = await vectorStore().similaritySearchWithScore('引进领军人才组建团队', 5);
    expect(scored).toHaveLength(5);
    const scores = scored.map(([, score]) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scored.map(([{ metadata }]) => metadata['score'] as number)).toEqual(scores);
  });

  test('filters by plan', async () => {
    const found = await vectorStore().similaritySearch('高新技术企业', 9, { planIds: ['province'] });
    expect(found.map(({ metadata }) => metadata['planId'] as string)).toEqual(['province', 'province']);
    expect(await vectorStore().similaritySearch('高新技术企业', 9, { planIds: [] })).toEqual([]);
  });

  test('cannot be written to', async () => {
    const document = new Document({ pageContent: '示例市2025年高新技术企业9999家。' });
    // LangChain’s own type of the arguments: our methods take none.
    const store: VectorStore = vectorStore();
    expect(await rejectionCode(store.addDocuments([document]))).toBe('index-read-only');
    expect(await rejectionCode(store.addVectors([[1]], [document]))).toBe('index-read-only');
    expect(await rejectionCode(store.delete({ ids: ['city-1'] }))).toBe('index-read-only');
    expect(await rejectionCode(store.asRetriever().addDocuments([document]))).toBe('index-read-only');
    expect(await store.similaritySearch('9999', 3)).not.toContainEqual(
      expect.objectContaining({ pageContent: document.pageContent }),
    );
  });

  test('refuses a vector of another length', async () => {
    expect(await rejectionCode(vectorStore().similaritySearchVectorWithScore([1, 2], 1))).toBe('vector-invalid');
  });
});
