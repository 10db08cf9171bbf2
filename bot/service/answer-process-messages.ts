import { isGuidaError, type GuidaErrorCode } from '../../corpus/errors.ts';
import type { AnswerEvent, Turn } from '../answer/types.ts';
import type { Drafted, DraftOrder } from '../draft/types.ts';
import type { Settings } from '../settings.ts';

/** What the answer process is given of the settings: no token of a channel, no secret of the web page. */
const ANSWER_SETTINGS = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_MODEL',
  'OPENAI_EMBEDDING_MODEL',
  'OPENAI_RERANK_MODEL',
  'GUIDA_DEADLINE_MS',
  'DATABASE_URL',
] as const satisfies readonly (keyof Settings)[];

/** See `ANSWER_SETTINGS`. */
export type AnswerSettings = Pick<Settings, (typeof ANSWER_SETTINGS)[number]>;

/** Of all settings, those that the answer process is given. */
export function answerSettings(settings: AnswerSettings): AnswerSettings {
  const entries = ANSWER_SETTINGS.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]]));
  return Object.fromEntries(entries) as AnswerSettings;
}

/** To the answer process. `open` comes first, once. */
export type AnswerRequest =
  | { readonly type: 'open'; readonly data: string; readonly settings: AnswerSettings }
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly question: string;
      readonly conversation: readonly Turn[];
      readonly allowedPlans: readonly string[] | undefined;
      readonly pictures: 'svg' | 'png' | undefined;
    }
  | {
      readonly type: 'draft';
      readonly id: number;
      readonly order: DraftOrder;
      readonly allowedPlans: readonly string[] | undefined;
    }
  | { readonly type: 'cancel'; readonly id: number };

/** An error on its way between processes. */
export interface SentError {
  readonly code: GuidaErrorCode;
  readonly message: string;
  /** With stacks, for an operator. */
  readonly detail: string;
}

/** From the answer process. */
export type AnswerReply =
  | { readonly type: 'opened'; readonly generation: string }
  | { readonly type: 'refused'; readonly error: SentError }
  | { readonly type: 'event'; readonly id: number; readonly event: AnswerEvent }
  | { readonly type: 'drafted'; readonly id: number; readonly drafted: Drafted }
  | { readonly type: 'ended'; readonly id: number; readonly error?: SentError }
  | { readonly type: 'told'; readonly message: string; readonly detail: string };

/** An error as it is sent. What is not ours becomes `internal`. */
export function sentError(error: unknown): SentError {
  const detail = detailOf(error);
  if (isGuidaError(error)) return { code: error.code, message: error.message, detail };
  return { code: 'internal', message: 'Something went wrong that should not have.', detail };
}

/** An error with its stack and what caused it. */
export function detailOf(error: unknown): string {
  if (error === undefined) return '';
  if (!(error instanceof Error)) return typeof error === 'string' ? error : JSON.stringify(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${detailOf(error.cause)}`;
}
