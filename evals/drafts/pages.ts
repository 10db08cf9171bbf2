import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DraftWriter } from '../../bot/draft/open-writer.ts';
import { wordFile } from '../../bot/draft/word-file.ts';
import type { KnownDraft } from './known.ts';

/** Lengths that are asked for, in pages. */
const ASKED = [1, 2] as const;
/** A conversion of all files at once, milliseconds. */
const PATIENCE_MS = 300_000;

/** What is used of unpdf, whose types do not resolve under `nodenext`. */
interface PdfReading {
  readonly getDocumentProxy: (bytes: Uint8Array) => Promise<{ readonly numPages: number }>;
}

/** Drafts of known topics at a length: how many pages a word processor makes of each. */
export interface MeasuredPages {
  readonly asked: number;
  /** Pages of each topic's document, by id. */
  readonly pages: readonly { readonly id: string; readonly pages: number }[];
}

/**
 * Writes each topic at one page and at two, and counts the pages that LibreOffice makes of the .docx.
 * @returns undefined where there is no LibreOffice
 */
export async function measurePages(
  writer: DraftWriter,
  topics: readonly KnownDraft[],
): Promise<readonly MeasuredPages[] | undefined> {
  if (spawnSync('soffice', ['--version'], { timeout: 30_000 }).status !== 0) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'guida-pages-'));
  try {
    const names: string[] = [];
    for (const { id, topic } of topics) {
      for (const asked of ASKED) {
        const draft = await writer.write(topic, { length: { pages: asked } });
        if (!draft) continue;
        const name = `${id}-${asked}`;
        writeFileSync(path.join(folder, `${name}.docx`), (await wordFile(draft)).content);
        names.push(name);
      }
    }
    const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
    const files = names.map((name) => path.join(folder, `${name}.docx`));
    spawnSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, ...files], {
      timeout: PATIENCE_MS,
    });
    const { getDocumentProxy } = (await import('unpdf')) as unknown as PdfReading;
    return await Promise.all(
      ASKED.map(async (asked) => {
        const own = names.filter((name) => name.endsWith(`-${asked}`));
        const pages = own.map(async (name) => {
          const pdf = await getDocumentProxy(new Uint8Array(readFileSync(path.join(folder, `${name}.pdf`))));
          return { id: name.slice(0, -2), pages: pdf.numPages };
        });
        return { asked, pages: await Promise.all(pages) };
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** “1 page asked: 36 of 36 within, 36 of just so many”. */
export function describePages({ asked, pages }: MeasuredPages): string {
  const within = pages.filter((one) => one.pages <= asked).length;
  const exact = pages.filter((one) => one.pages === asked).length;
  const over = pages.filter((one) => one.pages > asked).map((one) => `${one.id} ${one.pages}`);
  const named = over.length === 0 ? '' : `; over: ${over.join(', ')}`;
  return `${asked} asked: ${within} of ${pages.length} within, ${exact} of just so many pages${named}`;
}
