import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { CommanderError } from 'commander';
import { isGuidaError } from '../../corpus/errors.ts';
import { editionsOf } from '../arguments.ts';
import { loadQuestions, PARTS, shippedQuestions } from '../questions.ts';
import { readArguments, type Arguments } from './arguments.ts';
import { timeEdition, type TimedEdition } from './edition.ts';
import { findEvidenceApart } from './evidence-process.ts';
import { questionsToSearch } from './question-texts.ts';
import { textOfReport, type BenchReport } from './report.ts';

/** Share of the time that is for timing; the rest is for looking for evidence, which no clock watches. */
const TIMING_SHARE = 0.5;
/** With fewer questions than this, shares would say little. */
const LEAST_QUESTIONS = 100;

async function main(argv: readonly string[]): Promise<void> {
  const options = readArguments(argv);
  const folder = await mkdtemp(path.join(tmpdir(), 'guida-bench-'));
  try {
    const report = await measure(options, folder);
    process.stdout.write(textOfReport(report));
    if (options.json !== undefined) {
      await mkdir(path.dirname(path.resolve(options.json)), { recursive: true });
      await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(options: Arguments, folder: string): Promise<BenchReport> {
  const started = performance.now();
  const before = loadavg()[0] ?? 0;
  const editions = editionsOf(options, process.env);
  const parts = await Promise.all(PARTS.map((part) => loadQuestions(shippedQuestions(part))));
  const questions = questionsToSearch(parts.flat());
  const milliseconds = (options.seconds * 1000 * TIMING_SHARE) / editions.length;
  const timed: (TimedEdition & { readonly corpus: readonly string[] })[] = [];
  for (const edition of editions) {
    note(`timing ${edition.name}`);
    const own = await timeEdition(edition, questions, { folder: path.join(folder, edition.name), milliseconds });
    timed.push({ ...own, corpus: edition.corpus });
  }
  const after = loadavg()[0] ?? 0;
  note('looking for evidence');
  const seconds = options.seconds - (performance.now() - started) / 1000;
  const processes = Math.max(1, Math.floor(availableParallelism() / editions.length));
  const reports = await Promise.all(
    timed.map(async ({ report, data, corpus }) => ({
      ...report,
      evidence: await findEvidenceApart({ corpus, data, questions, seconds, least: LEAST_QUESTIONS }, processes),
    })),
  );
  const machine = { node: process.versions.node, cores: availableParallelism(), load: { before, after } };
  return { machine, editions: reports };
}

function note(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) process.stderr.write(`${error.message}; see --help.\n`);
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (isGuidaError(error)) {
    const cause = error.cause instanceof Error ? error.cause.message.trim() : '';
    process.stderr.write(`${[error.message, cause].filter(Boolean).join('\n')}\n`);
    process.exitCode = error.code === 'usage' ? 2 : 1;
  } else {
    throw error;
  }
}
