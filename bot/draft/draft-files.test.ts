import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { draftContext } from '../answer/draft/drafts.fixture.ts';
import type { DraftDocument, IndicatorRow } from '../answer/draft/types.ts';
import { writeDraft } from '../answer/draft/write-draft.ts';
import { chartOf, chartOfBars } from '../answer/chart/chart-data.ts';
import { chartPng } from './chart/chart-png.ts';
import { chartSvg } from './chart/chart-svg.ts';
import { csvOf, disarmed } from './csv.ts';
import { draftPictures } from './charts-of-draft.ts';
import { pagesOf } from './docx/pages-of.ts';
import { titleLines } from './docx/text-lines.ts';
import { wordDocument } from './docx/word-document.ts';
import { markdownOf } from './markdown.ts';
import { sourceNotes } from './source-notes.ts';
import { draftSheets, type TableSheet } from './table-sheet.ts';
import { xlsxOf } from './xlsx.ts';

/** What is used of unpdf, whose types do not resolve under `nodenext`. */
interface PdfReading {
  readonly getDocumentProxy: (bytes: Uint8Array) => Promise<{ readonly numPages: number }>;
  readonly extractText: (pdf: object, options: { mergePages: true }) => Promise<{ readonly text: string }>;
}

let measures: DraftDocument;
let comparison: DraftDocument;

beforeAll(async () => {
  const { context, close } = await draftContext();
  const write = async (topic: string): Promise<DraftDocument> => {
    const written = await writeDraft(topic, { date: '2026年11月21日' }, context);
    if (!written) throw new Error(`no draft of ${topic}`);
    return written;
  };
  measures = await write('起草一份云山人才政策要点，带出处');
  comparison = await write('江川和云山高新技术企业和研发投入强度目标对照表');
  await close();
});

describe('markdownOf', () => {
  it('has a footnote for each mark and a mark for each footnote', () => {
    for (const draft of [measures, comparison]) {
      const text = markdownOf(draft);
      const [body = ''] = text.split(/^\[\^1\]:/mu);
      const marks = new Set([...body.matchAll(/\[\^(\d+)\]/gu)].map((match) => match[1]));
      const notes = [...text.matchAll(/^\[\^(\d+)\]: (.+)$/gmu)];
      expect(new Set(notes.map((note) => note[1]))).toEqual(marks);
      expect(notes.map((note) => note[2])).toEqual(sourceNotes(draft).notes.map((note) => note.text));
    }
  });

  it('numbers headings as official documents do', () => {
    expect(markdownOf(measures)).toMatch(/^# 云山人才政策要点\n\n根据.*整理日期2026年11月21日.*\n\n## 一、/u);
  });
});

describe('wordDocument', () => {
  const partsOf = async (draft: DraftDocument): Promise<Readonly<Record<string, string>>> => {
    const { pictures } = await draftPictures(draft);
    const files = unzipSync(await wordDocument(draft, pictures));
    return Object.fromEntries(
      Object.entries(files)
        .filter(([name]) => name.endsWith('.xml'))
        .map(([name, bytes]) => [name, strFromU8(bytes)]),
    );
  };

  it('has a real footnote of its own for each mark behind a sentence and each source of a table, with its text', async () => {
    for (const draft of [measures, comparison]) {
      const parts = await partsOf(draft);
      const sources = sourceNotes(draft);
      const expected = [
        ...draft.sections.flatMap(({ tables, paragraphs }) => [
          ...new Set(tables.flatMap(({ rows }) => rows.flatMap(({ marks }) => sources.of(marks)))),
          ...paragraphs.flatMap(({ sentences }) => sentences.flatMap(({ marks }) => sources.of(marks))),
        ]),
        ...draft.notes.flatMap(({ marks }) => sources.of(marks)),
      ].map((source) => sources.notes[source - 1]?.text);
      const ids = [...(parts['word/document.xml'] ?? '').matchAll(/<w:footnoteReference w:id="(\d+)"/gu)].map((match) =>
        Number(match[1]),
      );
      expect(ids).toEqual(expected.map((_, at) => at + 1));
      const footnotes = [
        ...(parts['word/footnotes.xml'] ?? '').matchAll(
          /<w:footnote (?![^>]*w:type)[^>]*w:id="(\d+)"[^>]*>(.*?)<\/w:footnote>/gsu,
        ),
      ];
      const texts = footnotes.map((match) =>
        [...(match[2] ?? '').matchAll(/<w:t[^>]*>([^<]*)/gu)]
          .map((run) => run[1] ?? '')
          .join('')
          .trim(),
      );
      expect(texts).toEqual(expected);
      for (const text of texts) expect(text).toMatch(/^《.+》.*，.+。$/u);
      // Later rows of a source refer to its footnote.
      for (const [, name] of (parts['word/document.xml'] ?? '').matchAll(/NOTEREF (\w+)/gu))
        expect(parts['word/document.xml']).toContain(`w:name="${name ?? ''}"`);
    }
  });

  it('is laid out by GB/T 9704: A4, margins, 仿宋 三号, fixed lines, indents, page numbers on both edges', async () => {
    const parts = await partsOf(measures);
    const document = parts['word/document.xml'] ?? '';
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/u);
    const margins = /<w:pgMar ([^>]*)/u.exec(document)?.[1] ?? '';
    expect(margins).toContain('w:top="2097"');
    expect(margins).toContain('w:left="1587"');
    const width = 11906 - 1587 - Number(/w:right="(\d+)"/u.exec(margins)?.[1]);
    expect(Math.round((width / 1440) * 25.4)).toBe(156);
    expect(document).toContain('w:eastAsia="仿宋_GB2312"');
    expect(document).toContain('w:eastAsia="方正小标宋简体"');
    expect(document).toContain('w:eastAsia="黑体"');
    expect(document).toContain('w:eastAsia="楷体_GB2312"');
    expect(document).toMatch(/w:line="579"[^>]*w:lineRule="exact"/u);
    expect(document).toContain('w:firstLineChars="200"');
    expect(parts['word/fontTable.xml']).toMatch(/仿宋_GB2312"><w:altName w:val="仿宋,FangSong/u);
    expect(parts['word/settings.xml']).toContain('evenAndOddHeaders');
    const footers = Object.entries(parts).filter(([name]) => /footer\d/u.test(name));
    expect(footers.map(([, text]) => /w:jc w:val="(\w+)"/u.exec(text)?.[1]).sort()).toEqual(['left', 'right']);
  });

  it('repeats the header row of its tables and describes its charts', async () => {
    const document = (await partsOf(comparison))['word/document.xml'] ?? '';
    expect(document).toContain('<w:tblHeader/>');
    expect(document).toContain('<w:cantSplit/>');
    expect(document).toMatch(/descr="柱状图：[^"]*江川省2025年目标/u);
  });

  const soffice = spawnSync('soffice', ['--version'], { timeout: 30_000 }).status === 0;
  it.skipIf(!soffice)(
    'opens in LibreOffice with its title, text, notes and page numbers (skipped without soffice)',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'guida-docx-'));
      try {
        const { pictures } = await draftPictures(comparison);
        writeFileSync(join(folder, 'draft.docx'), await wordDocument(comparison, pictures));
        const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
        spawnSync(
          'soffice',
          [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'draft.docx')],
          { timeout: 120_000 },
        );
        const { extractText, getDocumentProxy } = (await import('unpdf')) as unknown as PdfReading;
        const pdf = await getDocumentProxy(new Uint8Array(readFileSync(join(folder, 'draft.pdf'))));
        // As many as were reckoned before it was laid out.
        expect(pdf.numPages).toBe(Math.ceil(pagesOf(comparison)));
        const text = (await extractText(pdf, { mergePages: true })).text.replace(/\s+/gu, '');
        expect(text).toContain(comparison.title);
        for (const { text: note } of sourceNotes(comparison).notes)
          expect(text).toContain(note.replace(/\s+/gu, '').slice(0, 20));
        expect(text).toMatch(/[—–-]1[—–-]/u);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    150_000,
  );
});

describe('titleLines', () => {
  it.each([
    ['合肥人才政策要点', ['合肥人才政策要点']],
    ['安徽、合肥、宿州三份规划的科技金融举措汇报要点', ['安徽、合肥、宿州三份规划的', '科技金融举措汇报要点']],
  ])('parts %s where a phrase ends', (title, lines) => {
    expect(titleLines(title)).toEqual(lines);
  });
});

const row = (place: string, value: number, unit: string): IndicatorRow => ({
  indicator: '高新技术企业数',
  key: '高新技术企业数',
  planId: place,
  plan: `${place}规划`,
  place,
  isDraft: false,
  unit,
  target: { text: String(value), value, time: '2025' },
  marks: [1],
});

describe('charts', () => {
  it('label each bar with value, year and plan, and tell target from reached', () => {
    const [chart] = comparison.charts;
    if (!chart) throw new Error('no chart');
    const svg = chartSvg(chart);
    for (const { text, plan } of chart.bars) {
      expect(svg).toContain(`>${text}<`);
      expect(chart.alternative).toContain(plan);
    }
    expect(svg).toContain('>目标<');
    expect(svg).toMatch(/^<svg role="img" aria-label="柱状图：/u);
  });

  it('set the years of a series side by side, and say whose they are', () => {
    const bars = ['2015年', '2020年', '2025年'].map((time, at) => ({
      place: '甲市',
      plan: '甲市规划',
      kind: at < 2 ? ('reached' as const) : ('target' as const),
      value: at + 1,
      text: `${at + 1}%`,
      time,
    }));
    const chart = chartOfBars('研发投入强度', '%', bars);
    const svg = chart ? chartSvg(chart) : '';
    for (const { text, time } of bars) for (const shown of [text, time]) expect(svg).toContain(`>${shown}<`);
    expect(svg).toContain('>甲市，《甲市规划》<');
  });

  it('have no inline styles, which a page may forbid, and only shapes that the page draws', () => {
    const [chart] = comparison.charts;
    const svg = chart ? chartSvg(chart) : '';
    expect(svg).not.toContain('style');
    expect(new Set([...svg.matchAll(/<(\w+)/gu)].map((match) => match[1]))).toEqual(
      new Set(['svg', 'rect', 'path', 'text']),
    );
  });

  it('have the same bytes each time', () => {
    const [chart] = comparison.charts;
    if (!chart) throw new Error('no chart');
    expect(chartSvg(chart)).toBe(chartSvg(chart));
  });

  it('never mix units', () => {
    const chart = chartOf('高新技术企业数', [row('甲市', 300, '家'), row('乙市', 800, '户'), row('丙省', 3.5, '万家')]);
    expect(chart?.bars.map(({ place }) => place)).toEqual(['甲市', '乙市']);
    expect(chartOf('高新技术企业数', [row('甲市', 300, '家'), row('丙省', 3.5, '万家')])).toBeUndefined();
  });

  it('are pictures where a Chinese font is there, and nothing where none is', async () => {
    const [chart] = comparison.charts;
    const svg = chart ? chartSvg(chart) : '';
    expect(await chartPng(svg, { systemFonts: false })).toBeUndefined();
    const { pictures, warnings } = await draftPictures(comparison, { systemFonts: false });
    expect(pictures).toEqual([]);
    expect(warnings.join('')).toContain('no font');
  });
});

describe('sheets', () => {
  const sheet: TableSheet = {
    name: 'a/b',
    columns: ['=1+1', '值'],
    rows: [
      ['+cmd|x', 3],
      ['甲,"乙"', -2],
    ],
  };

  it.each([
    ['=SUM(A1)', "'=SUM(A1)"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@x', "'@x"],
    ['\t=1', "'\t=1"],
    ['≥17000', '≥17000'],
    ['合肥市', '合肥市'],
  ])('disarms “%s”', (cell, expected) => {
    expect(disarmed(cell)).toBe(expected);
  });

  it('are CSV that Excel opens, quoted where need be', () => {
    expect(csvOf([sheet])).toBe('\uFEFF\'=1+1,值\r\n\'+cmd|x,3\r\n"甲,""乙""",-2\r\n');
  });

  it('are .xlsx with numbers as numbers and no formulas', async () => {
    const parts = unzipSync(await xlsxOf([sheet, ...draftSheets(comparison)]));
    const xml = Object.entries(parts)
      .map(([name, bytes]) => (name.endsWith('.xml') ? strFromU8(bytes) : ''))
      .join('');
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('<v>3</v>');
    expect(xml).toContain('云山市“十四五”科技创新规划');
  });

  it('have the source of each row in the row', () => {
    const [own] = draftSheets(comparison);
    const at = own?.columns.indexOf('文件与行') ?? -1;
    for (const cells of own?.rows ?? []) if (cells[5] !== '未提及') expect(cells[at]).toMatch(/\.md:\d+/u);
  });
});
