import type { Corpus, IndicatorRecord, Passage, Plan, PlanDocument, Section } from '../../corpus/types.ts';
import type { Embedder } from '../../retrieval/embed/embedding.ts';
import { seededRandom } from '../../retrieval/embed/seeded-random.ts';

/** What `generateCorpus` makes. */
export interface GenerationOptions {
  readonly passages: number;
  /** The same seed gives the same corpus. Default 1. */
  readonly seed?: number;
  /** Passages in a plan. Default 130, about what a city's plan has. */
  readonly passagesPerPlan?: number;
}

/**
 * A corpus of invented plans from a small grammar of how plans are written: places, chapters, tasks, targets. Words come
 * up as unevenly as in real plans (a few in most passages, most in few), which is what a search's work depends on.
 */
export function generateCorpus({ passages, seed = 1, passagesPerPlan = 130 }: GenerationOptions): Corpus {
  const chance = new Chance(seed);
  const documents: PlanDocument[] = [];
  for (let written = 0; written < passages; written += passagesPerPlan) {
    documents.push(planOf(documents.length, Math.min(passagesPerPlan, passages - written), chance));
  }
  return { documents, failures: [], warnings: [] };
}

/** Questions such as users ask of those plans. */
export function generateQuestions(corpus: Corpus, count: number, seed = 2): readonly string[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => {
    const place = chance.one(corpus.documents).plan.region;
    return chance.one([
      () => `${place}到${chance.one(YEARS)}年${chance.uneven(INDICATORS)}要达到多少`,
      () => `${place}怎样支持${chance.uneven(FIELDS)}${chance.uneven(OBJECTS)}`,
      () => `${chance.uneven(FIELDS)}方面有哪些${chance.uneven(OBJECTS)}`,
      () => `哪些地方要${chance.uneven(VERBS)}${chance.uneven(FIELDS)}${chance.uneven(OBJECTS)}`,
    ])();
  });
}

/**
 * An embedding for measuring: the pairs of neighbouring characters of a text, each a fixed direction, summed up. Texts
 * that share phrases are near each other, as with a real one. Unit vectors.
 */
export function pairEmbedder(dimension: number): Embedder {
  const directions = new Map<string, Float32Array>();
  const directionOf = (pair: string): Float32Array => {
    let direction = directions.get(pair);
    if (direction === undefined) {
      const chance = new Chance(pair.charCodeAt(0) * 65_536 + pair.charCodeAt(1));
      direction = Float32Array.from({ length: dimension }, () => chance.next() + chance.next() + chance.next() - 1.5);
      directions.set(pair, direction);
    }
    return direction;
  };
  const vectorOf = (text: string): Float32Array => {
    const sum = new Float32Array(dimension);
    for (let i = 0; i + 1 < text.length; i += 1) {
      const direction = directionOf(text.slice(i, i + 2));
      for (let d = 0; d < dimension; d += 1) sum[d] = (sum[d] ?? 0) + (direction[d] ?? 0);
    }
    let squares = 0;
    for (const value of sum) squares += value * value;
    const length = Math.sqrt(squares) || 1;
    for (let d = 0; d < dimension; d += 1) sum[d] = (sum[d] ?? 0) / length;
    return sum;
  };
  return {
    id: `pairs-${dimension}`,
    dimension,
    embedDocuments: (texts) => Promise.resolve(texts.map(vectorOf)),
    embedQuery: (text) => Promise.resolve(vectorOf(text)),
  };
}

const YEARS = ['2025', '2027', '2030', '2035'];
const UNITS = ['%', '家', '亿元', '万人', '项', '个'];
const [SYLLABLES, SECOND] = ['安宁和平永新长兴德清昌明江海山林河源泉溪云石', '州城阳溪江川宁山海原'].map((text) =>
  Array.from(text),
) as [string[], string[]];
const TOPICS = ['科技创新', '人才发展', '数字经济', '先进制造业', '现代服务业', '生态环境保护', '综合交通', '乡村振兴'];
const FIELDS = [
  ...[
    '人工智能',
    '集成电路',
    '生物医药',
    '新能源汽车',
    '新材料',
    '量子信息',
    '高端装备',
    '绿色低碳',
    '现代农业',
    '海洋工程',
  ],
  ...[
    '航空航天',
    '智能网联',
    '公共安全',
    '工业软件',
    '中医药',
    '节能环保',
    '轨道交通',
    '精细化工',
    '文化旅游',
    '跨境电商',
  ],
  ...['氢能储能', '基因检测', '光电显示', '物联网', '区块链', '水资源', '矿山安全', '粮食储备', '职业教育', '养老服务'],
];
const OBJECTS = [
  ...[
    '平台',
    '重点实验室',
    '产业园区',
    '创新联合体',
    '孵化器',
    '人才队伍',
    '示范工程',
    '标准体系',
    '成果转化',
    '技术攻关',
  ],
  ...[
    '基础研究',
    '龙头企业',
    '中小企业',
    '产业链',
    '数据中心',
    '质量检测',
    '知识产权',
    '科技金融',
    '国际合作',
    '开放共享',
  ],
];
const VERBS = ['建设', '支持', '推动', '完善', '加快', '引导', '鼓励', '布局', '培育', '优化', '实施', '强化'];
const ENDS = ['形成一批标志性成果', '提升整体效能', '增强发展动能', '促进协同发展', '带动就业增收', '补齐短板弱项'];
const INDICATORS = [
  ...['高新技术企业数量', '研发经费投入强度', '技术合同成交额', '每万人发明专利拥有量', '数字经济核心产业增加值'],
  ...['科技型中小企业数量', '战略性新兴产业产值', '常住人口城镇化率', '森林覆盖率', '全员劳动生产率'],
];
const CHAPTERS = ['发展基础', '总体要求', '主要目标', '重点任务', '重大工程', '保障措施'];

function planOf(index: number, count: number, chance: Chance): PlanDocument {
  const id = `plan-${index}`;
  const region = `${chance.one(SYLLABLES)}${chance.one(SECOND)}${chance.one(['市', '县', '区'])}`;
  const title = `${region}“十四五”${chance.one(TOPICS)}规划`;
  const sections: Section[] = [];
  const passages: Passage[] = [];
  const records: IndicatorRecord[] = [];
  while (passages.length < count) {
    const chapter = CHAPTERS[Math.min(Math.floor((passages.length / count) * CHAPTERS.length), CHAPTERS.length - 1)];
    const path = [chapter ?? '', `${chance.one(VERBS)}${chance.uneven(FIELDS)}${chance.uneven(OBJECTS)}`];
    const first = passages.length;
    for (const end = Math.min(count, first + 4); passages.length < end;) {
      const order = passages.length;
      const target = targetOf(chance);
      const sentences = Array.from({ length: 1 + chance.below(4) }, () => sentenceOf(region, chance));
      if (order % 4 === 0) sentences.push(target.text);
      const lines = [2 * order + 2, 2 * order + 2] as const;
      // The number keeps passages that happen to say the same apart.
      const text = `（${order + 1}）${sentences.join('')}`;
      passages.push({ id: `${id}-${order}`, planId: id, order, kind: 'prose', section: path, text, lines });
      if (order % 4 === 0) {
        records.push({ ...target.record, id: `${id}-r${order}`, planId: id, passageId: `${id}-${order}` });
      }
    }
    sections.push({ planId: id, path, lines: [2 * first + 1, 2 * passages.length + 1] });
  }
  const period = { from: 2021, to: 2025 };
  const rest = { file: `${id}.md`, lines: [1, 2 * count + 2] as const, inferred: [], warnings: [] };
  const plan: Plan = { id, title, region, level: '市', status: 'final', edition: 'full', period, ...rest };
  return { plan, sections, passages, tables: [], records };
}

function sentenceOf(region: string, chance: Chance): string {
  const [field, object, other] = [chance.uneven(FIELDS), chance.uneven(OBJECTS), chance.uneven(OBJECTS)];
  return chance.one([
    () =>
      `${chance.one(VERBS)}${field}${object}，围绕${chance.uneven(FIELDS)}领域${chance.one(VERBS)}${other}，${chance.one(ENDS)}。`,
    () => `到${chance.one(YEARS)}年，${field}${object}达到${1 + chance.below(900)}个，${chance.one(ENDS)}。`,
    () =>
      `依托${region}${chance.one(SYLLABLES)}${chance.one(SECOND)}园，${chance.one(VERBS)}${field}与${chance.uneven(FIELDS)}融合发展。`,
    () => `对${field}${object}给予最高${10 * (1 + chance.below(90))}万元支持。`,
  ])();
}

type Target = Omit<IndicatorRecord, 'id' | 'planId' | 'passageId'>;

function targetOf(chance: Chance): { readonly text: string; readonly record: Target } {
  const indicator = chance.uneven(INDICATORS);
  const [time, unit, value] = [chance.one(YEARS), chance.one(UNITS), 1 + chance.below(5000)];
  const record: Target = { indicator, raw: `${value}`, value, bound: '=', unit, time, kind: 'target' };
  return { text: `到${time}年，${indicator}达到${value}${unit}。`, record };
}

/** Choices from a seed. */
class Chance {
  /** From 0 up to 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** The first far more often than the last. */
  uneven<T>(items: readonly T[]): T {
    return items[Math.floor(items.length * this.next() ** 2.5)] as T;
  }
}
