import type { Corpus, IndicatorRecord, Passage, Plan, PlanDocument, Section, Table } from '../../corpus/types.ts';
import type { Embedder } from '../embed/embedding.ts';
import type { NamedWords } from '../words/words.ts';

/** A plan of an invented place, with the passages of each section. */
export interface PlanSketch {
  readonly id: string;
  readonly title: string;
  readonly plan?: Partial<Plan>;
  /** Heading path, then the texts under it. */
  readonly sections: readonly (readonly [path: readonly string[], ...texts: string[]])[];
  readonly tables?: readonly Omit<Table, 'planId'>[];
  readonly records?: readonly Omit<IndicatorRecord, 'planId'>[];
}

/** A document as the corpus room would hand it over; passage ids are `<plan id>-0`, `-1`, … */
export function documentOf(sketch: PlanSketch): PlanDocument {
  const { id, title, tables = [], records = [] } = sketch;
  const plan: Plan = {
    id,
    title,
    region: title.slice(0, 3),
    level: '市',
    status: 'final',
    edition: 'full',
    file: `${id}.md`,
    lines: [1, 100],
    inferred: [],
    warnings: [],
    ...sketch.plan,
  };
  const sections: Section[] = [];
  const passages: Passage[] = [];
  for (const [path, ...texts] of sketch.sections) {
    const line = 2 * passages.length + 1;
    sections.push({ planId: id, path, lines: [line, line + 2 * texts.length] });
    for (const text of texts) {
      const order = passages.length;
      const lines = [2 * order + 2, 2 * order + 3] as const;
      passages.push({ id: `${id}-${order}`, planId: id, order, kind: 'prose', section: path, text, lines });
    }
  }
  return {
    plan,
    sections,
    passages,
    tables: tables.map((table) => ({ ...table, planId: id })),
    records: records.map((record) => ({ ...record, planId: id })),
  };
}

/** A corpus without failures. */
export function corpusOf(...sketches: readonly PlanSketch[]): Corpus {
  return { documents: sketches.map(documentOf), failures: [], warnings: [] };
}

/** Two invented plans with every kind of data the store keeps. */
export function sampleCorpus(): Corpus {
  const city = documentOf({
    id: 'city',
    title: '示例市科技创新规划',
    plan: {
      issuer: '示例市人民政府',
      date: '2021-12',
      period: { from: 2021, to: 2025 },
      inferred: ['region'],
      warnings: ['标题由正文推断'],
    },
    sections: [
      [['第一章 目标'], '到2025年，研发强度达到3.5%，高企达到800家。', '创新能力明显提升。'],
      [['第二章 任务', '第一节 人才'], '引进领军人才100名。'],
      [['第二章 任务', '第二节 平台'], '建设5G实验室，开展R&D合作。'],
      [['第二章 任务二'], '另有安排。'],
    ],
    tables: [
      {
        id: 'city-t1',
        caption: '主要指标',
        section: ['第一章 目标'],
        columns: ['指标', '2025年'],
        rows: [
          { cells: ['研发强度（%）', '3.5'], lines: [10, 10] },
          { cells: ['高企（家）', '800'], lines: [11, 12] },
        ],
      },
    ],
    records: [
      {
        id: 'city-r1',
        passageId: 'city-0',
        indicator: '研发强度',
        canonical: '研发经费投入强度',
        raw: '3.5',
        value: 3.5,
        bound: '=',
        unit: '%',
        time: '2025',
        kind: 'target',
      },
      { id: 'city-r2', passageId: 'city-0', indicator: '高企', raw: '若干', bound: '约', unit: '家', kind: 'unknown' },
    ],
  });
  const row: Passage = {
    id: 'city-row',
    planId: 'city',
    order: city.passages.length,
    kind: 'row',
    section: ['第一章 目标'],
    text: '主要指标｜指标：研发强度（%）｜2025年：3.5',
    lines: [10, 10],
    table: { id: 'city-t1', row: 0 },
  };
  const province = documentOf({
    id: 'province',
    title: '样板省人才规划（征求意见稿）',
    plan: { level: '省', status: 'draft', edition: 'digest', period: { to: 2027 } },
    sections: [
      [['一、目标'], '到2027年，研发强度达到3%左右，引进人才1.6万名。'],
      [['二、任务'], '建设人才平台。'],
    ],
    records: [
      {
        id: 'province-r1',
        passageId: 'province-0',
        indicator: '研发强度',
        raw: '3左右',
        value: 3,
        bound: '约',
        unit: '%',
        time: '2027',
        kind: 'target',
      },
    ],
  });
  const documents = [{ ...city, passages: [...city.passages, row] }, province];
  return { documents, failures: [], warnings: [] };
}

/** Single Chinese characters and whole Latin words: enough for a store, and no dictionary to load. */
export const characterWords: NamedWords = {
  id: 'characters',
  userWords: [],
  split: (text) => text.toLowerCase().match(/[a-z0-9]+(?:[.&][a-z0-9]+)*%?|\p{Script=Han}/gu) ?? [],
};

/** Vectors from the characters of a text, the same in every run; a text without any gives the zero vector. */
export function countingEmbedder(dimension = 24, id = `counting-${dimension}`): Embedder & { texts: number } {
  const vectorOf = (text: string) => {
    const vector = new Float32Array(dimension);
    for (const character of characterWords.split(text)) {
      const place = (character.codePointAt(0) ?? 0) % dimension;
      vector[place] = (vector[place] ?? 0) + 1;
    }
    return vector;
  };
  return {
    id,
    dimension,
    texts: 0,
    embedDocuments(texts) {
      this.texts += texts.length;
      return Promise.resolve(texts.map(vectorOf));
    },
    embedQuery: (text) => Promise.resolve(vectorOf(text)),
  };
}
