/**
 * What the corpus room hands to the others: plain, readonly data that can be printed, stored and compared.
 * Line numbers are 1-based and inclusive, and always those of the file as it lies on disk (for .docx, .pdf and .html:
 * of the text the reader took out of it).
 */

/** First and last line of a stretch of the original file, 1-based, inclusive. */
export type LineRange = readonly [from: number, to: number];

/** A value together with what was noticed on the way to it. Bad input is a warning, never a throw. */
export interface Outcome<T> {
  readonly value: T;
  readonly warnings: readonly string[];
}

/** The text of one file: its lines, in order, without line ends. A reader's only product. */
export interface SourceText {
  /** Path as given by the caller, for messages and citations. */
  readonly file: string;
  /** Lower-case hex SHA-256 of the file's bytes. */
  readonly sha256: string;
  /**
   * One entry a line. Readers of structured formats write headings as `#`-lines and table rows as tab-separated
   * cells, so that one grammar serves every format.
   */
  readonly lines: readonly string[];
}

/** Administrative level of the body that issues a plan. */
export type PlanLevel = '国家' | '省' | '市' | '县' | '未知';

/** `draft`: a 征求意见稿, whose targets are not yet in force. */
export type PlanStatus = 'final' | 'draft';

/** `digest`: a 要点本 in our own words; `full`: the official text. */
export type PlanEdition = 'full' | 'digest';

/** What is known of one plan. Fields that the text does not state are absent, not guessed. */
export interface Plan {
  /** Stable across builds: derived from title and edition. */
  readonly id: string;
  /** Exact title with 《》 and stray spaces removed. */
  readonly title: string;
  /** The place the plan is for: 安徽省, 合肥市, 宿州市… Empty when the text names none. */
  readonly region: string;
  readonly level: PlanLevel;
  readonly issuer?: string;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date?: string;
  /** First and last calendar year covered; a horizon alone is `[undefined, 2027]`-like: `from` absent. */
  readonly period?: { readonly from?: number; readonly to: number };
  readonly status: PlanStatus;
  readonly edition: PlanEdition;
  readonly file: string;
  readonly lines: LineRange;
  /** Fields that were inferred from the text rather than stated on a title page or in front matter. */
  readonly inferred: readonly string[];
  readonly warnings: readonly string[];
}

/** One heading of a plan's outline. `path` ends with the heading itself. */
export interface Section {
  readonly planId: string;
  readonly path: readonly string[];
  readonly lines: LineRange;
}

/** The smallest thing an answer may cite: a run of whole sentences, or one table row with its header. */
export interface Passage {
  /** Stable across builds while section and text stay the same: `<plan id>-<10 hex>`. */
  readonly id: string;
  readonly planId: string;
  /** 0-based position in the plan. */
  readonly order: number;
  readonly kind: 'prose' | 'row';
  /** Heading path, outermost first, without the plan title. */
  readonly section: readonly string[];
  /** Normalised text that reads on its own; at most about 480 characters. */
  readonly text: string;
  readonly lines: LineRange;
  /** For a row: where it stands. `row` is 0-based. */
  readonly table?: { readonly id: string; readonly row: number };
}

/** A table with one header cell per column (merged headers are joined: “‘十三五’规划目标 2020年”). */
export interface Table {
  readonly id: string;
  readonly planId: string;
  readonly caption: string;
  readonly section: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly lines: LineRange }[];
}

/** How a figure is meant: at least, at most, about, striven for, exceeded, or exactly as written. */
export type Bound = '=' | '>=' | '<=' | '>' | '<' | '约' | '力争';

/** One statement of an indicator's value. */
export interface IndicatorRecord {
  readonly id: string;
  readonly planId: string;
  readonly passageId: string;
  /** As the plan writes it, qualifiers (国家级, 规模以上, 其中) included, unit removed. */
  readonly indicator: string;
  /** From corpus/indicators.yaml; absent when the indicator is not in the list. */
  readonly canonical?: string;
  /** As written: “3.8左右”, “≥17000”, “力争达到全国平均水平”, “10-15”. */
  readonly raw: string;
  /** The number when there is one, in `unit`. */
  readonly value?: number;
  readonly bound: Bound;
  /** %, 家, 亿元, 人年…; empty when the plan gives none. */
  readonly unit: string;
  /** 2025, or a period such as 2021-2025, or “每年”; absent when the plan gives none. */
  readonly time?: string;
  readonly kind: 'target' | 'achieved' | 'growth' | 'unknown';
}

/** A plan with everything the reader understood of it. */
export interface PlanDocument {
  readonly plan: Plan;
  readonly sections: readonly Section[];
  readonly passages: readonly Passage[];
  readonly tables: readonly Table[];
  readonly records: readonly IndicatorRecord[];
}

/** A whole corpus as read from its folders; `failures` names each file that could not be read and why. */
export interface Corpus {
  readonly documents: readonly PlanDocument[];
  readonly failures: readonly { readonly file: string; readonly reason: string }[];
  readonly warnings: readonly string[];
}
