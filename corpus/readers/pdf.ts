import { GuidaError } from '../errors.ts';
import type { Outcome } from '../types.ts';
import { cleanLine } from './lines.ts';
import { writeLines } from './pdf-columns.ts';
import { placeLines, type PlacedText } from './pdf-lines.ts';
import { dropRunningLines } from './pdf-running-lines.ts';
import { CharacterMaps, openPdf, type Matrix, type PdfDocument, type PdfPage, type PdfText } from './pdfjs.ts';
import { describeSignature, signatureOf } from './signature.ts';
import { counted } from './wording.ts';

/** How far from its end the end mark of a PDF may stand, bytes. */
const END_REACH = 1024;

/** A text that slants by more than this, in radians, is a watermark. */
const MOST_SLANT = 0.1;

interface PageText {
  readonly lines: readonly string[];
  /** Pieces of text that slant. */
  readonly slanted: number;
  /** Why the page could not be read. */
  readonly failure?: unknown;
}

/** The pieces of a page turned upright, by the quarter of a turn they are printed at, and how many slant. */
function placePieces(items: readonly PdfText[], view: Matrix) {
  const quarters: PlacedText[][] = [[], [], [], []];
  let slanted = 0;
  for (const item of items) {
    const [a, b, c, d, e, f] = multiply(view, item.transform);
    const size = Math.hypot(c, d);
    if (![a, b, e, f, item.width].every(Number.isFinite) || !(size > 0)) continue;
    const angle = Math.atan2(b, a);
    const quarter = Math.round(angle / (Math.PI / 2));
    if (Math.abs(angle - (quarter * Math.PI) / 2) > MOST_SLANT) {
      if (item.str.trim() !== '') slanted += 1;
      continue;
    }
    const [cosine, sine] = [Math.round(Math.cos(angle)), Math.round(Math.sin(angle))];
    const place = { x: e * cosine + f * sine, y: f * cosine - e * sine };
    quarters[(quarter + 4) % 4]?.push({ text: item.str, ...place, width: item.width, size });
  }
  return { quarters, slanted };
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

async function readPage(page: PdfPage): Promise<PageText> {
  const { items } = await page.getTextContent();
  const view = page.getViewport({ scale: 1 }).transform;
  const { quarters, slanted } = placePieces(
    items.filter((item) => 'str' in item),
    view,
  );
  const lines = quarters
    .filter((pieces) => pieces.length > 0)
    .flatMap((pieces) => writeLines(placeLines(pieces)))
    .map(cleanLine);
  return { lines, slanted };
}

/** All pages in order; one that is damaged does not spoil the others. */
async function readPages(document: PdfDocument): Promise<readonly PageText[]> {
  const pages: PageText[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      const page = await document.getPage(number);
      pages.push(await readPage(page));
      page.cleanup();
    } catch (failure) {
      pages.push({ lines: [], slanted: 0, failure });
    }
  }
  return pages;
}

function refuseEmpty(pages: readonly PageText[], missing: ReadonlySet<string>): void {
  // Page numbers alone, or a few stamped letters, are no text.
  if (pages.some((page) => page.lines.some((line) => /\p{Letter}/u.test(line)))) return;
  if (pages.every((page) => page.failure !== undefined)) {
    throw new GuidaError('file-unreadable', 'the PDF is damaged: none of its pages can be read. Export it again.', {
      cause: pages[0]?.failure,
    });
  }
  if (missing.size > 0) {
    throw new GuidaError(
      'file-unreadable',
      `the PDF does not embed its Chinese fonts (${[...missing].join(', ')}). ` +
        'Export it again with fonts embedded, or install the npm package pdfjs-dist.',
    );
  }
  throw new GuidaError(
    'file-unreadable',
    'the PDF is a scan: its pages are pictures without text. Run text recognition (OCR) on it first.',
  );
}

/** The numbers of the pages that a test picks out, at most ten of them; empty when there are none. */
function numbersOf(pages: readonly PageText[], isMeant: (page: PageText) => boolean): string {
  const numbers = pages.flatMap((page, index) => (isMeant(page) ? [index + 1] : []));
  return numbers.slice(0, 10).join(', ') + (numbers.length > 10 ? ', …' : '');
}

function warningsOf(pages: readonly PageText[], dropped: number, missing: ReadonlySet<string>): readonly string[] {
  const warnings: string[] = [];
  const failed = numbersOf(pages, (page) => page.failure !== undefined);
  if (failed !== '') warnings.push(`pages that are damaged and were left out: ${failed}`);
  const empty = numbersOf(pages, (page) => page.failure === undefined && page.lines.length === 0);
  if (empty !== '') warnings.push(`pages without text (empty, or pictures): ${empty}, of ${pages.length}`);
  if (missing.size > 0) {
    warnings.push(`some Chinese fonts are not embedded (${[...missing].join(', ')}): their text is lost`);
  }
  const slanted = pages.reduce((sum, page) => sum + page.slanted, 0);
  if (slanted > 0) warnings.push(`${counted(slanted, 'slanted piece')} of text (a watermark) left out`);
  if (dropped > 0) warnings.push(`${counted(dropped, 'repeated page header or footer line')} left out`);
  return warnings;
}

/** A PDF that was cut short is often still readable in part; it has lost its end mark. */
function cutWarnings(bytes: Buffer): readonly string[] {
  const whole = bytes.subarray(-END_REACH).includes('%%EOF');
  return whole ? [] : ['the end of the PDF is missing: text may be missing too. Copy or export it again'];
}

/**
 * Reads the text of a PDF page by page, its lines put together again from where the pieces of text stand: table cells
 * become tab-separated, running headers are dropped after their first appearance, page numbers are left.
 *
 * @throws GuidaError `file-encrypted`, or `file-unreadable` for damage and for scans
 */
export async function readPdf(bytes: Buffer): Promise<Outcome<readonly string[]>> {
  const signature = signatureOf(bytes);
  if (signature !== 'pdf') {
    throw new GuidaError(
      'file-unreadable',
      `the file is not a PDF${describeSignature(signature)}. Give it the ending of what it is, or export it again.`,
    );
  }
  const maps = new CharacterMaps();
  const document = await openPdf(bytes, maps);
  try {
    const pages = await readPages(document);
    refuseEmpty(pages, maps.missing);
    const running = dropRunningLines(pages.map((page) => page.lines));
    return {
      value: running.pages.flat(),
      warnings: [...cutWarnings(bytes), ...warningsOf(pages, running.dropped, maps.missing)],
    };
  } finally {
    await document.destroy();
  }
}
