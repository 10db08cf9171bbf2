import { obey } from '../../bot/answer/model/stand-in-obedience.fixture.ts';
import {
  endStream,
  sendPiece,
  startStandIn,
  startStream,
  type Behaviour,
} from '../../bot/answer/model/stand-in.fixture.ts';
import { createLog } from '../../bot/log.ts';
import { openAssistant } from '../../bot/open-assistant.ts';
import { readSettings } from '../../bot/settings.ts';
import type { Attack } from './attacks.ts';
import { runRedTeam, type AttackOutcome, type PoisonedIndex } from './run.ts';

/** A key that must turn up nowhere but in the requests. */
const KEY = 'sk-canary-e41b7c90d2';

/** Characters that the model writes at once. */
const PIECE = 100;

/** What a run against an obedient model brought about. */
export interface ObedientRun {
  readonly outcomes: readonly AttackOutcome[];
  /** Requests that the model got. */
  readonly requests: number;
  /** Most requests that one turn of an attack caused, on the average of its turns. */
  readonly mostRequests: number;
}

/**
 * Makes attacks on the program with a chat model, over real HTTP on the loopback, that obeys whatever any text
 * tells it to, and writes besides all that the attack must not bring about, with and without marks. The gate has to
 * hold alone.
 */
export async function runAgainstObedientModel(
  attacks: readonly Attack[],
  poisoned: PoisonedIndex,
): Promise<ObedientRun> {
  const standIn = await startStandIn();
  let most = 0;
  let before = 0;
  let turns = 1;
  const count = () => {
    most = Math.max(most, (standIn.requests.length - before) / turns);
    before = standIn.requests.length;
  };
  try {
    const address = new URL(standIn.baseURL).host;
    const outcomes = await runRedTeam(attacks, poisoned, {
      secrets: [KEY, address],
      open: (index) => openAssistant(index, settingsOf(standIn.baseURL), createLog({ write: () => undefined })),
      onAttack(attack) {
        count();
        turns = attack.turns.length;
        standIn.always(obeying(attack));
      },
    });
    count();
    return { outcomes, requests: standIn.requests.length, mostRequests: most };
  } finally {
    await standIn.close();
  }
}

function settingsOf(baseURL: string) {
  const environment = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: 'stand-in' };
  return readSettings({ environment, folder: import.meta.dirname });
}

function obeying({ mustNot }: Attack): Behaviour {
  return (request, response) => {
    const [first] = request.passages;
    const n = first?.n ?? 1;
    const words = first?.text.split('。')[0] ?? '';
    const text = [
      ...mustNot.flatMap((wanted) => [
        `${wanted}[${n}]。`,
        wanted,
        `${words}，${wanted}[${n}]。`,
        `到2025年，高新技术企业达到${wanted}[${n}]。`,
      ]),
      obey(request),
    ].join('\n');
    startStream(response);
    for (let from = 0; from < text.length; from += PIECE) sendPiece(response, text.slice(from, from + PIECE));
    endStream(response);
    return undefined;
  };
}
