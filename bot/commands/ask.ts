import type { Command } from 'commander';
import type { Answer } from '../answer/types.ts';
import { streamToTerminal } from '../channels/terminal.ts';
import { write } from '../host.ts';
import { askConversation, assertQuestion, type Conversation } from './conversation.ts';
import { answerLines } from './jsonl.ts';
import type { CommonOptions, ExitCode, Session } from './session.ts';

/** Options of `ask`. */
export interface AskOptions extends CommonOptions {
  readonly jsonl?: boolean;
}

/** Describes `ask`. */
export function describeAsk(command: Command): Command {
  return command
    .description('answer a question from the plans, with sources')
    .argument('[question...]', 'the question, in Chinese')
    .option('--jsonl', 'answer many: {"id","turns":[…]} a line from stdin, one answer a line to stdout')
    .addHelpText('after', '\nFor example: guida ask "合肥市到2025年国家高新技术企业要达到多少户？"');
}

/**
 * Answers one question for a person, or many for a script.
 * @throws GuidaError `usage`, and what opening the index throws
 */
export async function ask(session: Session, question: readonly string[], options: AskOptions): Promise<ExitCode> {
  const { host } = session;
  const isBatch = options.jsonl === true;
  assertQuestion(question, isBatch);
  const index = await session.openIndex();
  try {
    const { openAssistant } = await import('../open-assistant.ts');
    const assistant = await openAssistant(index, session.settings, session.log);
    if (!isBatch) {
      const style = { colour: hasColour(session) };
      await streamToTerminal(assistant, question.join(' '), style, (text) => write(host.stdout, text));
      return 0;
    }
    await answerLines(session, async ({ id, turns }) => {
      const { answer, milliseconds } = await askConversation(assistant, turns, host.now);
      return answerLine(id, answer, milliseconds);
    });
    return 0;
  } finally {
    await index.close();
  }
}

/** One line of `ask --jsonl`. Scripts depend on its fields. */
function answerLine(id: Conversation['id'], answer: Answer, milliseconds: number): object {
  const { text, declined, mode, citations } = answer;
  return {
    id,
    answer: text,
    declined,
    mode,
    citations: citations.map(({ n, plan, section, quote, file, lines }) => ({ n, plan, section, quote, file, lines })),
    ms: Math.round(milliseconds),
  };
}

/** https://no-color.org */
function hasColour({ host }: Session): boolean {
  return (
    host.stdout.isTTY === true && (host.environment['NO_COLOR'] ?? '') === '' && host.environment['TERM'] !== 'dumb'
  );
}
