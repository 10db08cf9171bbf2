import { readFileSync, readdirSync } from 'node:fs';

/** Memory and processor time of a process. */
export interface ProcessFigures {
  readonly residentMb: number;
  /** User and system time since it was started. */
  readonly cpuMs: number;
}

/** Clock ticks a second in /proc: the same on every Linux that Node runs on. */
const TICKS = 100;

/** The process that serves: this one. */
export function servingFigures(): ProcessFigures {
  const { user, system } = process.cpuUsage();
  return { residentMb: megabytes(process.memoryUsage().rss), cpuMs: (user + system) / 1000 };
}

/** The child of this process that answers; undefined where there is no /proc, or no such child. */
export function answeringFigures(): ProcessFigures | undefined {
  try {
    const children = readdirSync('/proc').filter((pid) => /^\d+$/u.test(pid) && isAnswering(pid));
    const [pid] = children;
    if (pid === undefined) return undefined;
    const [, kilobytes = '0'] = /^VmRSS:\s*(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return { residentMb: megabytes(Number(kilobytes) * 1024), cpuMs: cpuMsOf(pid) };
  } catch {
    return undefined;
  }
}

/** User and system time of a process since it was started, milliseconds. Throws for one that has ended. */
export function cpuMsOf(pid: string | number): number {
  const [user = 0, system = 0] = statOf(String(pid)).slice(11, 13).map(Number);
  return ((user + system) * 1000) / TICKS;
}

function isAnswering(pid: string): boolean {
  try {
    const isChild = Number(statOf(pid)[1]) === process.pid;
    return isChild && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('answer-process-child');
  } catch {
    // It has ended since it was listed.
    return false;
  }
}

/** The fields of /proc/pid/stat behind the name of the program, which may hold anything. */
function statOf(pid: string): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
