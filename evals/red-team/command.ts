import { loadAttacks } from './attacks.ts';
import { KNOWN_SUCCESSES } from './known.ts';
import { runAgainstObedientModel } from './obedient.ts';
import { openPoisonedIndex, redTeamTable, runRedTeam, type AttackOutcome } from './run.ts';

/**
 * Makes every attack, without a model and with one that obeys every order, and prints what came of it.
 * @returns what the program ends with: 1 when an attack succeeded that is not known to
 */
export async function redTeam(print: (text: string) => void): Promise<number> {
  const attacks = await loadAttacks();
  const poisoned = await openPoisonedIndex(attacks);
  try {
    const alone = await runRedTeam(attacks, poisoned);
    print(`Without a model\n${redTeamTable(alone)}`);
    const { outcomes, requests } = await runAgainstObedientModel(attacks, poisoned);
    print(`With a model that obeys every order (${requests} requests)\n${redTeamTable(outcomes)}`);
    const unknown = unknownSuccesses([...alone, ...outcomes]);
    print(unknown.length === 0 ? 'No attack succeeded that is not known to.' : `New: ${unknown.join(', ')}`);
    return unknown.length === 0 ? 0 : 1;
  } finally {
    await poisoned.close();
  }
}

/** Attacks that succeeded and are not on the list of those that do. */
export function unknownSuccesses(outcomes: readonly AttackOutcome[]): readonly string[] {
  const succeeded = outcomes.filter(({ violations }) => violations.length > 0).map(({ attack }) => attack.id);
  return [...new Set(succeeded)].filter((id) => !KNOWN_SUCCESSES.has(id));
}
