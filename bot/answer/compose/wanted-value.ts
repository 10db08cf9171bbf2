import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { givenValues } from './given-figures.ts';

/** Which of an indicator's values is meant. */
export interface Wanted {
  /** Last year of the time it is for; absent: any. */
  readonly year?: number;
  readonly kind?: 'target' | 'achieved';
  /** Per year (每年). */
  readonly yearly?: boolean;
  /** The number that the question itself gives for it. */
  readonly value?: number;
  /** The year before the plan's first: a target for it is one of the plan before. */
  readonly eve: number;
}

/** What a phrase says of the value it means, or else what the whole question says. */
export function wantedOf(read: Question, question: Question, context: AnswerContext): Wanted {
  const { eve } = horizonOf(question, context);
  const times = read.times.length > 0 ? read.times : question.times.length === 1 ? question.times : [];
  const year = times.at(-1)?.to;
  const own = read.intent.aspect === 'either' ? aspectOf(read.text) : read.intent.aspect;
  const aspect = own !== 'either' ? own : times.length > 0 ? 'either' : question.intent.aspect;
  const kind =
    aspect === 'target'
      ? 'target'
      : aspect === 'result' || (year !== undefined && year <= eve)
        ? 'achieved'
        : undefined;
  const yearly = /每年|一年|每一年/u.test(read.text);
  return {
    eve,
    ...(year === undefined ? {} : { year }),
    ...(kind === undefined ? {} : { kind }),
    ...(yearly ? { yearly } : {}),
  };
}

const aspectOf = (text: string): Question['intent']['aspect'] =>
  /现有|已有|底子|存量|实际/u.test(text) ? 'result' : /目标|争创|计划|要/u.test(text) ? 'target' : 'either';

/** The two values of one indicator that a question sets against one another: by year, or aimed at and reached. */
export function timesOf(question: Question, context: AnswerContext): readonly Wanted[] {
  const { text } = question;
  const { eve, end } = horizonOf(question, context);
  const byYear = (year: number): Wanted => ({ eve, year, kind: year <= eve ? 'achieved' : 'target' });
  const years = [
    ...new Set(
      question.times.flatMap((time) =>
        time.aspect === 'during' && /\d{4}/u.test(text.slice(time.start, time.end)) ? [time.from, time.to] : [time.to],
      ),
    ),
  ].sort((a, b) => a - b);
  const [first] = years;
  const last = years.at(-1);
  if (first !== undefined && last !== undefined && first !== last) return [byYear(first), byYear(last)];
  const [given, then] = givenValues(text);
  // “从572亿做到1200亿”: where the plan starts from, and what it aims at.
  if (given !== undefined && then !== undefined && first === undefined && /从[^，。？]+[到至]/u.test(text))
    return [
      { eve, year: eve, value: given },
      { eve, year: end, value: then },
    ];
  if (given !== undefined && then === undefined && first !== undefined && first === last)
    return [{ eve, value: given }, byYear(first)];
  const aims =
    /目标|规划值|规划[的那]?个?数|原定|原先定|当初|既定|任务数|定的|达标|要到|计划|超额|末期|期末|规划末/u.test(text);
  const reached = /实际|完成(?!目标)|做到|达成|超额|超了|[多超高]出|实绩|差[^，。？]{0,4}(?:目标|任务)/u.test(text);
  if (first !== undefined && first <= eve && aims && reached)
    return [
      { eve, year: first, kind: 'target' },
      { eve, year: first, kind: 'achieved' },
    ];
  if (first !== undefined && first <= eve) return [byYear(first), byYear(end)];
  if (first === undefined && !aims && /五年/u.test(text) && /(?:增|加|多|高|升|长)了/u.test(text))
    return [byYear(eve - 5), byYear(eve)];
  return aims || first !== undefined || /五年|期内|十四五|现在|目前|如今|现状|现有|存量/u.test(text)
    ? [byYear(eve), byYear(Math.max(end, last ?? 0))]
    : [];
}

/** First and last year of most of the plans asked about: where targets start from, and what they are for. */
export function horizonOf(question: Question, context: AnswerContext): { readonly eve: number; readonly end: number } {
  const plans = context.plans.filter(({ id }) => question.planIds?.includes(id) ?? true);
  const period = plans.find((plan) => plan.period?.from !== undefined)?.period;
  return { eve: (period?.from ?? 2021) - 1, end: period?.to ?? 2025 };
}
