import pc from 'picocolors';
import type { Answer, Assistant, Citation, Turn } from '../answer/types.ts';
import { quotedWords } from './text/quoted-words.ts';
import { sourcePath } from './text/source-path.ts';

/** How an answer is set. */
export interface TerminalStyle {
  /** Bold and dim type by escape sequences. Without, the text stays the Markdown it is, to be pasted elsewhere. */
  readonly colour: boolean;
}

/**
 * Asks, and sets the answer for a person at a terminal.
 * @throws GuidaError when the index fails
 */
export async function answerInTerminal(
  assistant: Assistant,
  question: string,
  style: TerminalStyle,
  conversation: readonly Turn[] = [],
): Promise<string> {
  for await (const event of assistant.ask(question, conversation)) {
    if (event.type === 'done') return renderAnswer(event.answer, style);
  }
  throw new Error('the assistant ended without an answer');
}

/**
 * Asks, and sets the answer as it comes: verified text at once, the sources at the end. All of it together reads as
 * `answerInTerminal` would have it.
 * @throws GuidaError when the index fails; what `write` throws
 */
export async function streamToTerminal(
  assistant: Assistant,
  question: string,
  style: TerminalStyle,
  write: (text: string) => Promise<void>,
  conversation: readonly Turn[] = [],
): Promise<void> {
  for await (const event of assistant.ask(question, conversation)) {
    if (event.type === 'text') await write(renderText(event.text, style));
    if (event.type === 'done') await write(renderSources(event.answer, style));
  }
}

/** The answer first, then its sources: plan › section › quoted words, and where they stand in the file. */
export function renderAnswer(answer: Answer, style: TerminalStyle): string {
  return renderText(answer.text, style) + renderSources(answer, style);
}

function renderText(text: string, { colour }: TerminalStyle): string {
  const { bold } = pc.createColors(colour);
  const shown = printable(text);
  return colour ? shown.replace(/\*\*(.+?)\*\*/gu, (_, words: string) => bold(words)) : shown;
}

function renderSources(answer: Answer, style: TerminalStyle): string {
  if (answer.citations.length === 0) return '\n';
  const { bold } = pc.createColors(style.colour);
  const sources = answer.citations.map((citation) => renderCitation(citation, answer.text, style));
  return `\n\n${bold('出处')}\n${sources.join('\n')}\n`;
}

function renderCitation(citation: Citation, answer: string, { colour }: TerminalStyle): string {
  const { dim } = pc.createColors(colour);
  const { n, file, lines } = citation;
  const place = lines[0] === lines[1] ? `${file}:${lines[0]}` : `${file}:${lines[0]}-${lines[1]}`;
  const path = printable(`${sourcePath(citation)} › “${quotedWords(citation, answer)}”`);
  return `[${n}] ${path} ${dim(printable(`（${place}）`))}`;
}

/** A plan is a foreign text: escape sequences in it must not reach the terminal, nor may it turn the writing round. */
function printable(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}
