/**
 * Runs beside the reader, as a thread of the same process, and ends the process when it holds too much memory. The
 * heap limit of V8 does not count buffers, and the reader itself is too busy to look. It also ends the process when the
 * one that started it is gone.
 */
import process from 'node:process';
import { setInterval } from 'node:timers';
import { workerData } from 'node:worker_threads';

const parent = process.ppid;

setInterval(() => {
  if (process.memoryUsage.rss() > workerData.rssBytes || process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, workerData.intervalMs);
