import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { strToU8, zipSync, type Zippable } from 'fflate';
import PDFDocument from 'pdfkit';
import { onTestFinished } from 'vitest';

/** Files that the tests make for themselves; none is stored. */

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'readers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes one file into a folder of its own and returns its path. */
export async function temporaryFile(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** Draws a PDF. */
export async function pdfOf(
  draw: (pdf: PDFDocument) => void,
  options: ConstructorParameters<typeof PDFDocument>[0] = {},
): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 40, ...options });
  draw(pdf);
  pdf.end();
  return buffer(pdf);
}

/** A Chinese font of this machine, as pdfkit wants it; `undefined` when there is none. */
export function chineseFont(): readonly [file: string, name: string] | undefined {
  try {
    const listed = execFileSync('fc-list', ['-f', '%{file}|%{postscriptname}\n', ':lang=zh-cn'], { encoding: 'utf8' });
    const [file, name] =
      listed
        .split('\n')
        .find((line) => /sc-regular$/iu.test(line))
        ?.split('|') ?? [];
    return file !== undefined && name !== undefined ? [file, name] : undefined;
  } catch {
    return undefined; // no fontconfig here
  }
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';

/** The files of a minimal Word document around `body`, to be damaged by a test. */
export function wordParts(body: string, doctype = ''): Record<string, Uint8Array> {
  return {
    '[Content_Types].xml': strToU8(
      `<?xml version="1.0"?><Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<?xml version="1.0"?><Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?>${doctype}<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`,
    ),
  };
}

/** One paragraph of Word's XML. */
export function wordParagraph(text: string): string {
  return `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
}

/** A zip archive of the given files. */
export function zipOf(files: Zippable): Buffer {
  return Buffer.from(zipSync(files));
}
