import { escapeCell } from '../answer/draft/inline.ts';
import { labelParagraphs, numberSections } from '../answer/draft/numbering.ts';
import { tableText } from '../answer/draft/row-text.ts';
import type { DraftDocument, DraftSentence, DraftTable } from '../answer/draft/types.ts';
import { sourceNotes, type SourceNotes } from './source-notes.ts';

/** A draft as Markdown with footnotes: `[^1]` behind what rests on source 1, the sources at the end. */
export function markdownOf(draft: DraftDocument): string {
  const sources = sourceNotes(draft);
  const lines = [`# ${draft.title}`, '', draft.lead];
  for (const [index, section] of draft.sections.entries()) {
    lines.push('', `## ${numberSections(index)}${section.heading}`);
    for (const table of section.tables) lines.push('', ...tableLines(table, sources));
    const labels = labelParagraphs(section.paragraphs);
    for (const [at, { sentences }] of section.paragraphs.entries()) {
      const label = labels[at] ?? '';
      const heading = label === '' ? '' : `**${label}。**`;
      lines.push('', `${heading}${sentences.map((sentence) => noted(sentence, sources)).join('')}`);
    }
  }
  if (draft.notes.length > 0) {
    lines.push('', '## 说明', '');
    for (const [index, note] of draft.notes.entries()) lines.push(`${index + 1}. ${noted(note, sources)}`);
  }
  lines.push('', ...sources.notes.map(({ number, text }) => `[^${number}]: ${text}`));
  return `${lines.join('\n')}\n`;
}

function tableLines(table: DraftTable, sources: SourceNotes): readonly string[] {
  const { columns, rows } = tableText(table);
  return [
    `| ${columns.join(' | ')} | 出处 |`,
    `|${' --- |'.repeat(columns.length + 1)}`,
    ...rows.map(({ cells, marks }) => `| ${cells.map(escapeCell).join(' | ')} | ${marksOf(marks, sources)} |`),
  ];
}

function noted({ text, marks }: DraftSentence, sources: SourceNotes): string {
  return `${text}${marksOf(marks, sources)}`;
}

function marksOf(marks: readonly number[], sources: SourceNotes): string {
  return sources
    .of(marks)
    .map((mark) => `[^${mark}]`)
    .join('');
}
