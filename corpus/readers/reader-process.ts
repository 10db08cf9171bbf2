import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GuidaError } from '../errors.ts';
import type { ReaderJob, ReaderProduct, ReaderReply } from './reader-job.ts';

/** A process that holds more than this after a file is not given another. */
const RETIRE_BYTES = 300 * 2 ** 20;

/** An idle process is ended after this. */
const IDLE_MS = 5000;

/** What the libraries and Node may know of our environment: where things are, no keys. */
const PASSED_ENVIRONMENT = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG|SystemRoot)$/iu;

/** How much of what the child wrote to stderr is kept for the operator, characters. */
const KEPT_STDERR = 2000;

type Ending =
  { readonly reply: ReaderReply } | { readonly timedOut: true } | { readonly died: string; readonly stderr: string };

/** One reader process. It serves one file at a time, and lets our own process end whenever it likes. */
export class ReaderProcess {
  readonly memoryMegabytes: number;
  /** Files it has answered for. */
  served = 0;
  /** Whether it can be given another file. */
  usable = true;
  /** Whether it ended in the middle of a file, of itself and not for want of memory. */
  broke = false;
  readonly #child: ChildProcess;
  #stderr = '';
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(memoryMegabytes: number) {
    this.memoryMegabytes = memoryMegabytes;
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    this.#child = fork(fileURLToPath(new URL('./reader-child.ts', import.meta.url)), {
      execArgv: ['--import', loader, `--max-old-space-size=${memoryMegabytes}`],
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ENVIRONMENT.test(name))),
      cwd: tmpdir(),
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const stderr = this.#child.stderr as Socket;
    stderr.unref();
    stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-KEPT_STDERR);
    });
    this.#child.on('exit', () => {
      this.usable = false;
    });
    this.#child.on('error', () => {
      this.usable = false;
    });
  }

  /**
   * Reads one file.
   *
   * @throws GuidaError as {@link runJob}, and `file-inflates` or `file-unreadable` when the process was ended for want
   *   of memory or time
   */
  async run(job: ReaderJob): Promise<ReaderProduct> {
    clearTimeout(this.#idleTimer);
    this.#hold(true);
    const ending = await this.#ending(job);
    this.#hold(false);
    this.served += 1;
    if ('reply' in ending) {
      if (ending.reply.residentBytes > RETIRE_BYTES) this.end();
      else
        this.#idleTimer = setTimeout(() => {
          this.end();
        }, IDLE_MS).unref();
      return productOf(ending.reply);
    }
    this.end();
    if ('timedOut' in ending) throw tooSlow(job);
    const error = died(job, ending.died, ending.stderr);
    this.broke = error.code !== 'file-inflates';
    throw error;
  }

  /** Ends the process. */
  end(): void {
    this.usable = false;
    clearTimeout(this.#idleTimer);
    this.#child.kill('SIGKILL');
  }

  #ending(job: ReaderJob): Promise<Ending> {
    return new Promise((resolve) => {
      const finish = (ending: Ending): void => {
        clearTimeout(timer);
        this.#child.off('message', onMessage).off('exit', onExit).off('error', onError);
        resolve(ending);
      };
      const onMessage = (message: unknown): void => {
        finish({ reply: message as ReaderReply });
      };
      const onExit = (code: number | null, signal: string | null): void => {
        finish({ died: signal ?? `exit code ${code ?? -1}`, stderr: this.#stderr });
      };
      const onError = (error: Error): void => {
        finish({ died: error.message, stderr: this.#stderr });
      };
      const timer = setTimeout(() => {
        finish({ timedOut: true });
      }, job.limits.timeoutMs);
      this.#child.on('message', onMessage).on('exit', onExit).on('error', onError);
      this.#child.send(job, (error) => {
        if (error) onError(error);
      });
    });
  }

  /** While it reads, it keeps our process alive; afterwards it must not. */
  #hold(reading: boolean): void {
    const channel = this.#child.channel;
    if (reading) {
      this.#child.ref();
      channel?.ref();
    } else {
      this.#child.unref();
      channel?.unref();
    }
  }
}

function productOf(reply: ReaderReply): ReaderProduct {
  if (reply.ok) return reply.product;
  throw new GuidaError(reply.code, reply.message, reply.detail === '' ? {} : { cause: new Error(reply.detail) });
}

function tooSlow(job: ReaderJob): GuidaError {
  return new GuidaError(
    'file-unreadable',
    `reading the file took longer than ${job.limits.timeoutMs / 1000} s. Open it and save it again, or split it.`,
  );
}

/** V8 aborts when its heap is full, and the memory guard kills: both are signals. */
function died(job: ReaderJob, how: string, stderr: string): GuidaError {
  const cause = new Error(`reader process: ${how}\n${stderr}`);
  if (/^SIG(?:KILL|ABRT|TRAP|ILL)$|^exit code 134$/u.test(how)) {
    return new GuidaError(
      'file-inflates',
      `reading the file takes more than ${job.limits.memoryMegabytes} MB of memory. Open it and save it again, or split it.`,
      { cause },
    );
  }
  return new GuidaError('file-unreadable', 'the file is damaged: its reader broke down. Open it and save it again.', {
    cause,
  });
}
