import type { DraftDocument } from '../answer/draft/types.ts';
import type { DraftFile, DraftFormat } from './types.ts';

const TYPES: Readonly<Record<DraftFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** A draft in one format: its content, and what a person should be told of it. */
export interface DraftContent {
  /** Absent where the draft has nothing for this format. */
  readonly content: Uint8Array | undefined;
  readonly warnings: readonly string[];
}

/** Sets a draft in a format. The libraries of the format are loaded here, and not before. */
export async function draftContent(draft: DraftDocument, format: DraftFormat): Promise<DraftContent> {
  if (format === 'md') return plain((await import('./markdown.ts')).markdownOf(draft));
  if (format === 'docx') return await (await import('./word-file.ts')).wordFile(draft);
  const { draftSheets } = await import('./table-sheet.ts');
  const sheets = draftSheets(draft);
  if (sheets.length === 0)
    return { content: undefined, warnings: [`The draft has no table: no .${format} file is written.`] };
  if (format === 'csv') return plain((await import('./csv.ts')).csvOf(sheets));
  return { content: await (await import('./xlsx.ts')).xlsxOf(sheets), warnings: [] };
}

/** A draft as a file with a name that every system takes; undefined where it has nothing for the format. */
export async function draftFile(draft: DraftDocument, format: DraftFormat): Promise<DraftFile | undefined> {
  const { content } = await draftContent(draft, format);
  return content && { format, name: `${fileName(draft.title)}.${format}`, type: TYPES[format], content };
}

const LONGEST_NAME = 60;

function fileName(title: string): string {
  const name = title
    .replace(/[\\/:*?"<>|\p{Cc}\p{Bidi_Control}]+/gu, ' ')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
    .slice(0, LONGEST_NAME);
  return name === '' ? '规划要点' : name;
}

function plain(text: string): DraftContent {
  return { content: Buffer.from(text, 'utf8'), warnings: [] };
}
