import { describe, expect, test } from 'vitest';
import { bareText, foldRadicals } from './characters.ts';
import { loadOfficialTexts, type OfficialName, type OfficialText } from './official-texts.testing.ts';

const official = loadOfficialTexts();
const NAMES: readonly OfficialName[] = ['anhui', 'hefei', 'suzhou', 'draft', 'zhejiang'];

/** Page numbers, 附件1; and what the table tests hold: headers, and rows that stand in the middle of a sentence. */
const LEFT_OUT: Readonly<Record<OfficialName, readonly number[]>> = {
  anhui: [32],
  hefei: [37, 38, 108],
  suzhou: [477, 542, 593, 595, 642],
  draft: [],
  zhejiang: [2, 178, 179, 180],
};

/** Everything that was read, in the order of the file's lines. */
function piecesOf({ lines, documents }: OfficialText): readonly { line: number; order: number; text: string }[] {
  return documents.flatMap(({ plan, sections, passages, tables }) => {
    const runIn = (title: string, line: number): boolean =>
      passages.some((passage) => passage.lines[0] === line && bareText(passage.text).startsWith(bareText(title)));
    const captions = new Set(tables.map((table) => table.caption));
    const headings = sections.filter(({ path, lines: [line] }) => !runIn(path.at(-1) ?? '', line));
    return [
      ...titlePieces(lines, plan.title),
      ...headings.map(({ path, lines: [line] }) => {
        const title = path.at(-1) ?? '';
        // A caption that ends a line of text is listed with the table's first line.
        return captions.has(title) ? { line: line - 1, order: 3, text: title } : { line, order: 1, text: title };
      }),
      ...passages
        .filter(({ kind }) => kind === 'prose')
        .map((passage) => ({ line: passage.lines[0], order: 2, text: passage.text })),
      ...tables.flatMap((table) =>
        table.rows.map((row) => {
          const raw = bareText(foldRadicals(lines.slice(row.lines[0] - 1, row.lines[1]).join('')));
          // A first cell that was merged with the one above is repeated in the table, not in the file.
          const own = bareText(row.cells.join('')) === raw ? row.cells : row.cells.slice(1);
          return { line: row.lines[0], order: 2, text: own.join('') };
        }),
      ),
    ];
  });
}

function titlePieces(
  lines: readonly string[],
  title: string,
): readonly { line: number; order: number; text: string }[] {
  for (const [index, line] of lines.entries()) {
    const following = lines.slice(index + 1).find((next) => next.trim() !== '') ?? '';
    for (const text of [line, line + following]) {
      if (bareText(foldRadicals(text)) === bareText(title)) return [{ line: index + 1, order: 0, text: title }];
    }
  }
  return [];
}

/** Shows the place of the first difference only: the texts are long. */
function expectSame(actual: string, expected: string): void {
  let at = 0;
  while (at < expected.length && actual[at] === expected[at]) at += 1;
  expect(actual.slice(at, at + 40), `at character ${at}`).toBe(expected.slice(at, at + 40));
  expect(actual.length).toBe(expected.length);
}

describe.skipIf(!official)('the text of the official files', () => {
  test.each(NAMES)('%s: every letter and digit is kept, in order', (name) => {
    const text = official?.[name];
    if (!text) return;
    const expected = text.lines
      .filter((_, index) => !LEFT_OUT[name].includes(index + 1))
      .map((line) => bareText(foldRadicals(line)));
    const pieces = piecesOf(text).filter((piece) => !LEFT_OUT[name].includes(piece.line));
    const ordered = [...pieces].sort((a, b) => a.line - b.line || a.order - b.order);
    expectSame(ordered.map((piece) => bareText(piece.text)).join(''), expected.join(''));
  });

  const passages = NAMES.flatMap((name) => official?.[name].documents.flatMap((document) => document.passages) ?? []);
  const sections = NAMES.flatMap((name) => official?.[name].documents.flatMap((document) => document.sections) ?? []);
  const prose = passages.filter((passage) => passage.kind === 'prose');

  test('radicals are folded, and 口 is told from 又', () => {
    for (const text of [
      ...passages.map((passage) => passage.text),
      ...sections.map((section) => section.path.join(' ')),
    ]) {
      expect(text).not.toMatch(/[\u2E80-\u2FDF]/u);
      expect(text).not.toMatch(/人又|进出又|窗又|出又/u);
    }
    const all = prose.map((passage) => passage.text).join('');
    for (const word of ['每万人口发明专利', '进出口检验检疫', '单一窗口', '人口健康', '人口老龄化'])
      expect(all).toContain(word);
  });

  test('no stray spaces and no passage over 480 characters', () => {
    for (const passage of passages) expect(passage.text.length).toBeLessThanOrEqual(480);
    for (const passage of prose) {
      expect(passage.text).not.toMatch(/[\p{Script=Han}“”，。、；：（）]\s|\s[\p{Script=Han}“”，。、；：（）]/u);
    }
    for (const section of sections)
      expect(section.path.at(-1)).not.toMatch(/(?<!^(?:第.{1,3}[章节]|专栏.{0,3}|表\d)) /u);
  });

  test('no sentence is cut by a page break', () => {
    const whole = /[。！？；：][”’）》]*$/u;
    const cut = prose.filter((passage) => !whole.test(passage.text)).map((passage) => passage.text.slice(-6));
    // A signature, a date, and one sentence that has no full stop in the file either.
    expect(cut).toEqual(['年1月28日', '022年1月', '的能力与水平']);
    for (const passage of prose) expect(passage.text).not.toMatch(/^[，。、；：！？”）》]/u);
    const all = prose.map((passage) => passage.text).join('\n');
    for (const joined of ['量子信息、类脑智能', '制造业大会永久会址', '金刚石宽禁带']) {
      expect(all).toContain(joined);
    }
  });

  test('line ranges are ordered and inside the plan', () => {
    for (const name of NAMES) {
      for (const { plan, passages: own } of official?.[name].documents ?? []) {
        for (const passage of own) {
          expect(passage.lines[0]).toBeGreaterThanOrEqual(plan.lines[0]);
          expect(passage.lines[1]).toBeLessThanOrEqual(plan.lines[1]);
          expect(passage.lines[0]).toBeLessThanOrEqual(passage.lines[1]);
        }
        const starts = own.filter((passage) => passage.kind === 'prose').map((passage) => passage.lines[0]);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }
    }
  });
});
