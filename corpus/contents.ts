import { bareText } from './characters.ts';
import { readMark } from './headings.ts';
import type { Line } from './lines.ts';

/** Dots and a page number at the end of a line of a table of contents. */
const LEADER = /[\s.．…·\-—]*\d{0,4}$/u;

/**
 * Leaves a table of contents (目录) out: its lines stand again in the text as the headings they list. Without this
 * every heading would come twice, and the first chapter would seem to be the contents' last line.
 */
export function dropContents(lines: readonly Line[]): readonly Line[] {
  const start = lines.findIndex((line) => /^目录$/u.test(line.text));
  if (start === -1) return lines;
  const listed = new Map<string, number>();
  for (const line of lines) {
    const key = entryKey(line.text);
    if (key !== '') listed.set(key, (listed.get(key) ?? 0) + 1);
  }
  const seen = new Set<string>();
  let end = start + 1;
  let last = start;
  for (; end < lines.length; end += 1) {
    const line = lines[end];
    if (!line || line.text === '' || line.page) continue;
    const key = entryKey(line.text);
    // The contents end where the first heading comes again.
    if (seen.has(key) || key === '' || (listed.get(key) ?? 0) < 2) break;
    seen.add(key);
    last = end;
  }
  return seen.size < 2 ? lines : lines.filter((_, index) => index < start || index > last);
}

/** A heading's letters without its page number; empty for a line that can be no heading. */
function entryKey(text: string): string {
  if (text.length > 80 || /[。；！？]/u.test(text)) return '';
  const title = text.replace(LEADER, '');
  return readMark(text) || text !== title || text.length <= 26 ? bareText(title) : '';
}
