/** Asks the plans from a LangChain chain of your own. README.md says how to run it. */
import { env, argv, stdout, stderr } from 'node:process';
import type { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { ChatOpenAI } from '@langchain/openai';
import { createLog } from '../../bot/log.ts';
import { openIndex } from '../../bot/open-index.ts';
import { createProgress } from '../../bot/progress.ts';
import { PlanRetriever } from '../../retrieval/langchain/retriever.ts';
import type { PassageMetadata } from '../../retrieval/langchain/documents.ts';

const question = argv[2] ?? '合肥市到2025年国家高新技术企业要达到多少户？';

/** Numbered, with plan, section and place, so that a model can cite them and a reader find them. */
function numbered(documents: readonly Document<PassageMetadata>[]): string {
  return documents
    .map(({ pageContent, metadata: { plan, section, file, lines } }, at) => {
      const place = `《${plan}》${section.join(' › ')}（${file}:${lines[0]}-${lines[1]}）`;
      return `[${at + 1}] ${place}\n${pageContent}`;
    })
    .join('\n\n');
}

const prompt = ChatPromptTemplate.fromTemplate(
  '只根据下面的规划原文回答，每句话后标注出处编号，如[1]。原文没有的就说没有。\n\n{passages}\n\n问题：{question}',
);

const index = await openIndex({
  corpus: [env.GUIDA_CORPUS ?? 'corpus/plans'],
  data: env.GUIDA_DATA ?? '.guida',
  log: createLog({ write: (line) => stderr.write(line) }),
  progress: createProgress(stderr),
});
try {
  const passages = new PlanRetriever({ store: index.store, words: index.words, k: 3 }).pipe(numbered);
  if (env.OPENAI_MODEL === undefined) {
    stdout.write(`${await passages.invoke(question)}\n`);
  } else {
    const model = new ChatOpenAI({
      model: env.OPENAI_MODEL,
      apiKey: env.OPENAI_API_KEY ?? 'none',
      configuration: { baseURL: env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1' },
    });
    const chain = RunnableSequence.from([
      { passages, question: new RunnablePassthrough<string>() },
      prompt,
      model,
      new StringOutputParser(),
    ]);
    stdout.write(`${await chain.invoke(question)}\n`);
  }
} finally {
  await index.close();
}
