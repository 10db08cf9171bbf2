import type { PlanSummary } from '../../../retrieval/types.ts';
import type { ChartData, Citation } from '../types.ts';

/** A sentence that has passed the gate, with the numbers of its citations. */
export interface DraftSentence {
  /** Whole clauses, with its full stop; no citation marks. */
  readonly text: string;
  /** Numbers of the citations it rests on; empty for what is said of the compilation itself. */
  readonly marks: readonly number[];
}

/** Sentences under one sub-heading of the plan they come from. */
export interface DraftParagraph {
  /** Sub-heading without its number; empty for sentences that follow the section's heading directly. */
  readonly name: string;
  readonly sentences: readonly DraftSentence[];
}

/** A value as a plan states it: 3.8左右. */
export interface StatedValue {
  /** As written, without the unit. */
  readonly text: string;
  /** The number, when there is one, in the row's unit. */
  readonly value?: number;
  /** 2025, 2021-2025, 每年 or “十四五”末; absent when the passage cited has none. */
  readonly time?: string;
  /** The plan gives no time at all, not even where the passage stands. */
  readonly isUndated?: boolean;
}

/** One indicator of one plan. */
export interface IndicatorRow {
  /** As the plan writes it. */
  readonly indicator: string;
  /** The same for the same thing in other plans. */
  readonly key: string;
  readonly planId: string;
  /** Plan title. */
  readonly plan: string;
  readonly place: string;
  /** The plan is a 征求意见稿. */
  readonly isDraft: boolean;
  /** %, 家, 亿元…; empty when the plan gives none. */
  readonly unit: string;
  /** What was reached; absent when the plan does not state it. */
  readonly baseline?: StatedValue;
  /** What is aimed at; absent when the plan does not state it. */
  readonly target?: StatedValue;
  readonly marks: readonly number[];
}

/** Indicators side by side. */
export interface DraftTable {
  readonly caption: string;
  /** The same indicators are set beside each other for several places or plans. */
  readonly compares: boolean;
  readonly rows: readonly IndicatorRow[];
}

/** One section of a draft. */
export interface DraftSection {
  /** Without its number. */
  readonly heading: string;
  readonly paragraphs: readonly DraftParagraph[];
  readonly tables: readonly DraftTable[];
}

/** How the paragraphs of a draft came about: clauses chosen by rules, a model's sentences, or some of both. */
export type DraftManner = 'by-rules' | 'by-model' | 'partly-by-model';

/** A summary of what plans say on a topic; every figure in it stands in a citation's quote. */
export interface DraftDocument {
  readonly title: string;
  /** The line under the title: from which plans, how and when it was compiled. */
  readonly lead: string;
  readonly manner: DraftManner;
  /** The chat model that was asked and the version of its prompt, whether or not any of it is the model's. */
  readonly model?: { readonly name: string; readonly prompt: string };
  /** Day of the compilation, as written. */
  readonly date?: string;
  readonly sections: readonly DraftSection[];
  /** Comparisons of the tables as pictures; they stand behind the first table that compares. */
  readonly charts: readonly ChartData[];
  /** 说明: what is not stated, which plan is a draft, where plans differ, what must be checked. */
  readonly notes: readonly DraftSentence[];
  /** In order of first use, numbered from 1. */
  readonly citations: readonly Citation[];
  /** The plans cited, 国家, 省, 市, 县. */
  readonly plans: readonly PlanSummary[];
}

/** How long a draft is to be: as a word processor counts characters, or in pages of an official document. */
export type DraftLength = { readonly characters: number } | { readonly pages: number };

/** What is asked for beside the topic. */
export interface DraftOptions {
  /** Default: what the topic itself asks for (一页, 1000字), else about 2,100 characters, more where places are compared. */
  readonly length?: DraftLength;
  /** Pages that a draft takes where it is laid out. Without it a page is so many characters. */
  readonly pagesOf?: (draft: DraftDocument) => number;
  /** The only plans to compile from. Default: those that the topic names, else all. */
  readonly planIds?: readonly string[];
  /** A model will be asked to word it: room is kept for what the draft says of that. Default false. */
  readonly forModel?: boolean;
  /** Day of the compilation, as it is to be written (2026年11月21日). Default: not written. */
  readonly date?: string;
}
