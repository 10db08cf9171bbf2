import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';
import type { VectorCall, VectorCalls, VectorReply } from './process-messages.ts';

const SERVER = fileURLToPath(new URL('./process-server.ts', import.meta.url));

/** The child runs TypeScript by the same loader as the parent, whichever program started that. */
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** The child needs no settings of ours, and so is given no keys. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LD_LIBRARY_PATH', 'NODE_V8_COVERAGE'];

const STDERR_KEPT = 2000;
const STOP_MS = 2000;

interface Pending {
  readonly resolve: (body: never) => void;
  readonly reject: (error: GuidaError) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * One child process and the requests under way in it. When it dies, for whatever reason, each of them is answered by an
 * error; a request that takes too long kills it. Keeps this process alive only while a request is under way.
 */
export class VectorConnection {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #stderr = '';
  #death: GuidaError | undefined;
  readonly #gone: Promise<void>;
  /** Fulfilled when the process can no longer answer, with the error its requests were answered by. */
  readonly died: Promise<GuidaError>;

  constructor() {
    const env = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
    this.#child = fork(SERVER, {
      execArgv: ['--import', LOADER],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env,
    });
    this.#child.on('message', (reply) => {
      this.#receive(reply as VectorReply);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-STDERR_KEPT);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('exit', () => {
        resolve();
      });
      // A process that could not be started never exits.
      this.#child.on('error', () => {
        if (this.pid === undefined) resolve();
      });
    });
    this.died = new Promise((resolve) => {
      const die = (reason: string) => {
        resolve(this.#die(reason));
      };
      this.#child.on('exit', (code, signal) => {
        die(signal ?? `exit code ${String(code)}`);
      });
      // Raised when the process cannot be started, or a message not be sent to it.
      this.#child.on('error', (error) => {
        this.#child.kill('SIGKILL');
        die(error.message);
      });
    });
    this.#keepAlive(false);
  }

  /** Process id, for the operator; absent when it could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /**
   * Sends a request and waits for its reply.
   * @throws GuidaError `vector-process` when the process dies or takes longer than `timeoutMs`; or what it answers
   */
  request<Call extends VectorCall>(
    call: Call,
    body: VectorCalls[Call]['request'],
    timeoutMs: number,
  ): Promise<VectorCalls[Call]['reply']> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) {
        reject(this.#death);
        return;
      }
      this.#lastId += 1;
      const id = this.#lastId;
      const timer = setTimeout(() => {
        this.#stderr += `no answer to ${call} within ${timeoutMs} ms`;
        this.#child.kill('SIGKILL');
      }, timeoutMs);
      this.#pending.set(id, { resolve, reject, timer });
      this.#keepAlive(true);
      this.#child.send({ id, call, body });
    });
  }

  /** Ends the process; requests under way are answered by an error. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.ref();
    if (this.#child.connected) this.#child.disconnect();
    await this.#gone;
    clearTimeout(timer);
  }

  #receive(reply: VectorReply): void {
    const pending = this.#pending.get(reply.id);
    if (pending === undefined) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    if (this.#pending.size === 0) this.#keepAlive(false);
    if ('code' in reply) {
      const cause = reply.detail === '' ? undefined : new Error(reply.detail);
      pending.reject(new GuidaError(reply.code, reply.message, { cause }));
    } else {
      pending.resolve(reply.body as never);
    }
  }

  #die(reason: string): GuidaError {
    this.#death ??= new GuidaError('vector-process', 'The vector index process has stopped. Ask again in a moment.', {
      cause: new Error(`${reason} ${this.#stderr}`.trim()),
    });
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(this.#death);
    }
    this.#pending.clear();
    return this.#death;
  }

  #keepAlive(needed: boolean): void {
    const handles = [this.#child, this.#child.channel, this.#child.stderr as Socket | null];
    for (const handle of handles) {
      if (needed) handle?.ref();
      else handle?.unref();
    }
  }
}
