import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getResolvedPDFJS } from 'unpdf';
import { GuidaError } from '../errors.ts';

/** An affine map as PDF has it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** A piece of text as pdf.js gives it. `width` is in points; `transform` places it in the page's own space. */
export interface PdfText {
  readonly str: string;
  readonly transform: Matrix;
  readonly width: number;
}

/** What is used of a page. The types that unpdf ships do not resolve under `nodenext`, so they are stated here. */
export interface PdfPage {
  getTextContent(): Promise<{ readonly items: readonly (PdfText | { readonly type: string })[] }>;
  getViewport(options: { scale: number }): { readonly transform: Matrix };
  cleanup(): boolean;
}

/** What is used of a document. Pages count from 1. */
export interface PdfDocument {
  readonly numPages: number;
  getPage(number: number): Promise<PdfPage>;
  destroy(): Promise<void>;
}

interface Pdfjs {
  getDocument(options: object): { readonly promise: Promise<PdfDocument>; destroy(): Promise<void> };
}

/**
 * Where pdf.js gets the tables that turn the codes of Chinese fonts into characters when a PDF does not embed them.
 * They come with the package pdfjs-dist, if it is installed.
 */
export class CharacterMaps {
  /** Names of the tables that were asked for in vain: text in these fonts is lost. */
  readonly missing = new Set<string>();

  /** The class that pdf.js makes its own instance of. */
  factory(): object {
    const { missing } = this;
    return class {
      async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
        // The name comes out of the PDF: it must not lead out of the folder.
        if (kind !== 'cMapUrl' || !/^[\w-]+\.bcmap$/u.test(filename))
          throw new Error(`${filename} is not needed for text`);
        try {
          const manifest = createRequire(import.meta.url).resolve('pdfjs-dist/package.json');
          return new Uint8Array(await readFile(join(dirname(manifest), 'cmaps', filename)));
        } catch (cause) {
          missing.add(filename.replace(/\.bcmap$/u, ''));
          throw new Error(`no character map ${filename}`, { cause });
        }
      }
    };
  }
}

/**
 * Opens a PDF. One that asks for no password to be read, only to be changed, opens as if it were not encrypted.
 *
 * @throws GuidaError `file-encrypted`, or `file-unreadable` when it is damaged
 */
export async function openPdf(bytes: Buffer, maps: CharacterMaps): Promise<PdfDocument> {
  const pdfjs = (await getResolvedPDFJS()) as unknown as Pdfjs;
  const task = pdfjs.getDocument({
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    verbosity: 0,
    cMapUrl: 'pdfjs-dist/cmaps/',
    BinaryDataFactory: maps.factory(),
  });
  try {
    return await task.promise;
  } catch (cause) {
    await task.destroy();
    if (cause instanceof Error && cause.name === 'PasswordException') {
      throw new GuidaError('file-encrypted', 'the PDF asks for a password. Save it again without one.', { cause });
    }
    throw new GuidaError('file-unreadable', 'the PDF is damaged or cut short. Copy or export it again.', { cause });
  }
}
