import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';

/** A program that was run to its end. Times are milliseconds since it was started. */
export interface ProcessRun {
  readonly firstOutputMs: number;
  readonly endMs: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface ProcessOptions {
  /** Its working folder: one without a `.env`. */
  readonly folder: string;
  /** Milliseconds of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
  /** Ended when it takes longer than this, in milliseconds. Default 5 minutes. */
  readonly patienceMs?: number;
}

const GUIDA = fileURLToPath(new URL('../../bot/guida.mjs', import.meta.url));
const PEER = fileURLToPath(new URL('minisearch-process.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/**
 * Runs the real command in a process of its own, without anyone's settings.
 * @throws GuidaError `internal` when it fails
 */
export function runGuida(argv: readonly string[], options: ProcessOptions): Promise<ProcessRun> {
  return runNode([GUIDA, ...argv], options);
}

/**
 * Runs the MiniSearch peer in a process of its own, loaded the same way.
 * @throws GuidaError `internal` when it fails
 */
export function runPeer(argv: readonly string[], options: ProcessOptions): Promise<ProcessRun> {
  return runNode(['--import', TSX, PEER, ...argv], options);
}

function runNode(argv: readonly string[], options: ProcessOptions): Promise<ProcessRun> {
  const { folder, now = () => performance.now(), patienceMs = 300_000 } = options;
  const { PATH, HOME } = process.env;
  return new Promise((resolve, reject) => {
    const started = now();
    const child = spawn(process.execPath, argv, {
      cwd: folder,
      env: { PATH, HOME },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patienceMs,
    });
    let firstOutputMs: number | undefined;
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      firstOutputMs ??= now() - started;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0 && firstOutputMs !== undefined) resolve({ firstOutputMs, endMs: now() - started, stdout, stderr });
      else reject(failureOf(signal ?? `exit ${String(code)}`, stderr));
    });
  });
}

function failureOf(how: string, stderr: string): GuidaError {
  return new GuidaError('internal', `A program that was to be timed failed (${how}).`, { cause: new Error(stderr) });
}
