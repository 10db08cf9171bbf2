import type { Command } from 'commander';
import { GuidaError } from '../../corpus/errors.ts';

/** Describes `draft`. */
export function describeDraft(command: Command): Command {
  return command
    .description('write a summary with citations (this version does not write drafts yet)')
    .argument('<topic...>', 'what the draft is about')
    .option('--docx <file>', 'write a Word document with footnotes');
}

/** @throws GuidaError `usage`, always: see CHANGELOG.md for what this version does */
export function draft(): never {
  throw new GuidaError(
    'usage',
    'This version does not write drafts yet. “ask” answers single questions with their sources.',
  );
}
