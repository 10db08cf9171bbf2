import pc from 'picocolors';
import type { Answer, Assistant, Citation, Turn } from '../answer/types.ts';

/** How an answer is set. */
export interface TerminalStyle {
  /** Bold and dim type by escape sequences. Without, the text stays the Markdown it is, to be pasted elsewhere. */
  readonly colour: boolean;
}

/** Quoted words under a source, in characters; a longer passage is cut to the sentences that the answer rests on. */
const LONGEST_QUOTE = 160;

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
  const { n, plan, section, quote, file, lines, draft } = citation;
  const title = draft && !plan.includes('征求意见稿') ? `${plan}（征求意见稿）` : plan;
  const place = lines[0] === lines[1] ? `${file}:${lines[0]}` : `${file}:${lines[0]}-${lines[1]}`;
  const path = [title, ...section, `“${quotedWords(quote, answer)}”`].map(printable).join(' › ');
  return `[${n}] ${path} ${dim(printable(`（${place}）`))}`;
}

/**
 * The part of a passage that an answer rests on: whole when it is short; otherwise its sentences that share most with
 * the answer, in their order, with … for what is left out.
 */
export function quotedWords(quote: string, answer: string, longest: number = LONGEST_QUOTE): string {
  if (quote.length <= longest) return quote;
  const sentences = quote.split(/(?<=[。；！？\n])/u).filter((sentence) => sentence.trim() !== '');
  const pairs = pairsOf(answer);
  const ranked = sentences
    .map((sentence, position) => ({ sentence, position, shared: sharedWith(pairs, sentence) }))
    .toSorted((left, right) => right.shared - left.shared || left.position - right.position);
  const kept = new Set<number>();
  let length = 0;
  for (const { sentence, position } of ranked) {
    // The best one stays even when it alone is too long: a quote without the figure would prove nothing.
    if (kept.size > 0 && length + sentence.length > longest) break;
    kept.add(position);
    length += sentence.length;
  }
  const parts = sentences.map((sentence, position) => (kept.has(position) ? sentence.trim() : '…'));
  return parts.filter((part, position) => part !== '…' || parts[position - 1] !== '…').join('');
}

/** Neighbouring characters, without marks and white space. */
function pairsOf(text: string): ReadonlySet<string> {
  const characters = Array.from(text.replace(/[\p{P}\p{S}\s]+/gu, ''));
  return new Set(characters.slice(1).map((character, position) => `${characters[position] ?? ''}${character}`));
}

function sharedWith(pairs: ReadonlySet<string>, sentence: string): number {
  return [...pairsOf(sentence)].filter((pair) => pairs.has(pair)).length;
}

/** A plan is a foreign text: escape sequences in it must not reach the terminal, nor may it turn the writing round. */
function printable(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, ' ');
}
