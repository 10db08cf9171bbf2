import { constants, deflateRawSync } from 'node:zlib';
import { strToU8 } from 'fflate';
import type { GuidaErrorCode } from '../errors.ts';
import { pdfOf, wordParagraph, wordParts, zipOf } from './test-files.ts';

/** A file that cannot be read, and the reason that must be given for it. */
export interface BadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code: GuidaErrorCode;
}

/** Bytes that look random and are the same every time. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  for (let state = seed, index = 0; index < length; index += 1) {
    state = (state * 48_271) % 2_147_483_647;
    bytes[index] = (state >> 8) & 0xff;
  }
  return bytes;
}

const PARTS = wordParts(wordParagraph('示例市规划'));
const ZEROS = new Uint8Array(40 * 2 ** 20);

/** An OLE container as Office makes them, with the name of one stream. */
export function oleOf(stream: string): Buffer {
  return Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(stream, 'utf16le')]);
}

/** The archive with every occurrence of a number, stored as four bytes, replaced. */
function withNumber(archive: Buffer, from: number, to: number): Buffer {
  const bytes = Buffer.from(archive);
  const sought = Buffer.alloc(4);
  sought.writeUInt32LE(from);
  for (let at = bytes.indexOf(sought); at !== -1; at = bytes.indexOf(sought, at + 4)) bytes.writeUInt32LE(to, at);
  return bytes;
}

/** A document whose archive unpacks to 40 MB and says that it is 10 bytes. */
export function lyingBomb(): Buffer {
  return withNumber(zipOf({ ...PARTS, 'word/media/a.bin': ZEROS }), ZEROS.length, 10);
}

/** A document with every entry marked as encrypted. */
export function encryptedEntries(): Buffer {
  const bytes = zipOf(PARTS);
  const marks = [
    ['PK\u0001\u0002', 8],
    ['PK\u0003\u0004', 6],
  ] as const;
  for (const [mark, offset] of marks) {
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) bytes.writeUInt16LE(1, at + offset);
  }
  return bytes;
}

/** A PDF of numbered objects, the first of them the catalog. */
export function rawPdf(...objects: readonly (string | Buffer)[]): Buffer {
  const parts = objects.map((object, index) =>
    Buffer.concat([Buffer.from(`${index + 1} 0 obj`), Buffer.from(object), Buffer.from('\nendobj\n')]),
  );
  const trailer = `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\n%%EOF`;
  return Buffer.concat([Buffer.from('%PDF-1.4\n'), ...parts, Buffer.from(trailer)]);
}

/** A PDF of about `megabytes` kB whose one page inflates to `megabytes` MB. */
export function pdfBomb(megabytes: number): Buffer {
  const block = deflateRawSync(Buffer.alloc(2 ** 20, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const blocks = Array.from({ length: megabytes }, () => block);
  const stream = Buffer.concat([Buffer.from('7801', 'hex'), ...blocks, Buffer.from('010000ffff00000001', 'hex')]);
  return rawPdf(
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>',
    Buffer.concat([
      Buffer.from(`<</Length ${stream.length}/Filter/FlateDecode>>stream\n`),
      stream,
      Buffer.from('\nendstream'),
    ]),
  );
}

/** Some sixty files, no two bad in the same way. */
export async function badFiles(): Promise<readonly BadFile[]> {
  const pdf = await pdfOf((page) => page.text('Sample City', 40, 60), { compress: false });
  const docx = zipOf(PARTS);
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), noise(500)]);
  const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`${index}`, new Uint8Array()]));
  const files: readonly (readonly [name: string, content: string | Uint8Array, code: GuidaErrorCode])[] = [
    ...['txt', 'md', 'html', 'htm', 'docx', 'pdf'].flatMap(
      (ending, index) =>
        [
          [`empty.${ending}`, '', 'file-empty'],
          [`noise.${ending}`, noise(30_000, index + 1), 'file-unreadable'],
          [`picture.${ending}`, png, 'file-unreadable'],
          [`zeros.${ending}`, Buffer.alloc(5000), 'file-unreadable'],
        ] as const,
    ),
    ['mark.txt', Buffer.from('fffe', 'hex'), 'file-empty'],
    ['blank.md', '\n \n\t\r\n　', 'file-empty'],
    ['pdf.txt', pdf, 'file-unreadable'],
    ['docx.txt', docx, 'file-unreadable'],
    ['rtf.txt', '{\\rtf1 plan}', 'file-unreadable'],
    ['lines.txt', '\n'.repeat(1_100_000), 'file-too-large'],
    ['no-text.html', '<html><script>规划</script><img src="a.png">', 'file-empty'],
    ['spans.html', `<table>${`<tr><td>x${'<td colspan=999>'.repeat(99)}`.repeat(2100)}`, 'file-inflates'],
    ['encrypted.docx', oleOf('EncryptedPackage'), 'file-encrypted'],
    ['ole.docx', oleOf(''), 'file-encrypted'],
    ['entries-encrypted.docx', encryptedEntries(), 'file-encrypted'],
    ['old.docx', oleOf('WordDocument'), 'file-unsupported'],
    ['text.docx', '示例市规划', 'file-unreadable'],
    ['pdf.docx', pdf, 'file-unreadable'],
    ['cut.docx', docx.subarray(0, docx.length - 30), 'file-unreadable'],
    ['half.docx', docx.subarray(0, docx.length / 2), 'file-unreadable'],
    ['head.docx', docx.subarray(0, 4), 'file-unreadable'],
    ['damaged.docx', Buffer.concat([docx.subarray(0, 60), noise(80), docx.subarray(140)]), 'file-unreadable'],
    ['workbook.docx', zipOf({ 'xl/workbook.xml': strToU8('<workbook/>') }), 'file-unreadable'],
    ['no-text.docx', zipOf(wordParts('<w:p/>')), 'file-empty'],
    ['broken-xml.docx', zipOf(wordParts('<w:p><w:r>')), 'file-unreadable'],
    ['deep-xml.docx', zipOf(wordParts('<w:p>'.repeat(50_000) + '</w:p>'.repeat(50_000))), 'file-unreadable'],
    ['names.docx', zipOf({ ...PARTS, '../../evil.sh': strToU8('a') }), 'file-unreadable'],
    ['absolute.docx', zipOf({ ...PARTS, '/etc/evil': strToU8('a') }), 'file-unreadable'],
    ['bomb.docx', zipOf({ ...PARTS, 'word/media/a.bin': ZEROS }), 'file-inflates'],
    ['lying-bomb.docx', lyingBomb(), 'file-inflates'],
    ['entries.docx', zipOf({ ...PARTS, ...many }), 'file-inflates'],
    ['encrypted.pdf', await pdfOf((page) => page.text('Shut', 40, 60), { userPassword: 'secret' }), 'file-encrypted'],
    ['scan.pdf', await pdfOf((page) => page.rect(10, 10, 90, 90).fill('black')), 'file-unreadable'],
    ['text.pdf', '示例市规划', 'file-unreadable'],
    ['docx.pdf', docx, 'file-unreadable'],
    ['head.pdf', pdf.subarray(0, 9), 'file-unreadable'],
    ['cut.pdf', pdf.subarray(0, 400), 'file-unreadable'],
    ['after-head.pdf', Buffer.concat([pdf.subarray(0, 15), noise(5000)]), 'file-unreadable'],
    ['bomb.pdf', pdfBomb(1000), 'file-inflates'],
    ['circle.pdf', rawPdf('<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R]/Count 1>>'), 'file-unreadable'],
    ['no-pages.pdf', rawPdf('<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>'), 'file-unreadable'],
    ['old.doc', oleOf('WordDocument'), 'file-unsupported'],
    ['table.xlsx', docx, 'file-unsupported'],
  ];
  return files.map(([name, content, code]) => ({ name, bytes: Buffer.from(content), code }));
}
