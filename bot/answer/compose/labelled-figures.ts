import type { Figure } from '../../../corpus/figures.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';

/** A figure of a sentence with what it is said of. */
export interface Labelled {
  readonly figure: Figure;
  /** The words before it, from the figure before on, and the noun behind it; without figures and punctuation. */
  readonly label: string;
  /** Of these the words since the last comma: what it is shown with. */
  readonly name: string;
  /** Its own counter, or that of the figure that it is listed with (100项、50项; 5、6和7家). */
  readonly unit: string;
  /** Of a part (“其中国家级6家”): the figure of the whole. */
  readonly whole: Figure | undefined;
}

/** The figures of a sentence that are said of one subject. */
export interface Segment {
  readonly scored: ScoredUnit;
  readonly labelled: readonly Labelled[];
}

/** The figures of each part of a sentence between semicolons: what stands in another part is of another subject. */
export function segmentsOf(scored: ScoredUnit): readonly Segment[] {
  const { text } = scored.unit;
  const partOf = ({ figure }: Labelled): number => text.slice(0, figure.start).lastIndexOf('；');
  const labelled = labelledFigures(scored);
  return [...new Set(labelled.map(partOf))].map((part) => ({
    scored,
    labelled: labelled.filter((item) => partOf(item) === part),
  }));
}

/** How old somebody is at most counts nothing: 35周岁以下青年人才100名. */
const AGE = /^周?岁$/u;

function labelledFigures({ unit }: ScoredUnit): readonly Labelled[] {
  const figures = unit.figures.filter(
    ({ isYear, digits, value, unit: counter }) =>
      !isYear && value !== undefined && /^[\d.]+/u.test(digits) && !AGE.test(counter),
  );
  const labelled: Labelled[] = [];
  for (const [index, figure] of figures.entries()) {
    const before = unit.text.slice(figures[index - 1]?.end ?? 0, figure.start);
    const own = before.slice(before.search(/[^。；]*$/u));
    const behind = /^\p{Script=Han}{0,10}/u.exec(unit.text.slice(figure.end))?.[0] ?? '';
    const next = figures.slice(index).find((other) => other.unit !== '');
    const listed = next !== undefined && /^[、和及\d.\s]*$/u.test(unit.text.slice(figure.end, next.start));
    const named = wordsOf(`${own}${behind}`);
    const nearest = wordsOf(`${own.slice(own.search(/[^，：]*$/u))}${behind}`);
    labelled.push({
      figure,
      // “培训20场500人次”: both are said of one noun.
      label: named === '' && before.trim() === '' ? (labelled.at(-1)?.label ?? '') : named,
      name: nearest === '' ? (named === '' ? (labelled.at(-1)?.name ?? '') : named) : nearest,
      unit: figure.unit !== '' ? figure.unit : listed ? next.unit : '',
      whole: wholeOf(figure, before, labelled),
    });
  }
  return labelled;
}

const wordsOf = (text: string): string => text.replace(/(?:19|20)\d{2}年|[^\p{Script=Han}A-Za-z]/gu, '');

/** The whole of a part: the figure before 其中; of the next part the same, while it is no larger and counted alike. */
function wholeOf(figure: Figure, before: string, labelled: readonly Labelled[]): Figure | undefined {
  const last = labelled.at(-1);
  const whole = /其中|[（(](?:含|包括)/u.test(before) ? last?.figure : /[。；]/u.test(before) ? undefined : last?.whole;
  const fits = whole && whole.unit === figure.unit && (figure.value ?? 0) <= (whole.value ?? 0);
  return fits ? whole : undefined;
}
