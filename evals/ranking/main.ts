import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEATURES, type FeatureName } from '../../retrieval/rank/features.ts';
import { valueOf, type Forest } from '../../retrieval/rank/trees.ts';
import { RANKING_WEIGHTS, type RankingWeights } from '../../retrieval/rank/weights.ts';
import { editionsOf, readArguments, setsOf } from '../arguments.ts';
import { openCorpus } from '../system.ts';
import { fitForest } from './boost.ts';
import { choicesOf } from './choices.ts';
import { closerChoicesOf, type CloserChoice } from './closer-choices.ts';
import { fitLogOdds, type Verdict } from './fit-confidence.ts';
import { crossValidate, fitWeights, hitRate, type Choice } from './fit.ts';
import { verdictsOf } from './verdicts.ts';

/** Where the fitted weights go. */
const WEIGHTS = fileURLToPath(new URL('../../retrieval/rank/weights.json', import.meta.url));
const ORDER = fileURLToPath(new URL('../../retrieval/rank/order.json', import.meta.url));

// Fits the ranking to the tuning questions, over the digests and, where PLAN_TEXTS is set, the official texts.
const options = readArguments(process.argv.slice(2));
const sets = await setsOf(options);
const editions = editionsOf(options, process.env);
const data = await mkdtemp(path.join(tmpdir(), 'guida-ranking-'));
try {
  const indexes = await Promise.all(
    editions.map((edition) => openCorpus(edition.corpus, path.join(data, edition.name))),
  );
  const [tuning, kept]: [Choice[], Choice[]] = [[], []];
  for (const index of indexes)
    for (const set of sets) (set.name === 'kept' ? kept : tuning).push(...(await choicesOf(set.questions, index)));
  const fitted = fitWeights(tuning);
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  const shipped = FEATURES.map((name) => RANKING_WEIGHTS[name] ?? 0);
  print(
    `tuning: ${String(tuning.length)} questions; kept: ${String(kept.length)}; best sentence right:`,
    `  shipped weights   tuning ${percent(hitRate(tuning, shipped))}  kept ${percent(hitRate(kept, shipped))}`,
    `  fitted weights    tuning ${percent(hitRate(tuning, fitted))}  kept ${percent(hitRate(kept, fitted))}`,
    `  five-fold         tuning ${percent(crossValidate(tuning))}`,
  );
  const weights = named(fitted);
  const [closer, keptCloser]: [CloserChoice[], CloserChoice[]] = [[], []];
  for (const index of indexes)
    for (const set of sets)
      (set.name === 'kept' ? keptCloser : closer).push(...(await closerChoicesOf(set.questions, index, weights)));
  const order = fitForest(closer);
  print(
    `of all ${String(closer.length)} and ${String(keptCloser.length)} questions, best of the sixty looked at closer:`,
    `  weighted sum      tuning ${percent(rightFirst(closer))}  kept ${percent(rightFirst(keptCloser))}`,
    `  with the forest   tuning ${percent(rightFirst(closer, order))}  kept ${percent(rightFirst(keptCloser, order))}`,
  );
  if (options.accept) {
    const verdicts: Verdict[] = [];
    for (const index of indexes)
      for (const set of sets)
        if (set.name !== 'kept') verdicts.push(...(await verdictsOf(set.questions, index, { weights, forest: order })));
    const odds = fitLogOdds(verdicts);
    const [score = 0, lead = 0, ...features] = odds.weights.map(rounded);
    const confidence = { bias: rounded(odds.bias), score, lead, features: named(features) };
    await writeFile(WEIGHTS, `${JSON.stringify({ weights, confidence }, null, 2)}\n`);
    await writeFile(ORDER, `${JSON.stringify(order)}\n`);
    print('These weights ship from now on.');
  }
  await Promise.all(indexes.map((index) => index.close()));
} finally {
  await rm(data, { recursive: true, force: true });
}

function named(values: readonly number[]): RankingWeights {
  return Object.fromEntries(FEATURES.map((name, at): [FeatureName, number] => [name, rounded(values[at] ?? 0)]));
}

/** Share of the questions whose best candidate is right. */
function rightFirst(choices: readonly CloserChoice[], forest?: Forest): number {
  const hits = choices.filter(({ rows, base, right }) => {
    const scores = rows.map((row, at) => (base[at] ?? 0) + (forest ? valueOf(forest, row) : 0));
    return right[scores.indexOf(Math.max(...scores))] === true;
  });
  return hits.length / Math.max(1, choices.length);
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
