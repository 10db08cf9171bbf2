import type { AnswerService, Feedback, Reader } from '../../service/types.ts';
import type { CardPress } from './frames.ts';

/** Knows which answers people may mean when they say what they think of one. Since the last start only. */
export interface FeedbackTargets {
  /** An answer was shown. */
  remember(reader: Reader, answerId: string, outTrackId?: string): void;
  /** The answer that a message is about: the last one to this person, else the last one in the group. Undefined when there is none. */
  last(reader: Reader): string | undefined;
  /** The answer on a card, and who may read it. */
  onCard(outTrackId: string): { readonly answerId: string; readonly roomId?: string } | undefined;
}

/** How many answers are remembered. */
const REMEMBERED = 10_000;

/** Remembers in memory. */
export function createFeedbackTargets(): FeedbackTargets {
  const lastAnswers = new Map<string, string>();
  const cards = new Map<string, { readonly answerId: string; readonly roomId?: string }>();
  const keep = <T>(map: Map<string, T>, key: string, value: T): void => {
    map.delete(key);
    map.set(key, value);
    const [oldest] = map.keys();
    if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest);
  };
  return {
    remember({ userId, roomId }, answerId, outTrackId) {
      keep(lastAnswers, keyOf(userId, roomId), answerId);
      if (roomId !== undefined) keep(lastAnswers, keyOf('', roomId), answerId);
      if (outTrackId !== undefined) keep(cards, outTrackId, { answerId, ...(roomId === undefined ? {} : { roomId }) });
    },
    last: ({ userId, roomId }) =>
      lastAnswers.get(keyOf(userId, roomId)) ?? (roomId === undefined ? undefined : lastAnswers.get(keyOf('', roomId))),
    onCard: (outTrackId) => cards.get(outTrackId),
  };
}

function keyOf(userId: string, roomId: string | undefined): string {
  return JSON.stringify([roomId ?? null, userId]);
}

/** A judgement in words: “有用”, or “没用” and why. Anything longer that begins so is a question. */
const GOOD = /^(?:有用|有帮助|很有用)[。.～~]?$/u;
const BAD = /^(?:没用|没有用|没帮助|没有帮助)(?:[\s，,。：:]+(?<reason>[\s\S]*))?$/u;

/** Reads a judgement in words; undefined when the message is none. */
export function judgementIn(text: string): Pick<Feedback, 'verdict' | 'reason'> | undefined {
  if (GOOD.test(text)) return { verdict: 'good' };
  const bad = BAD.exec(text);
  if (!bad) return undefined;
  const reason = bad.groups?.['reason']?.trim() ?? '';
  return reason === '' ? { verdict: 'bad' } : { verdict: 'bad', reason };
}

/** Words in the template's button that mean one or the other. */
const VERDICTS: Readonly<Record<string, Feedback['verdict']>> = {
  good: 'good',
  like: 'good',
  feedback_up: 'good',
  bad: 'bad',
  dislike: 'bad',
  feedback_down: 'bad',
};

/** Records what somebody pressed on a card. @returns the line that the card shows them; undefined when it was no judgement */
export async function recordPress(
  service: AnswerService,
  targets: FeedbackTargets,
  { outTrackId, userId, actionIds, params }: CardPress,
): Promise<string | undefined> {
  const words = [params['verdict'], params['action'], ...actionIds].filter((word) => typeof word === 'string');
  const verdict = words.map((word) => VERDICTS[word]).find((found) => found !== undefined);
  if (verdict === undefined) return undefined;
  const target = targets.onCard(outTrackId);
  if (!target) return FEEDBACK_LINES.unknown;
  const { answerId, roomId } = target;
  const reason = params['reason'];
  const isKnown = await service.feedback({
    answerId,
    reader: { channel: 'dingtalk', userId, ...(roomId === undefined ? {} : { roomId }) },
    verdict,
    ...(typeof reason === 'string' && reason.trim() !== '' ? { reason: reason.trim() } : {}),
  });
  return isKnown ? FEEDBACK_LINES.recorded : FEEDBACK_LINES.unknown;
}

/** What is said to feedback. */
export const FEEDBACK_LINES = {
  recorded: '已记录，谢谢。',
  unknown: '没有找到要评价的回答，请重新提问后再评价。',
} as const;
