import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Answer } from '../types.ts';
import { inlineText } from './inline.ts';
import { charactersFor, readLength } from './length.ts';
import { modeOf } from './manner.ts';
import type { DraftProse, ProseOrder } from './prose/draft-prose.ts';
import { roomLike } from './prose/room.ts';
import type { DraftDocument } from './types.ts';
import { writeDraft } from './write-draft.ts';

const ASKS_FOR_DRAFT =
  /起草|草拟|拟写|撰写|编写|(?:写|拟|出|做|列)一?(?:份|篇|页|张)|(?:整理|梳理|汇总|归纳)(?:成|出)?(?:一?(?:份|页|张|篇)|表|汇报|材料)|汇报(?:要点|提纲|材料)|(?:对照|对比|一览|汇总)表|成表|[一两二三半\d]页|\d{3,}字/u;

/** “写份材料要用：…” says what an answer is for. */
const PURPOSE = /(?:写|做|改|准备)(?:一?[份个篇])?(?:材料|汇报|报告|稿子)(?:要用|用|急用|需要|时用)/gu;

/** Whether a question wants something to hand out (a draft, a table, a page) rather than a short answer. */
export function asksForDraft(question: string): boolean {
  return ASKS_FOR_DRAFT.test(question.replace(PURPOSE, ''));
}

/** Characters of an answer's text, marks included; a screen or two. */
const ANSWER_LIMIT = 2900;
/** Lengths that are tried, the longest first, in characters. */
const LENGTHS = [1500, 1100, 800, 500];

/** A model that words the draft, until when it may, and what stops it. */
export type InlineProse = Pick<ProseOrder, 'until' | 'signal'> & { readonly prose: DraftProse };

/**
 * The draft that a question asks for, as an answer; undefined when the plans say nothing on its topic. A length that the
 * question names is kept to where it fits into an answer.
 * @throws what the store throws; the reason of the signal
 */
export async function answerWithDraft(
  question: Question,
  context: AnswerContext,
  inlineProse?: InlineProse,
): Promise<Answer | undefined> {
  const length = readLength(question.text);
  const asked = length && charactersFor(length);
  const lengths = [...(asked === undefined ? [] : [asked]), ...LENGTHS].filter(
    (length) => asked === undefined || length <= asked,
  );
  for (const characters of lengths) {
    const draft = await writeDraft(question.text, { length: { characters } }, context);
    if (!draft) return undefined;
    if (inlineText(draft).length > ANSWER_LIMIT) continue;
    if (!inlineProse) return answerOf(draft, question);
    const { prose, ...order } = inlineProse;
    const isShort = roomLike(draft, question.text, { length: { characters } });
    const fits = (written: DraftDocument): boolean => isShort(written) && inlineText(written).length <= ANSWER_LIMIT;
    return answerOf(await prose.write(draft, { ...order, context, fits }), question);
  }
  return undefined;
}

function answerOf(draft: DraftDocument, { text }: Question): Answer {
  return {
    text: inlineText(draft),
    declined: false,
    mode: modeOf(draft),
    citations: draft.citations,
    understood: text,
    handout: text,
    ...(draft.charts.length > 0 ? { charts: draft.charts } : {}),
    ...(draft.model ? { model: draft.model } : {}),
  };
}
