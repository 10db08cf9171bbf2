import type { Host } from './host.ts';
import { createLog } from './log.ts';
import { runProgram } from './program.ts';

const host: Host = {
  environment: process.env,
  folder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: () => performance.now(),
};

for (const stream of [process.stdout, process.stderr]) {
  // The reader has gone (`| head`): nobody is left to tell. Other failures reach whoever is writing.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
  });
}

process.on('uncaughtException', (error) => {
  const verbose = process.argv.includes('--verbose');
  const log = createLog({ write: (text) => void process.stderr.write(text), verbose });
  log.warn('Something went wrong that should not have. With --verbose it says more.', error);
  process.exit(1);
});

process.exitCode = await runProgram(process.argv.slice(2), host);
