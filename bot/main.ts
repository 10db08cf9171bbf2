import type { Host } from './host.ts';
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
  // The reader has gone (`| head`): nobody is left to tell.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

process.exitCode = await runProgram(process.argv.slice(2), host);
