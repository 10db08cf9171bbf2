import { load, type CheerioAPI } from 'cheerio';
import mammoth from 'mammoth';
import { GuidaError } from '../errors.ts';
import type { Outcome } from '../types.ts';
import { checkArchive } from './archive.ts';
import { pageLines } from './html.ts';
import type { ReadLimits } from './limits.ts';
import { describeSignature, signatureOf } from './signature.ts';
import { counted } from './wording.ts';

/** Names of heading styles besides the English ones that mammoth knows; Word and WPS translate them. */
const HEADING_STYLES = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='标题'] => h1:fresh",
  ...[1, 2, 3, 4, 5, 6].map((depth) => `p[style-name='标题 ${depth}'] => h${depth}:fresh`),
];

/** The part of mammoth's document tree that is looked at. */
interface DocumentElement {
  readonly children?: readonly DocumentElement[];
  readonly numbering?: { readonly isOrdered?: boolean } | null;
}

function refuseOtherFormats(bytes: Buffer): void {
  const signature = signatureOf(bytes);
  if (signature === 'zip') return;
  if (signature !== 'ole') {
    throw new GuidaError(
      'file-unreadable',
      `the file is not a .docx${describeSignature(signature)}. Open it and save it as .docx.`,
    );
  }
  // An encrypted .docx is an OLE container with this stream; an old .doc is one with a WordDocument stream.
  if (!holdsName(bytes, 'EncryptedPackage') && holdsName(bytes, 'WordDocument')) {
    throw new GuidaError('file-unsupported', 'the file is an old .doc. Open it and save it as .docx.');
  }
  throw new GuidaError('file-encrypted', 'the document is encrypted. Save it again without a password.');
}

function holdsName(bytes: Buffer, name: string): boolean {
  return bytes.includes(Buffer.from(name, 'utf16le'));
}

/** Numbered paragraphs, headings among them; the numbers themselves are nowhere in the file. */
function countNumbered(root: DocumentElement): number {
  let numbered = 0;
  const open: DocumentElement[] = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (element.numbering?.isOrdered === true) numbered += 1;
    for (const child of element.children ?? []) open.push(child);
  }
  return numbered;
}

/** Takes note marks out of the text and sets the notes under a heading of their own, at the end. */
function gatherNotes(page: CheerioAPI): number {
  page('a[id^="footnote-ref-"], a[id^="endnote-ref-"]').closest('sup').remove();
  page('a[href^="#footnote-ref-"], a[href^="#endnote-ref-"]').remove();
  const notes = page('li[id^="footnote-"], li[id^="endnote-"]');
  const list = notes.parent();
  list.before('<h1>注释</h1>');
  notes.each((index, note) => {
    const first = page(note).children('p').first();
    (first.length > 0 ? first : page(note)).prepend(`注${index + 1}：`);
    list.before(page('<div></div>').append(page(note).contents()));
  });
  list.remove();
  return notes.length;
}

/**
 * Reads a Word document by way of HTML: heading styles as `#`-lines, tables as tab-separated lines, foot- and endnotes
 * under “# 注释” at the end. Warns of what a plain text cannot hold: automatic numbers, pictures, note marks.
 *
 * @throws GuidaError `file-inflates`, `file-encrypted`, `file-unsupported` (an old .doc), `file-empty` or
 *   `file-unreadable`
 */
export async function readDocx(bytes: Buffer, limits: ReadLimits): Promise<Outcome<readonly string[]>> {
  refuseOtherFormats(bytes);
  await checkArchive(bytes, limits);
  let numbered = 0;
  let pictures = 0;
  const converted = await mammoth
    .convertToHtml(
      { buffer: bytes },
      {
        styleMap: HEADING_STYLES,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(() => {
          pictures += 1;
          return Promise.resolve({ src: '' });
        }),
        transformDocument: (root: DocumentElement) => {
          numbered = countNumbered(root);
          return root;
        },
      },
    )
    .catch((cause: unknown) => {
      throw new GuidaError(
        'file-unreadable',
        'the document is damaged or no Word document. Open it and save it again as .docx.',
        { cause },
      );
    });
  const page = load(converted.value, { scriptingEnabled: false }, false);
  const notes = gatherNotes(page);
  const { value } = pageLines(page);
  if (value.length === 0) {
    throw new GuidaError(
      'file-empty',
      pictures > 0
        ? 'the document holds pictures but no text. It is a scan: run text recognition (OCR) on it first.'
        : 'the document holds no text. Save it again.',
    );
  }
  const warnings: string[] = [];
  if (numbered > 0) {
    warnings.push(`${counted(numbered, 'paragraph')} numbered automatically: in order, but without the numbers`);
  }
  if (pictures > 0) warnings.push(`${counted(pictures, 'picture')} left out`);
  if (notes > 0) warnings.push(`${counted(notes, 'note')} set at the end, the marks taken out of the text`);
  return { value, warnings };
}
