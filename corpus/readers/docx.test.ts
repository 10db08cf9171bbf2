import {
  Document,
  FootnoteReferenceRun,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  type ISectionOptions,
} from 'docx';
import { strToU8, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encryptedEntries, lyingBomb, oleOf } from './bad-files.ts';
import { readDocx } from './docx.ts';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';
import { wordParagraph, wordParts, zipOf } from './test-files.ts';

const read = (bytes: Buffer, limits: Partial<ReadLimits> = {}) => readDocx(bytes, { ...DEFAULT_LIMITS, ...limits });

async function documentOf(children: ISectionOptions['children'], notes: readonly string[] = []): Promise<Buffer> {
  const footnotes = Object.fromEntries(notes.map((note, index) => [index + 1, { children: [new Paragraph(note)] }]));
  const numbering = {
    config: [{ reference: 'figures', levels: [{ level: 0, format: LevelFormat.DECIMAL, text: '%1.' }] }],
  };
  return Packer.toBuffer(new Document({ sections: [{ children }], footnotes, numbering }));
}

async function check(children: ISectionOptions['children'], expected: readonly string[]): Promise<void> {
  expect(await read(await documentOf(children))).toEqual({ value: expected, warnings: [] });
}

const cell = (text: string, spans: { columnSpan?: number; rowSpan?: number } = {}) =>
  new TableCell({ children: text.split('|').map((line) => new Paragraph(line)), ...spans });
const row = (...children: TableCell[]) => new TableRow({ children });

describe('content', () => {
  it('reads headings and paragraphs', async () => {
    await check(
      [
        new Paragraph({ text: '示例市“十四五”科技创新规划', heading: HeadingLevel.TITLE }),
        new Paragraph({ text: '第一章 总则', heading: HeadingLevel.HEADING_1 }),
        new Paragraph({ text: '第一节 目标', heading: HeadingLevel.HEADING_2 }),
        new Paragraph({
          children: [
            new TextRun('到2025年，'),
            new TextRun({ text: '研发强度', color: 'FF0000' }),
            new TextRun('达到3.8%。'),
          ],
        }),
        new Paragraph(''),
        new Paragraph({
          children: [new TextRun('面积10'), new TextRun({ text: '4', superScript: true }), new TextRun('亩')],
        }),
      ],
      ['# 示例市“十四五”科技创新规划', '# 第一章 总则', '## 第一节 目标', '到2025年，研发强度达到3.8%。', '面积10⁴亩'],
    );
  });

  it('reads a table with merged cells', async () => {
    const rows = [
      row(cell('指标', { rowSpan: 2 }), cell('目标', { columnSpan: 2 }), cell('属性', { rowSpan: 2 })),
      row(cell('2020年'), cell('2025年')),
      row(cell('研发|强度'), cell('3.1'), cell('3.8'), cell('预期性')),
    ];
    await check(
      [new Paragraph('表1 主要指标'), new Table({ rows }), new Paragraph('以上')],
      ['表1 主要指标', '', '指标\t目标\t\t属性', '\t2020年\t2025年\t', '研发 强度\t3.1\t3.8\t预期性', '', '以上'],
    );
  });

  it('reads a box, which Word draws as a table of one column, as text', async () => {
    const rows = [row(cell('专栏1 重大工程')), row(cell('一、甲|二、乙'))];
    await check([new Table({ rows })], ['专栏1 重大工程', '一、甲', '二、乙']);
  });

  it('keeps the order of a numbered list and warns that the numbers are lost', async () => {
    const numbering = { reference: 'figures', level: 0 };
    const items = ['甲', '乙'].map((text) => new Paragraph({ text, numbering }));
    const bullet = new Paragraph({ text: '丙', bullet: { level: 0 } });
    const { value, warnings } = await read(await documentOf([...items, bullet]));
    expect(value).toEqual(['甲', '乙', '丙']);
    expect(warnings).toEqual([expect.stringMatching(/^2 paragraphs numbered automatically/u)]);
  });

  it('sets footnotes at the end, so that their marks do not run into figures', async () => {
    const paragraph = new Paragraph({
      children: [
        new TextRun('研发强度达到3.8'),
        new FootnoteReferenceRun(1),
        new TextRun('，高企'),
        new FootnoteReferenceRun(2),
      ],
    });
    const { value, warnings } = await read(
      await documentOf([paragraph, new Paragraph('完')], ['全社会口径', '国家级']),
    );
    expect(value).toEqual(['研发强度达到3.8，高企', '完', '# 注释', '注1：全社会口径', '注2：国家级']);
    expect(warnings).toEqual([expect.stringContaining('2 notes')]);
  });

  it('knows heading styles by their Chinese names', async () => {
    const parts = wordParts(`<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>总则</w:t></w:r></w:p>`);
    const styles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:styleId="a1"><w:name w:val="标题 2"/></w:style></w:styles>`;
    expect((await read(zipOf({ ...parts, 'word/styles.xml': strToU8(styles) }))).value).toEqual(['## 总则']);
  });
});

describe('refusals', () => {
  const parts = wordParts(wordParagraph('规划'));
  const refuse = (bytes: Buffer, code: string, limits: Partial<ReadLimits> = {}) =>
    expect(read(bytes, limits)).rejects.toMatchObject({ name: 'GuidaError', code });

  it('reads what the refused files are made from', async () => {
    expect((await read(zipOf(parts))).value).toEqual(['规划']);
  });

  it.each([
    ['an encrypted document', oleOf('EncryptedPackage'), 'file-encrypted'],
    ['an OLE header', oleOf(''), 'file-encrypted'],
    ['an old .doc', oleOf('WordDocument'), 'file-unsupported'],
    ['text', Buffer.from('规划'), 'file-unreadable'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'file-unreadable'],
    ['a cut document', zipOf(parts).subarray(0, 700), 'file-unreadable'],
    ['a zip without a document', zipOf({ 'a.txt': strToU8('a') }), 'file-unreadable'],
    ['a document without text', zipOf(wordParts('<w:p/>')), 'file-empty'],
    ['broken XML', zipOf(wordParts('<w:p><w:r>')), 'file-unreadable'],
    ['names that lead out', zipOf({ ...parts, '../../evil.txt': strToU8('a') }), 'file-unreadable'],
    ['absolute names', zipOf({ ...parts, '/etc/evil': strToU8('a') }), 'file-unreadable'],
    ['a bomb', zipOf({ ...parts, 'word/media/a.bin': new Uint8Array(40 * 2 ** 20) }), 'file-inflates'],
  ])('refuses %s', async (_, bytes, code) => {
    await refuse(bytes, code);
  });

  it('counts bytes, whatever the headers say of sizes', async () => {
    await refuse(lyingBomb(), 'file-inflates');
  });

  it('notices a flipped bit', async () => {
    const stored = Object.fromEntries(
      Object.entries(parts).map(([name, bytes]) => [name, [bytes, { level: 0 }] as const]),
    );
    const bytes = zipOf(stored as unknown as Zippable);
    expect((await read(bytes)).value).toEqual(['规划']);
    const at = bytes.indexOf('规划');
    bytes.writeUInt8(bytes.readUInt8(at + 2) ^ 1, at + 2);
    await refuse(bytes, 'file-unreadable');
  });

  it('holds the limits on entries and bytes', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}.xml`, new Uint8Array(1000)]));
    await refuse(zipOf({ ...parts, ...many }), 'file-inflates', { archiveEntries: 50 });
    await refuse(zipOf({ ...parts, ...many }), 'file-inflates', { inflatedBytes: 50_000 });
    expect((await read(zipOf({ ...parts, ...many }))).value).toEqual(['规划']);
  });

  it('refuses an archive that is encrypted entry by entry', async () => {
    await refuse(encryptedEntries(), 'file-encrypted');
  });
});

describe('entities', () => {
  it('reads no file that an entity names, and expands none', async () => {
    const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const doctype = `<!DOCTYPE w [<!ENTITY l0 "lol">${levels}<!ENTITY file SYSTEM "file:///etc/hostname">]>`;
    const outcome = await read(zipOf(wordParts(wordParagraph('规划&l9;&file;'), doctype))).then(
      ({ value }) => value.join(''),
      (error: unknown) => error,
    );
    if (typeof outcome === 'string') expect(outcome.length).toBeLessThan(100);
    else expect(outcome).toMatchObject({ code: 'file-unreadable' });
  });
});
