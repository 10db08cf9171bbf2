import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { rawPdf } from './bad-files.ts';
import { readPdf } from './pdf.ts';
import { chineseFont, pdfOf } from './test-files.ts';

const FONT = chineseFont();
if (!FONT) process.stderr.write('No Chinese font here: the tests that draw Chinese PDFs are skipped.\n');

const hasCharacterMaps = (() => {
  try {
    createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
    return true;
  } catch {
    return false;
  }
})();

/** A PDF whose font is not embedded, as old office suites made them; `codes` are the text in `encoding`, in hex. */
function unembedded(encoding: string, codes: string): Buffer {
  const content = `BT /F1 16 Tf 72 700 Td <${codes}> Tj ET`;
  return rawPdf(
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    `<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/${encoding}/DescendantFonts[6 0 R]>>`,
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/FontDescriptor 7 0 R>>',
    '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>',
  );
}

describe('text', () => {
  it('reads lines and tables page by page', async () => {
    const bytes = await pdfOf((pdf) => {
      pdf.fontSize(12);
      pdf.text('Sample City Plan', 40, 60).text('It runs to 2025 and is', 40, 90).text('reviewed each year.', 40, 106);
      [
        ['Indicator', 'Unit', '2020', '2025'],
        ['R&D share', '%', '', '3.8'],
        ['Firms', '', '2000', '3000'],
        ['Hubs', 'no', '5', '9'],
      ].forEach((row, line) => {
        row.forEach((cell, column) => pdf.text(cell, 40 + column * 120, 140 + line * 20, { lineBreak: false }));
      });
      pdf.text('- 1 -', 280, 780, { lineBreak: false });
      pdf.addPage().text('Second page', 40, 60);
    });
    expect(await readPdf(bytes)).toEqual({
      value: [
        'Sample City Plan',
        'It runs to 2025 and is',
        'reviewed each year.',
        'Indicator\tUnit\t2020\t2025',
        'R&D share\t%\t\t3.8',
        'Firms\t\t2000\t3000',
        'Hubs\tno\t5\t9',
        '- 1 -',
        'Second page',
      ],
      warnings: [],
    });
  });

  it.skipIf(!FONT)('reads Chinese, letter-spaced titles and tables', async () => {
    const bytes = await pdfOf((pdf) => {
      pdf.font(...(FONT ?? ['', '']));
      pdf.fontSize(22).text('示例市规划', 200, 60, { characterSpacing: 22, lineBreak: false });
      pdf.fontSize(12).text('到2025年，研发强度达到3.8%左右，高新技术企业', 40, 120, { characterSpacing: 1.5 });
      pdf.text('达到3000家。', 40, 140);
      const rows = [
        ['指标', '单位', '2020年', '2025年'],
        ['研发强度', '%', '3.1', '3.8'],
        ['高新技术企业', '家', '', '3000'],
      ];
      rows.forEach((row, line) => {
        row.forEach((cell, column) => pdf.text(cell, 40 + column * 110, 180 + line * 24, { lineBreak: false }));
      });
    });
    const { value, warnings } = await readPdf(bytes);
    expect(value).toEqual([
      '示例市规划',
      '到2025年，研发强度达到3.8%左右，高新技术企业',
      '达到3000家。',
      '指标\t单位\t2020年\t2025年',
      '研发强度\t%\t3.1\t3.8',
      '高新技术企业\t家\t\t3000',
    ]);
    expect(warnings).toEqual([]);
  });

  it('reads pages that lie on their side, and leaves watermarks out', async () => {
    const bytes = await pdfOf((pdf) => {
      pdf.text('Upright', 40, 60);
      pdf.save().rotate(90, { origin: [300, 300] });
      pdf.text('Indicator', 300, 300, { lineBreak: false }).text('Unit', 420, 300, { lineBreak: false });
      pdf.text('Firms', 300, 320, { lineBreak: false }).text('no', 420, 320, { lineBreak: false }).restore();
      pdf
        .save()
        .rotate(-45, { origin: [300, 500] })
        .fontSize(60)
        .text('DRAFT', 200, 500, { lineBreak: false })
        .restore();
    });
    const { value, warnings } = await readPdf(bytes);
    expect(value).toEqual(['Upright', 'Indicator\tUnit', 'Firms\tno']);
    expect(warnings).toEqual([expect.stringContaining('watermark')]);
  });

  it('drops running headers and says so', async () => {
    const bytes = await pdfOf((pdf) => {
      for (let page = 1; page <= 4; page += 1) {
        if (page > 1) pdf.addPage();
        pdf.text('Sample City Plan', 40, 40);
        for (let line = 1; line <= 5; line += 1)
          pdf.text(`Page ${page} has line ${'abcde'.charAt(line - 1)}${page}`, 40, 60 + line * 20);
      }
    });
    const { value, warnings } = await readPdf(bytes);
    expect(value.filter((line) => line === 'Sample City Plan')).toHaveLength(1);
    expect(warnings).toContainEqual(expect.stringContaining('page header'));
  });

  it('warns of pages without text', async () => {
    const bytes = await pdfOf((pdf) => pdf.text('One', 40, 60).addPage().rect(10, 10, 50, 50).fill('black').addPage());
    expect(await readPdf(bytes)).toEqual({
      value: ['One'],
      warnings: ['pages without text (empty, or pictures): 2, 3, of 3'],
    });
  });

  it('warns that the end is missing', async () => {
    const bytes = await pdfOf((pdf) => pdf.text('Sample City', 40, 60), { compress: false });
    const { value, warnings } = await readPdf(bytes.subarray(0, bytes.lastIndexOf('xref')));
    expect(value).toEqual(['Sample City']);
    expect(warnings).toEqual([expect.stringContaining('the end of the PDF is missing')]);
  });

  it('opens a PDF that asks for a password only to be changed', async () => {
    const bytes = await pdfOf((pdf) => pdf.text('Open', 40, 60), { ownerPassword: 'secret' });
    expect((await readPdf(bytes)).value).toEqual(['Open']);
  });

  it.runIf(hasCharacterMaps)('reads Chinese fonts that are not embedded, when pdfjs-dist is there', async () => {
    expect((await readPdf(unembedded('UniGB-UCS2-H', '89c45212'))).value).toEqual(['规划']);
    expect((await readPdf(unembedded('GBK-EUC-H', 'b9e6bbae'))).value).toEqual(['规划']);
  });
});

describe('refusals', () => {
  const refuse = async (bytes: Buffer, code: string, message: RegExp): Promise<void> => {
    await expect(readPdf(bytes)).rejects.toMatchObject({
      name: 'GuidaError',
      code,
      message: expect.stringMatching(message) as string,
    });
  };

  it('names a scan', async () => {
    await refuse(
      await pdfOf((pdf) => pdf.rect(10, 10, 50, 50).fill('black').text('1', 300, 700)),
      'file-unreadable',
      /scan.*OCR/u,
    );
  });

  it('names encryption', async () => {
    await refuse(
      await pdfOf((pdf) => pdf.text('Shut', 40, 60), { userPassword: 'secret' }),
      'file-encrypted',
      /password/u,
    );
  });

  it('names what is no PDF, or the ruins of one', async () => {
    await refuse(Buffer.from('规划'), 'file-unreadable', /not a PDF/u);
    await refuse(Buffer.from('504b0304', 'hex'), 'file-unreadable', /zip/u);
    await refuse(Buffer.from('%PDF-1.7\n%%EOF'), 'file-unreadable', /damaged/u);
  });

  it.skipIf(hasCharacterMaps)('names the fonts that are not embedded', async () => {
    await refuse(unembedded('UniGB-UCS2-H', '89c45212'), 'file-unreadable', /UniGB-UCS2-H.*pdfjs-dist/u);
  });

  it('fetches no file that a PDF names', async () => {
    await refuse(unembedded('..#2f..#2f..#2fetc#2fhostname', '89c45212'), 'file-unreadable', /scan|damaged/u);
  });
});
