import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Corpus, PlanDocument } from '../../../corpus/types.ts';
import { embeddedText } from '../../../retrieval/store/database-writer.ts';
import { createWords, type NamedWords } from '../../../retrieval/words/words.ts';
import { exactNearest } from './exact-nearest.ts';
import { generateCorpus, generateQuestions, pairEmbedder } from '../generate-passages.ts';

/** A question, read as far as every contender is given it. */
export interface PreparedQuestion {
  readonly words: readonly string[];
  readonly vector: readonly number[];
  /** Ids of the ten nearest passages, by comparing with all. */
  readonly nearest: readonly string[];
}

/** Words of one column, joined by spaces: splitting Chinese is nobody's work here. */
export const SPACED_WORDS: NamedWords = {
  id: 'spaces',
  userWords: [],
  split: (text) => text.split(' ').filter((word) => word !== ''),
};

/** Vectors of this length tell nothing apart: what is measured with them are words alone, with next to no graph. */
export const WORDS_ALONE = 1;

/** What is prepared once for a number of passages, and given to every contender: the same words, the same vectors. */
export interface PrepareOptions {
  readonly folder: string;
  readonly passages: number;
  readonly dimension: number;
  readonly questions: number;
}

const PLANS = 'plans.jsonl';
const VECTORS = 'vectors.f32';
const QUESTIONS = 'questions.json';

/** Whether `prepare` has finished in a folder: it writes the questions last. */
export function isPrepared(folder: string): boolean {
  return existsSync(path.join(folder, QUESTIONS));
}

/** Generates plans, splits their words, works out their vectors, and writes it all into a folder. */
export async function prepare({ folder, passages, dimension, questions }: PrepareOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  const corpus = generateCorpus({ passages });
  const embedder = pairEmbedder(dimension);
  const words = createWords();
  const spaced = spacedBy(words);
  const plans = await open(path.join(folder, PLANS), 'w');
  const vectors = await open(path.join(folder, VECTORS), 'w');
  for (const [index, { plan, passages: own }] of corpus.documents.entries()) {
    // A number in the title keeps plans apart that happen to be called the same, and with them their passages.
    const title = `${spaced(plan.title)} n${index}`;
    const split = own.map(({ id, section, text }) => ({ id, section: section.map(spaced), text: spaced(text) }));
    await plans.write(`${JSON.stringify({ id: plan.id, region: plan.region, title, passages: split })}\n`);
    const embedded = await embedder.embedDocuments(own.map((passage) => embeddedText(plan, passage)));
    for (const { buffer } of embedded) await vectors.write(new Uint8Array(buffer));
  }
  await plans.close();
  await vectors.close();
  const asked = generateQuestions(corpus, questions);
  const asVectors = await Promise.all(asked.map((text) => embedder.embedQuery(text)));
  const ids = corpus.documents.flatMap((document) => document.passages.map(({ id }) => id));
  const nearest = exactNearest(readVectors(folder), asVectors, 10).map((found) => found.map((at) => ids[at] ?? ''));
  const prepared = asked.map((text, i): PreparedQuestion => ({
    words: words.split(text),
    vector: [...(asVectors[i] ?? [])],
    nearest: nearest[i] ?? [],
  }));
  await writeFile(path.join(folder, QUESTIONS), JSON.stringify(prepared));
}

/** Splits clause by clause: those of generated plans come up again and again, and no word goes across a mark. */
function spacedBy(words: NamedWords): (text: string) => string {
  const known = new Map<string, string>();
  const spacedClause = (clause: string): string => {
    const spaced = known.get(clause) ?? words.split(clause).join(' ');
    known.set(clause, spaced);
    return spaced;
  };
  return (text) =>
    text
      .split(/[，。（）“”]/u)
      .map(spacedClause)
      .filter(Boolean)
      .join(' ');
}

/** The questions of a folder. */
export async function readQuestions(folder: string): Promise<readonly PreparedQuestion[]> {
  return JSON.parse(await readFile(path.join(folder, QUESTIONS), 'utf8')) as PreparedQuestion[];
}

/** All vectors of a folder, one after another in the order of the passages. At most 2 GiB. */
export function readVectors(folder: string): Float32Array {
  const bytes = readFileSync(path.join(folder, VECTORS));
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** The plans of a folder, one after another, as the corpus room would give them. */
export async function* readPlans(folder: string): AsyncGenerator<PlanDocument> {
  const lines = createInterface({ input: createReadStream(path.join(folder, PLANS)), crlfDelay: Infinity });
  for await (const line of lines) {
    const { id, region, title, passages } = JSON.parse(line) as {
      readonly id: string;
      readonly region: string;
      readonly title: string;
      readonly passages: readonly { readonly id: string; readonly section: string[]; readonly text: string }[];
    };
    yield {
      plan: {
        ...{ id, region, title, level: '市', status: 'final', edition: 'full', file: `${id}.md`, lines: [1, 1] },
        ...{ inferred: [], warnings: [] },
      },
      sections: [],
      passages: passages.map((own, order) => ({ ...own, planId: id, order, kind: 'prose', lines: [order, order] })),
      tables: [],
      records: [],
    };
  }
}

/** All plans of a folder. */
export async function readCorpus(folder: string): Promise<Corpus> {
  const documents: PlanDocument[] = [];
  for await (const document of readPlans(folder)) documents.push(document);
  return { documents, failures: [], warnings: [] };
}
