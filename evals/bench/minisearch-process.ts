import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { createWords } from '../../retrieval/words/words.ts';
import { MiniSearchPeer } from './minisearch.ts';
import { readPeerPassages } from './peer-passages.ts';

// The peer as a program: `build FILE DIR…` reads plans and writes an index, `ask FILE QUESTION` prints what it finds
// first. It loads, reads and splits just what our own program does.

const savedSchema = z.object({ userWords: z.array(z.string()), index: z.string() });

async function build(file: string, dirs: readonly string[]): Promise<void> {
  const { passages, userWords } = await readPeerPassages(dirs);
  const index = MiniSearchPeer.build(passages, createWords({ userWords })).save();
  await writeFile(file, JSON.stringify({ userWords, index }));
  process.stdout.write(`Built: ${passages.length} passages.\n`);
}

async function ask(file: string, question: string): Promise<void> {
  const { userWords, index } = savedSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const [first] = MiniSearchPeer.load(index, createWords({ userWords })).search(question, 1);
  process.stdout.write(first ? `${[first.plan, ...first.section].join(' › ')}\n${first.text}\n` : 'Nothing.\n');
}

const [command, file = '', ...rest] = process.argv.slice(2);
await (command === 'build' ? build(file, rest) : ask(file, rest.join(' ')));
