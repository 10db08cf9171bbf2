/**
 * The reader process: reads the files it is sent, one at a time, with nothing at stake but itself. See
 * `reader-process.ts` for the other end.
 */
import { Worker } from 'node:worker_threads';
import { GuidaError } from '../errors.ts';
import { runJob, type ReaderJob, type ReaderReply } from './reader-job.ts';

/** Node itself, the libraries, the file's bytes and garbage, over what the limit allows the reader's own heap. */
const OVERHEAD_BYTES = 256 * 2 ** 20;

const GUARD_INTERVAL_MS = 50;

function guardMemory(megabytes: number): void {
  const guard = new Worker(new URL('./memory-guard.mjs', import.meta.url), {
    execArgv: [],
    workerData: { rssBytes: megabytes * 2 ** 20 + OVERHEAD_BYTES, intervalMs: GUARD_INTERVAL_MS },
  });
  guard.unref();
}

async function answer(job: ReaderJob): Promise<ReaderReply> {
  try {
    const product = await runJob(job);
    return { ok: true, product, residentBytes: process.memoryUsage.rss() };
  } catch (error) {
    const residentBytes = process.memoryUsage.rss();
    const known =
      error instanceof GuidaError ? error : new GuidaError('internal', 'the reader failed.', { cause: error });
    const { cause } = known;
    const detail = cause instanceof Error ? `${cause.name}: ${cause.message}\n${cause.stack ?? ''}` : '';
    return { ok: false, code: known.code, message: known.message, detail: detail.slice(0, 2000), residentBytes };
  }
}

let guarded = false;

process.on('message', (message) => {
  const job = message as ReaderJob;
  if (!guarded) guardMemory(job.limits.memoryMegabytes);
  guarded = true;
  void answer(job).then((reply) => process.send?.(reply));
});

// The parent is gone: nobody is left to read for.
process.on('disconnect', () => process.exit());
