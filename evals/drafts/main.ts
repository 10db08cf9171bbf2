import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inlineText } from '../../bot/answer/draft/inline.ts';
import { openDraftWriter } from '../../bot/draft/open-writer.ts';
import { openCorpus } from '../system.ts';
import { partOf, readKnown, type Part } from './known.ts';
import { measureDraft, type Measured } from './measure.ts';
import { describePages, measurePages } from './pages.ts';
import { describeWording, measureWording } from './worded.ts';

/** Plans that ship with the project. */
const DIGESTS = fileURLToPath(new URL('../../corpus/plans', import.meta.url));
const PARTS: readonly Part[] = ['tuning', 'kept'];

/** Without arguments: each edition in a process of its own, since a process has one dictionary of words. */
async function main(argv: readonly string[]): Promise<void> {
  const [name, corpus] = argv;
  if (name !== undefined && corpus !== undefined) {
    await measureEdition(name, corpus);
    return;
  }
  const official = process.env['PLAN_TEXTS'];
  const editions = [['digests', DIGESTS], ...(official === undefined ? [] : [['official texts', official]])];
  for (const edition of editions) {
    await new Promise<void>((resolve, reject) => {
      fork(fileURLToPath(import.meta.url), edition, { stdio: 'inherit' }).once('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`The measuring of ${edition[0] ?? ''} ended with ${String(code)}.`));
      });
    });
  }
}

async function measureEdition(name: string, corpus: string): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'guida-drafts-'));
  try {
    const index = await openCorpus([corpus], dataDir);
    try {
      const writer = await openDraftWriter(index);
      for (const part of PARTS) {
        const measured: Measured[] = [];
        let longest = 0;
        for (const known of readKnown().filter((one) => partOf(one) === part)) {
          const draft = await writer.write(known.topic);
          const one = measureDraft(draft, known);
          measured.push(one);
          longest = Math.max(longest, draft ? inlineText(draft).length : 0);
          // What is missing of the kept part is not looked at.
          if (part === 'tuning' && one.missing.length > 0)
            print(`  ${known.id} ${one.covered}/${one.points} without ${one.missing.join('  ')}`);
        }
        print(`${name}, ${part}: ${describe(measured)}, longest inline ${longest}`);
      }
      const wording = await measureWording(index, readKnown());
      print(`${name}, worded by a stand-in of a model: ${describeWording(wording)}`);
      const pages = await measurePages(writer, readKnown());
      if (!pages) print(`${name}: pages are not counted without LibreOffice`);
      for (const one of pages ?? []) print(`${name}, pages: ${describePages(one)}`);
    } finally {
      await index.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function describe(measured: readonly Measured[]): string {
  const sum = (of: (one: Measured) => number): number => measured.reduce((total, one) => total + of(one), 0);
  const points = sum((one) => one.points);
  const covered = sum((one) => one.covered);
  return [
    `${measured.length} topics`,
    `coverage ${(covered / points).toFixed(3)} (${covered}/${points})`,
    `cited ${sum((one) => one.cited)}/${sum((one) => one.statements)}`,
    `figures grounded ${sum((one) => one.grounded)}/${sum((one) => one.figures)}`,
    `repeated ${sum((one) => one.repeated)}`,
    `characters ${Math.round(sum((one) => one.characters) / measured.length)}`,
  ].join(', ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

await main(process.argv.slice(2));
