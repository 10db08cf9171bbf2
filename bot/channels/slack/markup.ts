import { tablesOf } from '../text/table-lines.ts';

/** Zero-width space: breaks what Slack would make live, and is not seen. */
const BREAK = '\u200b';

/** Characters that Slack reads as markup anywhere in a line, and what is shown instead of them. */
const LOOKALIKES: Readonly<Record<string, string>> = { '*': '＊', '`': '｀', '~': '～' };

/**
 * Answers are Markdown of which we mean bold words, list items, headings and tables. Everything else in them comes from
 * questions and plans and is shown as it is: nothing of it becomes a mention, a channel, a link, an image or an emoji.
 */
type Dialect = 'mrkdwn' | 'markdown';

/** An answer for a section block. The object that holds it says `verbatim`, so that Slack adds no links of its own. */
export function mrkdwn(answer: string): string {
  return render(answer, 'mrkdwn');
}

/** An answer for `markdown_text`, which streams take. */
export function streamMarkdown(answer: string): string {
  return render(answer, 'markdown');
}

/** Foreign text without any markup: titles, quoted words, passages. */
export function literal(text: string): string {
  return escape(disarm(text));
}

/** Foreign text where Slack reads no markup at all (`plain_text`): it is cut, nothing else. */
export function plain(text: string, longest: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length <= longest
    ? line
    : `${Array.from(line.slice(0, longest - 1))
        .slice(0, -1)
        .join('')}…`;
}

/** Each table as a list: what Slack shows of a Markdown table cannot be read on a phone. The other lines stay. */
export function tablesAsLists(answer: string): string {
  let text = '';
  let from = 0;
  for (const { start, headEnd, end } of tablesOf(answer)) {
    const [columns = []] = rowsOf(answer.slice(start, headEnd));
    const items = rowsOf(answer.slice(headEnd, end)).map((cells) => item(cells, columns));
    text += `${answer.slice(from, start)}${items.join('\n')}\n`;
    from = end;
  }
  return text + answer.slice(from);
}

/** The end of a text that is still growing may be half a table or half of bold words: how much of it can be shown. */
export function shownSoFar(answer: string): string {
  const lastLine = answer.lastIndexOf('\n') + 1;
  let end = answer.length;
  if (/^[^\S\n]*\|/u.test(answer.slice(lastLine))) end = lastLine;
  for (;;) {
    const before = answer.slice(0, Math.max(0, end - 1));
    const start = before.lastIndexOf('\n') + 1;
    if (end === 0 || !/^[^\S\n]*\|/u.test(answer.slice(start, end))) break;
    end = start;
  }
  const line = answer.slice(answer.lastIndexOf('\n', end - 1) + 1, end);
  const open = line.split('**').length % 2 === 0 ? line.lastIndexOf('**') : -1;
  return open < 0 ? answer.slice(0, end).replace(/\*$/u, '') : answer.slice(0, end - line.length + open);
}

function rowsOf(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => line.includes('|') && !/^[\s|:-]+$/u.test(line))
    .map((line) =>
      line
        .trim()
        .replace(/^\||\|$/gu, '')
        .split(/(?<!\\)\|/u)
        .map((cell) => cell.trim()),
    );
}

function item([name = '', ...cells]: readonly string[], columns: readonly string[]): string {
  const values = cells
    .map((cell, at) => ({ cell, column: columns[at + 1] ?? '' }))
    .filter(({ cell }) => cell !== '')
    .map(({ cell, column }) => (column === '' ? cell : `${column}：${cell}`));
  const head = name.includes('**') || name === '' ? name : `**${name}**`;
  return `- ${[head, values.join('；')].filter((part) => part !== '').join('：')}`;
}

function render(answer: string, dialect: Dialect): string {
  return answer
    .split('\n')
    .map((line) => renderLine(line, dialect))
    .join('\n');
}

function renderLine(line: string, dialect: Dialect): string {
  const heading = /^\s{0,3}#{1,6}\s+(.*)$/u.exec(line)?.[1];
  if (heading !== undefined) return inline(`**${unmarked(heading)}**`, dialect);
  const [, indent = '', text] = /^(\s*)[-*+]\s+(.*)$/u.exec(line) ?? [];
  if (text !== undefined) return `${indent}${dialect === 'mrkdwn' ? '•' : '-'} ${inline(text, dialect)}`;
  const rendered = inline(line, dialect);
  if (dialect === 'mrkdwn') return rendered;
  // “3. ” begins a list that Markdown would number anew, and a rule or four spaces would be set as something else.
  return rendered
    .replace(/^(\s*\d{1,9})([.)])(?=\s|$)/u, `$1${BREAK}$2`)
    .replace(/^(?=\s*(?:-{3,}|_{3,}|={2,})\s*$)/u, BREAK)
    .replace(/^ {4,}/u, '   ');
}

const BOLD = /\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*/gu;

/** Bold words need a half-width edge: without one Slack shows the asterisks between Chinese characters. */
function inline(line: string, dialect: Dialect): string {
  let text = '';
  let from = 0;
  for (const { 0: whole, 1: words = '', index } of line.matchAll(BOLD)) {
    text += withoutMarkers(line.slice(from, index));
    if (text !== '' && !/\s$/u.test(text)) text += ' ';
    const marker = dialect === 'mrkdwn' ? '*' : '**';
    text += `${marker}${literal(words)}${marker}`;
    from = index + whole.length;
    const next = line[from];
    if (next !== undefined && !/\s/u.test(next)) text += ' ';
  }
  return text + withoutMarkers(line.slice(from));
}

/** A marker without its other half, left by a cut, says nothing to a reader. */
function withoutMarkers(text: string): string {
  return literal(unmarked(text));
}

/** Two figures that only a marker parts must not become one. */
function unmarked(text: string): string {
  return text.replace(/(?<=[\d.,])(?:\*\*)+(?=[\d.,])/gu, ' ').replaceAll('**', '');
}

function disarm(text: string): string {
  return (
    text
      .replace(/[*`~]/gu, (character) => LOOKALIKES[character] ?? character)
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
      // Links and images of Markdown, and the definitions that reference links need.
      .replace(/\](?=[(:])/gu, `]${BREAK}`)
      .replace(/!(?=\[)/gu, `!${BREAK}`)
      // Addresses and domains that Slack would link by itself.
      .replace(/:(?=\/\/)/gu, `:${BREAK}`)
      .replace(/(?<=[\w-])\.(?=\p{L}{2})/gu, `.${BREAK}`)
      .replace(/\b(mailto|tel):/giu, `$1${BREAK}:`)
      // Names of channels, people and groups, and emoji.
      .replace(/[@#](?=[\p{L}\p{N}_])/gu, `$&${BREAK}`)
      .replace(/:(?=[a-z0-9_+'-]*[a-z_+][a-z0-9_+'-]*:)/giu, `:${BREAK}`)
  );
}

/** Last, and only these three: so Slack asks for it, and so `<!channel>` and `<address|words>` stay words. */
function escape(text: string): string {
  return text.replace(/[&<>]/gu, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));
}
