import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GuidaError } from '../../../corpus/errors.ts';

/** Paths of the peer that begin so are answered without a search: what asking and being asked cost by themselves. */
export const NOTHING = '/nothing';

const ENTRY = fileURLToPath(new URL('peer-process.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** A bare HTTP server over MiniSearch, in a process of its own. */
export interface PeerServer {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * @param corpus folders or files of plans
 * @throws GuidaError `internal` when it does not start
 */
export async function startPeer(corpus: readonly string[]): Promise<PeerServer> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', TSX, ENTRY, ...corpus], {
    env: { PATH, HOME },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await gone;
  };
  for await (const port of createInterface({ input: child.stdout })) {
    return { address: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop };
  }
  throw new GuidaError('internal', 'The peer that was to be asked did not start.');
}
