import { aligned } from '../aligned.ts';
import { ratioOf, timeOf } from '../cells.ts';
import { WORDS_ALONE } from './prepared.ts';
import type { FilterTimes } from './filter-times.ts';
import type { Measured, MeasuredSize, Searched } from './measure-size.ts';

/** One size as text for a terminal. Ratios are to the raw libraries, in brackets the lowest and highest of a round. */
export function textOfSize({ passages, dimension, questions, contenders, filters }: MeasuredSize): string {
  const raw = contenders.find(({ name }) => name.startsWith('raw'));
  const vectors = dimension === WORDS_ALONE ? 'words alone' : `vectors of ${dimension}`;
  const head = `${passages} passages, ${vectors}, ${questions} questions, first 10. Ratios are to raw.`;
  const built = [
    ['', 'build', 'ratio', 'on disk', 'ratio', 'first by words', 'by vectors', 'memory', 'ratio', 'recall@10'],
    ...contenders.map((own) => [
      own.name,
      ...(own.failed === undefined ? [] : [own.failed]),
      ...timed(own.buildMs, raw?.buildMs),
      ...sized(own.disk, raw?.disk),
      timeOf(own.firstWordsMs),
      timeOf(own.firstVectorsMs),
      ...sized(own.resident, raw?.resident),
      own.recall?.toFixed(3) ?? '–',
    ]),
  ];
  const searched = contenders.filter(({ failed }) => failed === undefined).map(rowOfSearches);
  const columns = ['words', 'vectors', 'both'].flatMap((way) => [`${way} p50`, 'ratio', 'p95', 'p99']);
  return [
    head,
    '',
    ...aligned(built),
    '',
    ...aligned([['', ...columns], ...searched]),
    '',
    ...filterLines(filters),
  ].join('\n');
}

function filterLines(filters: readonly FilterTimes[] | undefined): readonly string[] {
  if (filters === undefined) return [];
  const rows = filters.map(({ share, graphMs, exactMs, recall }) => [
    `${(100 * share).toFixed(1)}%`,
    ...[timeOf(graphMs), timeOf(exactMs), (graphMs / exactMs).toFixed(2), recall.toFixed(3)],
  ]);
  return [...aligned([['a filter lets pass', 'graph p50', 'exact p50', 'ratio', 'recall@10'], ...rows]), ''];
}

function rowOfSearches({ name, words, vectors, both }: Measured): readonly string[] {
  return [name, ...[words, vectors, both].flatMap(cellsOf)];
}

function cellsOf(searched: Searched | undefined): readonly string[] {
  if (searched === undefined) return ['–', '–', '–', '–'];
  const { p50, p95, p99 } = searched;
  return [timeOf(p50.value), ratioOf(p50), timeOf(p95.value), timeOf(p99.value)];
}

function timed(own: number | undefined, raw: number | undefined): readonly string[] {
  return [timeOf(own), own === undefined || raw === undefined ? '–' : (own / raw).toFixed(2)];
}

function sized(own: number | undefined, raw: number | undefined): readonly string[] {
  if (own === undefined) return ['–', '–'];
  return [`${own.toFixed(own < 10 ? 1 : 0)} MB`, raw === undefined ? '–' : (own / raw).toFixed(2)];
}
