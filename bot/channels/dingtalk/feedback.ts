import type { AnswerService, Feedback } from '../../service/types.ts';
import { eventOfCard } from './card-id.ts';
import type { CardPress } from './frames.ts';

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
  { outTrackId, userId, actionIds, params }: CardPress,
): Promise<string | undefined> {
  const words = [params['verdict'], params['action'], ...actionIds].filter((word) => typeof word === 'string');
  const verdict = words.map((word) => VERDICTS[word]).find((found) => found !== undefined);
  if (verdict === undefined) return undefined;
  const eventId = eventOfCard(outTrackId);
  const given = eventId === undefined ? undefined : await service.answerTo('dingtalk', eventId);
  if (!given) return FEEDBACK_LINES.unknown;
  const { answerId, reader } = given;
  const reason = params['reason'];
  const isKnown = await service.feedback({
    answerId,
    // Of the room, where a room reads the card: whoever is in it may press.
    reader: { ...reader, userId },
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
