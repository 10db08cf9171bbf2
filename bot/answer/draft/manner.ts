import type { AnswerMode } from '../types.ts';
import { leadOf } from './lead.ts';
import type { DraftDocument } from './types.ts';

/** What a draft says of itself where a model was asked and none of it is the model's. */
export const NOT_WRITTEN = {
  noAnswer: '模型未能应答，正文由规则摘自原文。',
  notBorneOut: '模型所写未通过核对，正文由规则摘自原文。',
} as const;

/** How a draft was written, as answers say it. */
export function modeOf({ manner }: Pick<DraftDocument, 'manner'>): AnswerMode {
  return manner === 'by-rules' ? 'extractive' : 'llm';
}

/** A draft none of which is the model's that was asked, saying so. */
export function withNotWritten(draft: DraftDocument, why: keyof typeof NOT_WRITTEN): DraftDocument {
  return { ...draft, notes: [...draft.notes, { text: NOT_WRITTEN[why], marks: [] }] };
}

/** A draft with the most that it may come to say of how it was written: room is measured before that is known. */
export function withWidestManner(draft: DraftDocument): DraftDocument {
  const manner = 'partly-by-model';
  return withNotWritten({ ...draft, manner, lead: leadOf({ ...draft, manner }) }, 'notBorneOut');
}
