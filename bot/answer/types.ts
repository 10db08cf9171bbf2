/** One source of an answer. `n` is its mark in the text: `[n]`. */
export interface Citation {
  readonly n: number;
  readonly passageId: string;
  readonly planId: string;
  /** Plan title. */
  readonly plan: string;
  /** Heading path, outermost first. */
  readonly section: readonly string[];
  /** The passage as it reads after normalising, whole. */
  readonly quote: string;
  /** Base name of the plan's file. */
  readonly file: string;
  readonly lines: readonly [number, number];
  /** The plan is a 征求意见稿. */
  readonly draft: boolean;
}

/** One bar of a chart: a value that a plan states. */
export interface ChartBar {
  /** 合肥市. */
  readonly place: string;
  readonly plan: string;
  readonly kind: 'reached' | 'target';
  readonly value: number;
  /** As the plan writes it, with its unit: 3.8%左右. */
  readonly text: string;
  /** 2025年; empty when the plan gives none. */
  readonly time: string;
}

/** Values of one indicator side by side; all bars are counted in one unit. */
export interface ChartData {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly ChartBar[];
  /** Said to whoever does not see the picture. */
  readonly alternative: string;
}

/** How the text was written. */
export type AnswerMode = 'extractive' | 'llm';

/** A finished answer. Every figure in `text` stands in a citation's quote. */
export interface Answer {
  /** Markdown: the answer first, in bold; citation marks `[n]`; no sources list, which each channel sets its own way. */
  readonly text: string;
  /** The plans do not answer the question, and `text` says so. */
  readonly declined: boolean;
  readonly mode: AnswerMode;
  readonly citations: readonly Citation[];
  /** The question as it was understood, follow-ups resolved. */
  readonly understood: string;
  /** The answer is a draft that can be had as a file: the topic to order it by. */
  readonly handout?: string;
  /** Values of one indicator that the text sets side by side, as a chart shows them. */
  readonly charts?: readonly ChartData[];
  /** The chat model that was asked and the version of the prompt, whether or not it wrote any of the text; absent when none was. */
  readonly model?: { readonly name: string; readonly prompt: string };
}

/** One turn of a conversation, oldest first. */
export interface Turn {
  readonly question: string;
  /** Absent when only the questions are known. */
  readonly answer?: string;
}

/** A chart as a picture. */
export interface AnswerPicture {
  readonly svg: string;
  /** Only where it was asked for, and where this system has a font with Chinese characters. */
  readonly png?: Uint8Array;
  /** Said to whoever does not see the picture. */
  readonly alternative: string;
}

/** What `ask` yields, in order: status lines, verified text, and last the whole answer. */
export type AnswerEvent =
  | { readonly type: 'status'; readonly text: string }
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'done';
      readonly answer: Answer;
      /** The charts of the answer, where they were drawn. */
      readonly pictures?: readonly AnswerPicture[];
    };

/** The one entry point that every channel uses. */
export interface Assistant {
  /**
   * Answers a question. Never throws for anything a user can type; a failure of the store is thrown as `GuidaError`.
   * @param conversation earlier turns, oldest first; the last ten are looked at
   */
  ask(
    question: string,
    conversation?: readonly Turn[],
    options?: {
      readonly signal?: AbortSignal;
      /** Ids of the only plans that exist for whoever asks; absent: all. */
      readonly allowedPlans?: readonly string[];
      /** As what the charts of the answer are drawn, by an assistant that draws. Absent: not at all. */
      readonly pictures?: 'svg' | 'png';
    },
  ): AsyncIterable<AnswerEvent>;
}
