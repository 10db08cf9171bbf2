import { load, type CheerioAPI } from 'cheerio';
import { GuidaError } from '../errors.ts';
import type { Outcome } from '../types.ts';
import { isBlock, isElement, walk, type HtmlElement } from './html-nodes.ts';
import { collapse, tableLines } from './html-table.ts';
import { cleanLine, raise, splitLines } from './lines.ts';
import { decodeText, decodingWarnings } from './text.ts';
import { counted } from './wording.ts';

/** How far into a page a browser looks for its charset is 1,024 bytes; saved pages are sloppier. */
const CHARSET_REACH = 4096;

function declaredCharset(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, CHARSET_REACH).toString('latin1');
  const name = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})/iu.exec(head)?.[1]?.toLowerCase();
  if (name === undefined) return undefined;
  return /^(?:gb2312|gbk|gb_2312-80|x-gbk)$/u.test(name) ? 'gb18030' : name;
}

/** Gathers text into lines: blocks end them, white space collapses except in `<pre>`. */
class LineBuilder {
  readonly lines: string[] = [];
  /** Depth of the heading the text stands in; 0 outside. */
  heading = 0;
  #text = '';

  add(text: string): void {
    this.#text += text;
  }

  endLine(preformatted: boolean): void {
    const text = this.#text;
    this.#text = '';
    const parts = preformatted && this.heading === 0 ? splitLines(text) : [text];
    for (const part of parts) {
      const line = cleanLine(collapse(part));
      if (line !== '') this.lines.push(this.heading > 0 ? `${'#'.repeat(this.heading)} ${line}` : line);
    }
  }

  /** A table stands between blank lines, so that two tables do not become one. */
  table(rows: readonly string[]): void {
    this.lines.push('', ...rows.map((row) => cleanLine(row)), '');
  }
}

function headingDepth(element: HtmlElement): number {
  return Number(/^h([1-6])$/u.exec(element.name)?.[1] ?? 0);
}

/** Whether a page numbers list items itself, so that the numbers are not in its text. */
function isNumbered(element: HtmlElement): boolean {
  return element.name === 'ol' && element.children.some((child) => isElement(child) && child.name === 'li');
}

/**
 * The text of a parsed page: headings as `#`-lines, a line for each paragraph, list item and `<br>`, tables as
 * {@link tableLines}. Raised figures stay raised (10⁴). Numbers that the page gives its list items are not in the text:
 * a warning says so.
 */
export function pageLines(page: CheerioAPI): Outcome<readonly string[]> {
  const builder = new LineBuilder();
  let preformatted = 0;
  let raised = 0;
  let numbered = 0;
  walk(page.root().contents().toArray(), {
    enter(element) {
      if (element.name === 'br' && builder.heading > 0) {
        builder.add(' ');
        return false;
      }
      if (isBlock(element)) builder.endLine(preformatted > 0);
      const depth = headingDepth(element);
      if (depth > 0) builder.heading = depth;
      if (isNumbered(element)) numbered += 1;
      if (element.name === 'pre') preformatted += 1;
      if (element.name === 'sup') raised += 1;
      const rows = element.name === 'table' ? tableLines(element) : undefined;
      if (rows) builder.table(rows);
      return rows === undefined;
    },
    leave(element) {
      if (element.name === 'sup') raised -= 1;
      if (isBlock(element)) builder.endLine(preformatted > 0);
      if (headingDepth(element) > 0) builder.heading = 0;
      if (element.name === 'pre') preformatted -= 1;
    },
    text(data) {
      builder.add(raised > 0 ? raise(data) : data);
    },
  });
  builder.endLine(false);
  const warnings =
    numbered > 0 ? [`${counted(numbered, 'numbered list')}: the items are in order, but without numbers`] : [];
  return { value: trimBlank(builder.lines), warnings };
}

/** No blank line at either end and never two in a row. */
function trimBlank(lines: readonly string[]): string[] {
  const kept = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''));
  if (kept.at(-1) === '') kept.pop();
  return kept;
}

/**
 * Reads a web page.
 *
 * @throws GuidaError `file-empty` when it shows no text, `file-unreadable` for a binary file
 */
export function readHtml(bytes: Buffer): Outcome<readonly string[]> {
  const decoded = decodeText(bytes, declaredCharset(bytes));
  const { value, warnings } = pageLines(load(decoded.text, { scriptingEnabled: false }));
  if (value.length === 0) {
    throw new GuidaError(
      'file-empty',
      'the page holds no text. Save it again from the browser once it is fully shown.',
    );
  }
  return { value, warnings: [...decodingWarnings(decoded), ...warnings] };
}
