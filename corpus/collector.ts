import { createHash } from 'node:crypto';
import type { Block, Paragraph } from './blocks.ts';
import { bareText } from './characters.ts';
import { packSentences } from './sentences.ts';
import { readOut, rowReader, type ReadRow } from './tables/rows.ts';
import type { LineRange, Passage, Section, Table } from './types.ts';

/** A passage is at most this long, in characters: five of them fit into a prompt or a chat message. */
export const PASSAGE_LIMIT = 480;

/** Gathers the sections, passages and tables of one plan in reading order, and gives them their ids. */
export class Collector {
  readonly #planId: string;
  readonly #sections: Section[] = [];
  readonly #passages: Passage[] = [];
  readonly #tables: Table[] = [];
  readonly #seen = new Map<string, number>();

  constructor(planId: string) {
    this.#planId = planId;
  }

  section(path: readonly string[], lines: LineRange): void {
    this.#sections.push({ planId: this.#planId, path: [...path], lines });
  }

  /** Cuts a paragraph into passages of whole sentences. */
  paragraph(path: readonly string[], block: Paragraph): void {
    let at = 0;
    const { pieces } = block;
    for (const stretch of packSentences(block.text, PASSAGE_LIMIT)) {
      while (at + 1 < pieces.length && (pieces[at + 1]?.start ?? 0) <= stretch.start) at += 1;
      const from = pieces[at]?.line ?? block.lines[0];
      while (at + 1 < pieces.length && (pieces[at + 1]?.start ?? 0) < stretch.end) at += 1;
      const to = pieces[at]?.line ?? from;
      this.#push('prose', path, block.text.slice(stretch.start, stretch.end), [from, to]);
    }
  }

  /** A table and one passage for each of its rows. */
  table(path: readonly string[], block: Extract<Block, { kind: 'table' }>): void {
    const caption = block.caption ?? path.at(-1) ?? '';
    const section = block.caption === undefined ? path : [...path, block.caption];
    if (block.caption !== undefined) this.section(section, block.lines);
    const id = `${this.#planId}-t${this.#tables.length + 1}`;
    const { columns, rows } = block.grid;
    this.#tables.push({ id, planId: this.#planId, caption, section: [...section], columns, rows });
    const read = rowReader(caption, columns, rows);
    rows.forEach((row, index) => {
      for (const text of rowTexts(caption, read(index)))
        this.#push('row', section, text, row.lines, { id, row: index });
    });
  }

  result(): { sections: readonly Section[]; passages: readonly Passage[]; tables: readonly Table[] } {
    return { sections: this.#sections, passages: this.#passages, tables: this.#tables };
  }

  #push(
    kind: Passage['kind'],
    section: readonly string[],
    words: string,
    lines: LineRange,
    table?: Passage['table'],
  ): void {
    const text = words.trim();
    if (bareText(text) === '') return;
    const digest = createHash('sha256')
      .update(`${section.join('\n')}\n\n${text}`)
      .digest('hex')
      .slice(0, 10);
    const repeat = this.#seen.get(digest) ?? 0;
    this.#seen.set(digest, repeat + 1);
    const id = `${this.#planId}-${digest}${repeat === 0 ? '' : `-${repeat + 1}`}`;
    this.#passages.push({
      id,
      planId: this.#planId,
      order: this.#passages.length,
      kind,
      section: [...section],
      text,
      lines,
      ...(table ? { table } : {}),
    });
  }
}

/** A row in passages: one, unless its cells hold more than fits; then each repeats the caption and the row's name. */
function rowTexts(caption: string, row: ReadRow): readonly string[] {
  if (row.text.length <= PASSAGE_LIMIT) return [row.text];
  const room = PASSAGE_LIMIT - readOut(caption, row.name, row.groups, [{ header: '', value: '' }]).length - 2;
  if (room < PASSAGE_LIMIT / 4) return cut(row.text, PASSAGE_LIMIT);
  const texts: string[] = [];
  let values: ReadRow['values'] = [];
  const read = (some: ReadRow['values']): string => readOut(caption, row.name, row.groups, some);
  for (const { header, value } of row.values) {
    const short = header.length < room / 2 ? header : '';
    for (const part of cut(value, room - short.length)) {
      const more = [...values, { header: short, value: part }];
      if (values.length > 0 && read(more).length > PASSAGE_LIMIT) {
        texts.push(read(values));
        values = [{ header: short, value: part }];
      } else values = more;
    }
  }
  return [...texts, read(values)];
}

function cut(text: string, limit: number): readonly string[] {
  return packSentences(text, limit).map(({ start, end }) => text.slice(start, end));
}
