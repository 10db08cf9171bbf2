import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editionsOf, readArguments, setsOf } from './arguments.ts';
import { accept, BASELINE_FILE, readBaseline, writeBaseline } from './baseline.ts';
import { runMain } from './command-line.ts';
import { ABLATIONS, evaluate } from './evaluate.ts';
import { jsonOf } from './json.ts';
import { PARTS } from './questions.ts';
import { failuresOf, type Report } from './report.ts';
import { tableOf, turnedOf } from './table.ts';

async function main(argv: readonly string[]): Promise<number> {
  const options = readArguments(argv);
  if (options.redTeam) return (await import('./red-team/command.ts')).redTeam(print);
  const sets = await setsOf(options);
  const editions = editionsOf(options, process.env);
  const baseline = await readBaseline(BASELINE_FILE);
  const dataDir = options.data ?? (await mkdtemp(path.join(tmpdir(), 'guida-eval-')));
  try {
    const asked = options.model ? [{ name: 'with the model', stages: { model: true } }] : ABLATIONS.slice(0, 1);
    const runs = options.ablate ? ABLATIONS : asked;
    const each = await Promise.all(editions.map((edition) => evaluate(edition, sets, { dataDir, baseline, runs })));
    const reports = each.flat();
    print(...reports.map((report) => `${tableOf(report)}\n`), ...reports.flatMap(turnedOf));
    if (options.json) await writeTo(options.json, jsonOf(reports));
    if (options.html) {
      const { pageOf } = await import('./html/page.ts'); // the charts take half a second to load
      await writeTo(options.html, pageOf(reports, new Date()));
    }
    if (options.accept) await acceptAll(reports);
    return options.check && !options.accept ? check(reports) : 0;
  } finally {
    if (options.data === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

function check(reports: readonly Report[]): number {
  const failures = reports.flatMap(failuresOf);
  if (!reports.some(({ edition }) => edition === 'official')) {
    print('The official texts were not evaluated: set PLAN_TEXTS to their folder.');
  }
  print(...failures.map((failure) => `FAIL ${failure}`));
  print(
    failures.length > 0
      ? 'The check fails. If the drop is meant, accept it: npm run eval -- --accept'
      : 'The check passes.',
  );
  return failures.length > 0 ? 1 : 0;
}

async function acceptAll(reports: readonly Report[]): Promise<void> {
  let baseline = await readBaseline(BASELINE_FILE);
  for (const { edition, set, judgements } of reports) {
    const part = PARTS.find((name) => name === set.name);
    if (part) baseline = accept(baseline, edition, part, judgements);
  }
  await writeBaseline(BASELINE_FILE, baseline);
  print('These scores are the baseline now.');
}

async function writeTo(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  await writeFile(file, content);
}

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

await runMain(main);
