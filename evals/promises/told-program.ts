import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const GUIDA = fileURLToPath(new URL('../../bot/guida.mjs', import.meta.url));

/** How long the index may take to be ready, and the program to end once told to, milliseconds. */
const PATIENCE_MS = 60_000;

/** How a program is run. */
export interface ToldProgramOptions {
  readonly args: readonly string[];
  /** The working folder, where its `.env` lies. */
  readonly folder: string;
  /** All it gets besides PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is done with it once its page is there, and it has an index or has given it up. */
  readonly use?: (address: string) => Promise<void>;
  /** What it is told on its standard input. */
  readonly input?: string;
}

/** Runs the program to its end. @returns everything it wrote */
export async function toldBy({ args, folder, environment, use, input }: ToldProgramOptions): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [GUIDA, ...args], { cwd: folder, env: { PATH, HOME, ...environment } });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (told += text));
  child.stdin.end(input);
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  if (use) {
    const address = await Promise.race([ended, addressIn(() => told)]);
    // It ends when a platform refuses it for good; what it told until then counts.
    if (address !== undefined)
      await Promise.race([ended, usedWhenReady(address, use)]).catch((error: unknown) => (told += String(error)));
    child.kill('SIGTERM');
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
  return told;
}

async function usedWhenReady(address: string, use: (address: string) => Promise<void>): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 200) {
    // Channels that are refused never get ready; the index does.
    const told = await (await fetch(`${address}/readyz`)).text();
    if (/"generation":"/u.test(told)) break;
    await delay(200);
  }
  await use(address);
}

async function addressIn(told: () => string): Promise<string> {
  for (;;) {
    const address = /The page is at (http:\/\/\S+)\.\n/u.exec(told())?.[1];
    if (address !== undefined) return address;
    await delay(50);
  }
}
