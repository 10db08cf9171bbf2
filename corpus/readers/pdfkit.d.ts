/** The part of pdfkit that the tests draw with; the package ships no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream';

  interface PdfDocumentOptions {
    readonly size?: string;
    readonly layout?: 'portrait' | 'landscape';
    readonly margin?: number;
    readonly compress?: boolean;
    readonly userPassword?: string;
    readonly ownerPassword?: string;
    readonly autoFirstPage?: boolean;
  }

  interface PdfTextOptions {
    readonly lineBreak?: boolean;
    readonly width?: number;
    readonly characterSpacing?: number;
  }

  export default class PDFDocument extends Readable {
    constructor(options?: PdfDocumentOptions);
    font(source: string, family?: string): this;
    fontSize(size: number): this;
    text(text: string, x?: number, y?: number, options?: PdfTextOptions): this;
    rect(x: number, y: number, width: number, height: number): this;
    fill(color: string): this;
    rotate(degrees: number, options?: { readonly origin?: readonly [number, number] }): this;
    save(): this;
    restore(): this;
    addPage(): this;
    end(): void;
  }
}
