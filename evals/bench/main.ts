import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { editionsOf } from '../arguments.ts';
import { runMain } from '../command-line.ts';
import { loadQuestions, PARTS, shippedQuestions } from '../questions.ts';
import { readArguments, type Arguments } from './arguments.ts';
import { timeEdition, type TimedEdition } from './edition.ts';
import { findEvidenceApart } from './evidence-process.ts';
import { questionsToSearch } from './question-texts.ts';
import { machineLine, textOfReport, type BenchReport, type Machine } from './report.ts';
import { measureSizes } from './scale/main.ts';
import type { MeasuredSize } from './scale/measure-size.ts';
import { textOfSize } from './scale/report.ts';
import { measureWeb } from './web/measure-web.ts';
import { textOfWeb } from './web/report.ts';

/** Share of the time that is for timing; the rest is for looking for evidence, which no clock watches. */
const TIMING_SHARE = 0.5;
/** With fewer questions than this, shares would say little. */
const LEAST_QUESTIONS = 100;

async function main(argv: readonly string[]): Promise<undefined> {
  const options = readArguments(argv);
  const folder = await mkdtemp(path.join(tmpdir(), 'guida-bench-'));
  try {
    const report = await measure(options, folder);
    if (options.json !== undefined) {
      await mkdir(path.dirname(path.resolve(options.json)), { recursive: true });
      await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function measure(options: Arguments, folder: string): Promise<object> {
  if (options.web) return measureAsked(options, folder);
  return options.sizes ? measureGenerated(options, folder) : measurePlans(options, folder);
}

async function measureAsked(options: Arguments, folder: string): Promise<object> {
  const { people, seconds } = options;
  const [{ corpus } = { corpus: [] }] = editionsOf(options, {});
  const before = loadavg()[0] ?? 0;
  const web = await measureWeb({ corpus, folder, people, seconds, note });
  const machine = machineNow(before);
  process.stdout.write(`${machineLine(machine)}\n${textOfWeb(web)}`);
  return { machine, web };
}

async function measureGenerated(options: Arguments, folder: string): Promise<object> {
  const { sizes = [], dimensions, peers, only, patience } = options;
  const onMeasured = (measured: MeasuredSize): void => {
    process.stdout.write(`${machineLine(machineNow())}\n${textOfSize(measured)}\n`);
  };
  const isKept = options.keep !== undefined;
  const place = { folder: options.keep ?? folder, isKept };
  const measured = await measureSizes({ sizes, dimensions, ...place, peers, only, patience, note, onMeasured });
  return { machine: machineNow(), sizes: measured };
}

function machineNow(before = loadavg()[0] ?? 0): Machine {
  return { node: process.versions.node, cores: availableParallelism(), load: { before, after: loadavg()[0] ?? 0 } };
}

async function measurePlans(options: Arguments, folder: string): Promise<BenchReport> {
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
  const machine = machineNow(before);
  note('looking for evidence');
  const seconds = options.seconds - (performance.now() - started) / 1000;
  const processes = Math.max(1, Math.floor(availableParallelism() / editions.length));
  const reports = await Promise.all(
    timed.map(async ({ report, data, corpus }) => ({
      ...report,
      evidence: await findEvidenceApart({ corpus, data, questions, seconds, least: LEAST_QUESTIONS }, processes),
    })),
  );
  const report = { machine, editions: reports };
  process.stdout.write(textOfReport(report));
  return report;
}

function note(what: string): void {
  process.stderr.write(`bench: ${what}\n`);
}

await runMain(main);
