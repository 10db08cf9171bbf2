import type { ModelFailure } from './failure.ts';
import type { StoppedSentence } from './read-sentence.ts';

/** How it went with the model. */
export interface Outcome {
  readonly failure: ModelFailure | undefined;
  /** Some of the model's text is shown. */
  readonly isShown: boolean;
  /** Some of it was stopped by the gate. */
  readonly isStopped: boolean;
  /** The answer without a model is that the plans do not say. */
  readonly declined: boolean;
}

/** One short line for the user where the model did not do its part; undefined where it did. */
export function noteOf({ failure, isShown, isStopped, declined }: Outcome): string | undefined {
  if (isShown) return failure ? '（模型未能写完，以上内容均已核对原文）' : undefined;
  if (declined) return failure ? '（模型未能应答）' : undefined;
  if (failure) return '（模型未能应答，以上由规则摘自原文）';
  return isStopped ? '（模型的回答未通过核对，以上由规则摘自原文）' : undefined;
}

const REASONS: Readonly<Record<StoppedSentence['objection']['what'], string>> = {
  figure: '数字或单位不在所引段落里',
  bound: '以上、左右、力争等程度词与段落不同',
  year: '年份与段落不同',
  name: '引号或书名号里的字不在所引段落里',
  status: '规划状态不同',
  arithmetic: '算式不对',
  subject: '数字说的不是这件事',
  order: '是写给助手的话，不是规划内容',
  uncited: '没有标注段落编号',
  words: '有段落里没有的说法',
  not: '肯定与否定与段落不同',
  markup: '有链接、标签或提及',
  marks: '编号写法不对或没有这个段落',
  plan: '所引规划不是所问的',
};

/** Why a sentence was stopped, for the model. */
export function reasonOf({ what, text }: StoppedSentence['objection']): string {
  return text === '' || text.length > 30 ? REASONS[what] : `${REASONS[what]}：${text}`;
}
