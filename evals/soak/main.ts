import { Command, InvalidArgumentError } from 'commander';
import { parseCommand, runMain } from '../command-line.ts';
import { lineOf } from '../promises/row.ts';
import { soak } from './soak.ts';
import { judge } from './verdict.ts';

/**
 * Runs the program for a while under everything that goes wrong, and prints what must hold; exits with 1 when something
 * has not. `npm run soak -- --minutes 60`
 */
const command = new Command('soak')
  .description('Runs the program under faults and says whether anything leaked, was lost or came twice.')
  .option('--minutes <number>', 'how long questions are asked', numberOf, 60)
  .option('--per-second <number>', 'questions a second', numberOf, 2)
  .option('--seed <number>', 'which questions and faults', numberOf, 1);

function numberOf(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 1440) return number;
  throw new InvalidArgumentError('It must be a number above 0, at most 1440.');
}

await runMain(async (argv) => {
  const { minutes, perSecond, seed } = parseCommand(command, argv).opts<{
    minutes: number;
    perSecond: number;
    seed: number;
  }>();
  const note = (what: string): void => void process.stderr.write(`soak: ${what}\n`);
  const rows = judge(await soak({ lastsMs: minutes * 60_000, perSecond, seed, note }));
  for (const row of rows) process.stdout.write(`${lineOf(row)}\n`);
  return rows.every(({ kept }) => kept) ? 0 : 1;
});
