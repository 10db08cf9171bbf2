import { tableText } from '../../bot/answer/draft/row-text.ts';
import type { DraftDocument } from '../../bot/answer/draft/types.ts';
import type { KnownDraft } from './known.ts';

/** What a draft is worth, as counts. */
export interface Measured {
  readonly points: number;
  readonly covered: number;
  readonly missing: readonly string[];
  /** Sentences and table rows that state something, and those of them with a citation. */
  readonly statements: number;
  readonly cited: number;
  /** Figures in them, and those that stand in a passage they cite. */
  readonly figures: number;
  readonly grounded: number;
  /** Sentences that nearly repeat an earlier one. */
  readonly repeated: number;
  readonly characters: number;
}

interface Line {
  readonly context: string;
  readonly text: string;
  readonly marks: readonly number[];
}

/** Measures a draft against the key points of its topic; without a draft all points are missing. */
export function measureDraft(draft: DraftDocument | undefined, known: KnownDraft): Measured {
  const lines = draft ? linesOf(draft) : [];
  const quotes = new Map(
    (draft?.citations ?? []).map(({ n, quote, section, plan }) => [n, plain(`${quote} ${section.join(' ')} ${plan}`)]),
  );
  const searched = lines.map(({ context, text }) => plain(`${context} ${text}`));
  const missing = known.points.filter(
    (point) =>
      !searched.some((line) => point.every((wordings) => wordings.some((wording) => line.includes(plain(wording))))),
  );
  const figures = lines.flatMap(({ text, marks }) => {
    const cited = marks.map((mark) => quotes.get(mark) ?? '').join('｜');
    return figuresOf(text).map((figure) => cited.includes(figure));
  });
  return {
    points: known.points.length,
    covered: known.points.length - missing.length,
    missing: missing.map((point) => point.map((wordings) => wordings.join('|')).join('&')),
    statements: lines.length,
    cited: lines.filter(({ marks }) => marks.length > 0).length,
    figures: figures.length,
    grounded: figures.filter(Boolean).length,
    repeated: repetitions(lines.map(({ text }) => text)),
    characters: lines.reduce((sum, { text }) => sum + text.length, 0),
  };
}

/** Sentences and rows with the headings they stand under; 未提及 is no statement. */
function linesOf(draft: DraftDocument): readonly Line[] {
  return draft.sections.flatMap(({ heading, paragraphs, tables }) => [
    ...tables.flatMap((table) => {
      const { columns, rows } = tableText(table);
      return rows
        .filter(({ marks }) => marks.length > 0)
        .map(({ cells, marks }): Line => {
          // 1.2 and 万人 stand in two cells and are one figure.
          const [unit = '', ...rest] = [...cells].reverse();
          const figures = rest.map((cell) => cell.replace(/\d[\d.]*(?!\d*年)/gu, `$&${unit}`)).join(' ');
          return { context: `${draft.title} ${columns.join(' ')} ${figures}`, text: cells.join('｜'), marks };
        });
    }),
    ...paragraphs.flatMap(({ name, sentences }) =>
      sentences.map(({ text, marks }): Line => ({
        context: `${heading} ${name} ${marks.map((mark) => draft.citations[mark - 1]?.plan ?? '').join(' ')}`,
        text,
        marks,
      })),
    ),
  ]);
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/(?<=\d),(?=\d{3})/gu, '');
}

/** Digits with decimals; years of spans as single years. */
function figuresOf(text: string): readonly string[] {
  return plain(text.replace(/(?<=\d{4})[—-](?=\d{4})/gu, ' ')).match(/\d+(?:\.\d+)?/gu) ?? [];
}

const SAME = 0.75;

function repetitions(texts: readonly string[]): number {
  const pairs = texts.map((text) => {
    const bare = plain(text).replace(/[^\p{L}\p{N}]/gu, '');
    return new Set(Array.from({ length: Math.max(0, bare.length - 1) }, (_, at) => bare.slice(at, at + 2)));
  });
  return pairs.filter((own, index) =>
    pairs.slice(0, index).some((other) => {
      const shared = [...own].filter((pair) => other.has(pair)).length;
      return shared / Math.max(1, new Set([...own, ...other]).size) >= SAME;
    }),
  ).length;
}
