/** Opens the vector process over the file named by the first argument, prints its id, and stays. */
import { openVectorProcess } from './process.ts';

const index = await openVectorProcess(process.argv[2] ?? '');
process.stdout.write(`${String(index.pid)}\n`);
setInterval(() => undefined, 1000);
