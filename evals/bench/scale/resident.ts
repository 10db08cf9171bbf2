import { readdirSync, readFileSync } from 'node:fs';
import { cpuMsOf } from '../../promises/process-figures.ts';

/** Megabytes of memory that a process and all its descendants hold (RSS, Linux). 0 for one that is gone. */
export function residentMegabytes(pid: number): number {
  return familyOf(pid).reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024;
}

/** Processor time of a process and all its descendants since each was started, milliseconds. */
export function familyCpuMs(pid: number): number {
  return familyOf(pid).reduce((sum, one) => sum + cpuMsOf(one.pid), 0);
}

interface ProcessStatus {
  readonly pid: number;
  readonly parent: number;
  readonly kilobytes: number;
}

function familyOf(pid: number): readonly ProcessStatus[] {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap(statusOf);
  const family = new Set([pid]);
  // A child has a higher number only as long as numbers do not wrap round, so until nothing more is found.
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const one of processes) if (family.has(one.parent)) family.add(one.pid);
  }
  return processes.filter((one) => family.has(one.pid));
}

function statusOf(pid: string): readonly ProcessStatus[] {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // It ended in between.
    return [];
  }
  const numberOf = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'mu').exec(status)?.[1] ?? 0);
  return [{ pid: Number(pid), parent: numberOf('PPid'), kilobytes: numberOf('VmRSS') }];
}
