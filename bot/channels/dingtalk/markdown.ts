import type { Answer, Citation } from '../../answer/types.ts';
import { quotedWords } from '../text/quoted-words.ts';
import { sourcePath } from '../text/source-path.ts';
import { tablesOf } from '../text/table-lines.ts';

/** A title has room for so many characters where DingTalk lists its chats. */
const LONGEST_TITLE = 24;

/** An answer and its sources as DingTalk's Markdown shows them. Nothing in it calls anybody or leads anywhere but to the viewer. */
export function answerMarkdown(answer: Answer, publicUrl?: string): string {
  const sources = answer.citations.map((citation) => sourceLine(citation, answer.text, publicUrl));
  const handout =
    answer.handout === undefined || publicUrl === undefined ? [] : [handoutLine(answer.handout, publicUrl)];
  const listed = sources.length === 0 ? [] : ['**出处**', ...sources];
  return [messageMarkdown(answer.text), ...handout, ...listed].join('\n\n');
}

/** Where a draft can be changed, and had as a file even if the one that follows does not come. */
function handoutLine(topic: string, publicUrl: string): string {
  return `[在网页上预览、删改、下载](${publicUrl}/drafts?topic=${inAddress(topic)})`;
}

/** Our own Markdown as DingTalk's: `**bold**`, lists and headings stay, tables become lists, nothing else is live. */
export function messageMarkdown(text: string): string {
  return withLineBreaks(withBold(neutral(withoutTables(text))));
}

/** The first words of a text, without any markup, for the list of chats and for notifications. */
export function titleOf(text: string): string {
  // Neutralised last: what is taken out may leave two marks side by side that were apart.
  const words = neutral(text.replace(/\[\p{Nd}+\]|\*\*|^#{1,6}\s+|^[-+]\s+/gmu, ''))
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = Array.from(words);
  const title = characters.length > LONGEST_TITLE ? `${characters.slice(0, LONGEST_TITLE - 1).join('')}…` : words;
  return title === '' ? '规划问答' : title;
}

function sourceLine(citation: Citation, answer: string, publicUrl: string | undefined): string {
  const { n, planId, passageId } = citation;
  const words = plain(`${sourcePath(citation)} › “${quotedWords(citation, answer)}”`);
  if (publicUrl === undefined) return `[${n}] ${words}`;
  return `[${n}] ${words} [查看原文](${publicUrl}/plans/${inAddress(planId)}#${inAddress(passageId)})`;
}

/** Words of a plan: one line, and no markup at all. */
function plain(text: string): string {
  return neutral(text.replace(/\s+/gu, ' ')).replaceAll('*', '＊');
}

function inAddress(id: string): string {
  return encodeURIComponent(id).replace(/[!'()*~_]/gu, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * Takes the life out of all markup but our own bold, lists, headings and citation marks. Marks are replaced by full-width
 * ones that read the same: whether DingTalk heeds a backslash differs from client to client.
 */
function neutral(text: string): string {
  return (
    text
      .replace(/[\p{Surrogate}]/gu, '\uFFFD')
      .replace(/\r\n?/gu, '\n')
      .replace(/[\t\p{Zl}\p{Zp}]/gu, ' ')
      // Nothing invisible: it could hide an order, turn the writing round or split a word that is looked for below.
      .replace(/(?!\n)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu, '')
      .replaceAll('@', '＠')
      .replaceAll('<', '＜')
      .replaceAll('>', '＞')
      .replaceAll('`', '＇')
      .replaceAll('_', '＿')
      .replaceAll('~~', '～～')
      .replaceAll('\\', '＼')
      .replace(/&(?=#?\w+;)/gu, '＆')
      .replaceAll('![', '！[')
      .replace(/\](?=\()/gu, '] ')
      .replace(/\](?=\[)(?!\[\p{Nd}{1,4}\])/gu, '] ')
      .replace(/\]:/gu, ']：')
      .replaceAll('://', '：//')
      // DingTalk makes a link of anything that looks like the name of a host.
      .replace(/(?<=[\p{L}\p{Nd}-])\.(?=\p{L})/gu, '．')
  );
}

/** Keeps `**` where a pair of them makes words on one line bold, and sets it so that it does beside Chinese punctuation. */
function withBold(text: string): string {
  const bold = /\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*/gu;
  const parts = text.split(bold);
  return parts
    .map((part, position) => (position % 2 === 1 ? part : part.replaceAll('*', '＊')))
    .reduce((set, part, position) => {
      if (position % 2 === 0) return set + part;
      const next = parts[position + 1] ?? '';
      // CommonMark: a marker with punctuation on its inner side needs white space or punctuation on its outer side.
      const before = /^[\p{P}\p{S}]/u.test(part) && /[^\s\p{P}\p{S}]$/u.test(set) ? ' ' : '';
      const after = /[\p{P}\p{S}]$/u.test(part) && /^[^\s\p{P}\p{S}]/u.test(next) ? ' ' : '';
      return `${set}${before}**${part}**${after}`;
    }, '');
}

/** DingTalk's Markdown joins lines as every Markdown does, unless two spaces end them. */
function withLineBreaks(text: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => line.trimEnd());
  const isText = (line: string | undefined): boolean =>
    line !== undefined && line !== '' && !/^\s*(?:[-+]|\d{1,3}\.|#{1,6})\s/u.test(line);
  return lines
    .map((line, at) => (line !== '' && isText(lines[at + 1]) && !/^#{1,6}\s/u.test(line) ? `${line}  ` : line))
    .join('\n');
}

/** Each row as an item that names its columns: DingTalk's Markdown shows no tables. */
function withoutTables(text: string): string {
  return tablesOf(text).reduceRight((rest, { start, headEnd, end }) => {
    const [head = []] = rowsOf(rest.slice(start, headEnd));
    const items = rowsOf(rest.slice(headEnd, end)).map((cells) => {
      const named = cells.map((cell, column) =>
        (head[column] ?? '') === '' ? cell : `${head[column] ?? ''}：${cell}`,
      );
      return `- ${named.join('；')}\n`;
    });
    return `${rest.slice(0, start)}${items.join('')}${rest.slice(end)}`;
  }, text);
}

function rowsOf(lines: string): readonly (readonly string[])[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const cells = line
        .trim()
        .replace(/^\||\|$/gu, '')
        .split(/(?<!\\)\|/u);
      return cells.map((cell) => cell.replaceAll('\\|', '|').trim());
    });
}
