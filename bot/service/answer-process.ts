import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';
import type { Assistant } from '../answer/types.ts';
import type { Drafter } from '../draft/types.ts';
import type { Log } from '../log.ts';
import {
  answerSettings,
  type AnswerReply,
  type AnswerRequest,
  type AnswerSettings,
  type SentError,
} from './answer-process-messages.ts';
import { EventBuffer } from './event-buffer.ts';

const CHILD = fileURLToPath(new URL('./answer-process-child.ts', import.meta.url));

/** The child runs TypeScript by the same loader as the parent, whichever program started that. */
const LOADER = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** What the child needs of our environment: where things are, and how the network is reached. Its keys come as settings. */
const PASSED_ON =
  /^(?:PATH|HOME|TMPDIR|TEMP|TMP|LANG|SystemRoot|LD_LIBRARY_PATH|NODE_V8_COVERAGE|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO|ALL)_PROXY)$/iu;

/** An answer process that says nothing for so long hangs, and is ended. Longer than the longest deadline. */
const SILENCE_MS = 660_000;

/** How long it may take to end by itself. */
const STOP_MS = 2000;

const KEPT_STDERR = 2000;

/** An assistant in a process of its own. */
export interface AnswerProcess {
  /** Generation of the index that it answers from. */
  readonly generation: string;
  readonly assistant: Assistant;
  readonly drafter: Drafter;
  /** Fulfilled when the process has ended, for whatever reason. */
  readonly died: Promise<void>;
  /** Ends it; answers under way fail. */
  close(): Promise<void>;
}

/** What `openAnswerProcess` takes. */
export interface AnswerProcessOptions {
  readonly data: string;
  readonly settings: AnswerSettings;
  readonly log: Log;
}

/**
 * Opens the current generation of an index with its assistant in a process of its own. Answers are up to a tenth of a
 * second of work at a stretch, and the segmenter holds one dictionary a process: here, neither keeps a channel from
 * acknowledging, and two generations can answer side by side while one takes over from the other.
 * @throws GuidaError as `openCurrent`; `internal` when the process cannot be started
 */
export async function openAnswerProcess({ data, settings, log }: AnswerProcessOptions): Promise<AnswerProcess> {
  const child = fork(CHILD, {
    execArgv: ['--import', LOADER],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))),
  });
  const asked: Asked = new Map();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-KEPT_STDERR)));
  const died = new Promise<string>((resolve) => {
    child.on('exit', (code, signal) => {
      resolve(signal ?? `exit code ${String(code)}`);
    });
    child.on('error', (error) => {
      child.kill('SIGKILL');
      resolve(error.message);
    });
  });
  const failure = died.then((reason) => {
    const error = new GuidaError('internal', 'The process that answers has stopped.', {
      cause: new Error(`${reason} ${stderr}`.trim()),
    });
    for (const receive of asked.values()) receive(error);
    asked.clear();
    return error;
  });
  const opened = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      const reply = message as AnswerReply;
      if (reply.type === 'opened') resolve(reply.generation);
      else if (reply.type === 'refused') reject(received(reply.error));
      else if (reply.type === 'told') log.warn(reply.message, reply.detail === '' ? undefined : reply.detail);
      else asked.get(reply.id)?.(reply);
    });
    void failure.then(reject);
  });
  const send = (request: AnswerRequest): void => {
    if (child.connected) child.send(request);
  };
  let lastId = 0;
  const exchange: Exchange = async function* (request, signal) {
    signal?.throwIfAborted();
    if (!child.connected) throw await failure;
    const id = (lastId += 1);
    const replies = new EventBuffer<Exclude<Reply, { type: 'ended' }>>();
    const silence = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS).unref();
    asked.set(id, (reply) => {
      silence.refresh();
      if (reply instanceof GuidaError) replies.fail(reply);
      else if (reply.type !== 'ended') replies.push(reply);
      else if (reply.error) replies.fail(received(reply.error));
      else replies.end();
    });
    const giveUp = (): void => {
      replies.fail(signal?.reason);
    };
    signal?.addEventListener('abort', giveUp);
    send({ ...request, id });
    try {
      yield* replies;
    } finally {
      clearTimeout(silence);
      signal?.removeEventListener('abort', giveUp);
      asked.delete(id);
      // Of no effect where all has come.
      send({ type: 'cancel', id });
    }
  };
  send({ type: 'open', data, settings: answerSettings(settings) });
  try {
    const generation = await opened;
    return {
      generation,
      assistant: { ask: asking(exchange) },
      drafter: { draft: drafting(exchange) },
      died: died.then(() => undefined),
      close: () => end(child, died),
    };
  } catch (error) {
    await end(child, died);
    throw error;
  }
}

/** A reply to one request. */
type Reply = Extract<AnswerReply, { id: number }>;

/** Who waits for what, by the id of the request. */
type Asked = Map<number, (reply: Reply | GuidaError) => void>;

/** What is asked of the process, without its id. */
type Asking =
  Omit<Extract<AnswerRequest, { type: 'ask' }>, 'id'> | Omit<Extract<AnswerRequest, { type: 'draft' }>, 'id'>;

/** Sends a request and gives what comes back, to its end. Whoever stops listening before takes the request back. */
type Exchange = (request: Asking, signal?: AbortSignal) => AsyncGenerator<Exclude<Reply, { type: 'ended' }>>;

function asking(exchange: Exchange): Assistant['ask'] {
  return async function* ask(question, conversation = [], { signal, allowedPlans, pictures } = {}) {
    const request = { type: 'ask', question, conversation, allowedPlans, pictures } as const;
    for await (const reply of exchange(request, signal)) if (reply.type === 'event') yield reply.event;
  };
}

function drafting(exchange: Exchange): Drafter['draft'] {
  return async (order, { allowedPlans } = {}) => {
    for await (const reply of exchange({ type: 'draft', order, allowedPlans })) {
      if (reply.type === 'drafted') return reply.drafted;
    }
    throw new GuidaError('internal', 'The process that answers gave no draft.');
  };
}

async function end(child: ChildProcess, died: Promise<string>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  if (child.connected) child.disconnect();
  await died;
  clearTimeout(timer);
}

function received({ code, message, detail }: SentError): GuidaError {
  return new GuidaError(code, message, { cause: detail });
}
