import { measureDingTalk } from '../../bot/channels/dingtalk/dingtalk-promises.ts';
import { measureSlack } from '../../bot/channels/slack/slack-promises.ts';
import { scriptedService } from '../../bot/service/scripted-service.fixture.ts';
import { measureAccess, measureNoninterference } from './access.ts';
import { measureTakenOnce, measureTakes } from './acknowledge.ts';
import { measureWeb, realQuestions } from './load.ts';
import { openProgram } from './opened-program.ts';
import { lineOf, type Row } from './row.ts';
import { measureSecrets } from './secrets.ts';

/**
 * Measures what is promised of the running program and prints a line for each promise; exits with 1 when one is broken.
 * `npm run promises -- [--only load,ack,once,access,secrets,slack,dingtalk] [--seconds 600]`
 */
const PARTS: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  load: async () => {
    const program = await openProgram();
    try {
      return await measureWeb(program.service, seconds);
    } finally {
      await program.close();
    }
  },
  ack: async () => {
    const program = await openProgram();
    try {
      return [await measureTakes(program.service)];
    } finally {
      await program.close();
    }
  },
  once: async () => [await measureTakenOnce()],
  access: async () => [await measureAccess(), await measureNoninterference(await realQuestions())],
  secrets: async () => [await measureSecrets()],
  slack: () => measureSlack(),
  dingtalk: () => measureDingTalk(scriptedService()),
};

const valueOf = (option: string): string | undefined => {
  const at = process.argv.indexOf(option);
  return at === -1 ? undefined : process.argv[at + 1];
};
const seconds = Number(valueOf('--seconds') ?? 60);
const names = valueOf('--only')?.split(',') ?? Object.keys(PARTS);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length > 0 || !(seconds > 0)) {
  const parts = Object.keys(PARTS).join(',');
  process.stderr.write(`usage: npm run promises -- [--only ${parts}] [--seconds 600]\n`);
  process.exit(2);
}

let isBroken = false;
for (const name of names) {
  for (const row of (await PARTS[name]?.()) ?? []) {
    print(lineOf(row));
    isBroken ||= !row.kept;
  }
}
process.exit(isBroken ? 1 : 0);
