import { readFileSync } from 'node:fs';

/** A process, told apart from a later one that got the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in clock ticks since the machine did; absent where the system does not say (not Linux). */
  readonly startedAt?: string;
}

/** A running process, or the one with the given number as far as the system tells. */
export function identityOf(pid: number = process.pid): ProcessIdentity {
  const startedAt = statOf(pid)?.startedAt;
  return startedAt === undefined ? { pid } : { pid, startedAt };
}

/**
 * Whether the process still runs. A number that another process has taken over since, and a process that has ended but
 * was not yet collected by its parent, do not count.
 */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = statOf(pid);
  if (stat === undefined) return true;
  return stat.state !== 'Z' && stat.state !== 'X' && (startedAt === undefined || stat.startedAt === startedAt);
}

/** proc_pid_stat(5): after the command in parentheses come state (3) … starttime (22). */
function statOf(pid: number): { readonly state: string; readonly startedAt: string } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // Not Linux, or gone.
    return undefined;
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startedAt] = [fields[0], fields[19]];
  return state === undefined || startedAt === undefined ? undefined : { state, startedAt };
}
