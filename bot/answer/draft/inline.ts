import { numberSections } from './numbering.ts';
import { tableText } from './row-text.ts';
import type { DraftDocument, DraftSentence, DraftTable } from './types.ts';

/**
 * A draft as the Markdown of an answer: a screen or two, with `[n]` behind each sentence and no list of sources, which
 * each channel sets its own way.
 */
export function inlineText(draft: DraftDocument): string {
  const lines = [`**${draft.title}**`];
  const isOne = draft.sections.length === 1;
  for (const [index, section] of draft.sections.entries()) {
    lines.push(...(isOne ? [''] : ['', `**${numberSections(index)}${section.heading}**`]));
    for (const table of section.tables) lines.push(...tableLines(table));
    if (section.tables.length > 0 && section.paragraphs.length > 0) lines.push('');
    for (const { name, sentences } of section.paragraphs)
      lines.push(`- ${name === '' ? '' : `**${name}**：`}${sentences.map(marked).join('')}`);
  }
  if (draft.notes.length > 0) lines.push('', `说明：${draft.notes.map(marked).join('')}`);
  return lines.join('\n');
}

function tableLines(table: DraftTable): readonly string[] {
  const { columns, rows } = tableText(table);
  return [
    '',
    `| ${columns.join(' | ')} | 出处 |`,
    `|${' --- |'.repeat(columns.length + 1)}`,
    ...rows.map(({ cells, marks }) => `| ${cells.map(escapeCell).join(' | ')} | ${marksOf(marks)} |`),
  ];
}

function marked({ text, marks }: DraftSentence): string {
  return `${text}${marksOf(marks)}`;
}

function marksOf(marks: readonly number[]): string {
  return marks.map((mark) => `[${mark}]`).join('');
}

/** A bar inside a cell would end it. */
export function escapeCell(cell: string): string {
  return cell.replaceAll('|', '｜').replace(/\s*\n\s*/gu, ' ');
}
