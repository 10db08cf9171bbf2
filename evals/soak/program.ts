import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const GUIDA = fileURLToPath(new URL('../../bot/guida.mjs', import.meta.url));
const READY_MS = 500_000;
const STOP_MS = 40_000;

/** What a process held at one moment. */
export interface Sample {
  /** Milliseconds of `performance.now`. */
  readonly at: number;
  readonly pid: number;
  readonly residentMb: number;
  readonly descriptors: number;
}

/** `guida start` in a process of its own, which may be killed and started again. */
export class Program {
  readonly address: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #folder: string;
  #child: ChildProcess | undefined;
  #log = '';

  private constructor(port: number, folder: string, environment: Readonly<Record<string, string>>) {
    this.address = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    const { PATH = '', HOME = '' } = process.env;
    this.#environment = { PATH, HOME, ...environment, PORT: String(port), HOST: '127.0.0.1' };
  }

  /** Starts it on a free port, and waits until it is ready. */
  static async start(folder: string, environment: Readonly<Record<string, string>>): Promise<Program> {
    const program = new Program(await freePort(), folder, environment);
    await program.start();
    return program;
  }

  /** What it has written to its log, the last of it. */
  get log(): string {
    return this.#log;
  }

  /** Starts it again. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [GUIDA, 'start'], {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#log = (this.#log + text).slice(-20_000)));
    const end = Date.now() + READY_MS;
    while (!(await this.isReady())) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`the program is not ready: ${this.#log}`);
      await delay(200);
    }
  }

  /** Whether it says that it can answer. */
  async isReady(): Promise<boolean> {
    const response = await fetch(`${this.address}/readyz`).catch(() => undefined);
    await response?.body?.cancel();
    return response?.ok === true;
  }

  /** Ends it with SIGTERM, as a supervisor does. @returns its exit code; null when it had to be killed */
  async stop(): Promise<number | null> {
    return await this.#end('SIGTERM');
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** kill −9 of the process that answers. @returns whether there was one */
  killAnswering(): boolean {
    const child = childrenOf(this.#child?.pid).find(({ command }) => command.includes('answer-process-child'));
    if (child) process.kill(child.pid, 'SIGKILL');
    return child !== undefined;
  }

  /** What it holds now; undefined while it does not run. Linux only. */
  sample(): Sample | undefined {
    const pid = this.#child?.pid;
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const residentMb = Number(/^VmRSS:\s+(\d+)/mu.exec(status)?.[1]) / 1024;
      const descriptors = readdirSync(`/proc/${pid}/fd`).length;
      return pid === undefined ? undefined : { at: performance.now(), pid, residentMb, descriptors };
    } catch {
      return undefined;
    }
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const code = await gone;
    clearTimeout(timer);
    return code;
  }
}

function childrenOf(parent: number | undefined): readonly { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      if (!/^\d+$/u.test(name)) return [];
      const own = Number(/^PPid:\s+(\d+)/mu.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      return own === parent ? [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }] : [];
    } catch {
      // It ended in between.
      return [];
    }
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
