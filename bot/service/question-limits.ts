import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Reader } from './types.ts';
import { WORDING } from './wording.ts';

/** A room asks as much as so many of its members. */
const PERSONS_A_ROOM = 3;

/** How often questions may be asked. */
export interface QuestionLimits {
  /**
   * Counts a question.
   * @returns a line for the reader when it is one too many
   */
  count(reader: Reader): Promise<string | undefined>;
}

/** Limits on questions a minute, of each person and of each room, which may ask three times as many. */
export function createQuestionLimits(questionsPerMinute: number): QuestionLimits {
  const persons = new RateLimiterMemory({ points: questionsPerMinute, duration: 60 });
  const rooms = new RateLimiterMemory({ points: PERSONS_A_ROOM * questionsPerMinute, duration: 60 });
  return {
    async count({ channel, userId, roomId }) {
      const ofPerson = await secondsToWait(persons, JSON.stringify([channel, userId]));
      if (ofPerson !== undefined) return WORDING.tooManyOfOnePerson(ofPerson);
      if (roomId === undefined) return undefined;
      const inRoom = await secondsToWait(rooms, JSON.stringify([channel, roomId]));
      return inRoom === undefined ? undefined : WORDING.tooManyInOneRoom(inRoom);
    },
  };
}

async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
  }
}
