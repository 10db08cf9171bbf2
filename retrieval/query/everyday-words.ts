import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GuidaError } from '../../corpus/errors.ts';

/** What people say for something that plans put in other words. One way, and weaker than a synonym. */
export interface EverydayWord {
  readonly word: string;
  /** The plan words it may stand for. */
  readonly plan: readonly string[];
  /** A verb or question word: it hints at what an answer speaks of, and weighs little. */
  readonly cue: boolean;
}

/** `  盘子: [规模, 总量]` */
const RELATION = /^ {2}([^\s:#]+): \[([^[\]]+)\]$/u;

/** Reads the list that ships with the project, or another file of the same form: see `readEverydayWords`. */
export function loadEverydayWords(
  file: string = fileURLToPath(new URL('everyday-words.yaml', import.meta.url)),
): readonly EverydayWord[] {
  return readEverydayWords(readFileSync(file, 'utf8'));
}

/**
 * Reads a list of everyday words: YAML of one relation a line. Read by lines, since the YAML library takes a hundred
 * times as long for it.
 * @throws GuidaError `words-list` that names the line that is none, or that gives a word a second time
 */
export function readEverydayWords(text: string): readonly EverydayWord[] {
  const entries = new Map<string, EverydayWord>();
  let section: string | undefined;
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (/^\s*(?:#.*)?$/u.test(line)) continue;
    const heading = /^(words|cues):$/u.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading;
      continue;
    }
    const [, word, targets] = RELATION.exec(line) ?? [];
    if (section === undefined || word === undefined || targets === undefined || entries.has(word))
      throw new GuidaError(
        'words-list',
        `Line ${String(index + 1)} of the everyday words is not “word: [plan word, plan word]”, or has a word again.`,
      );
    entries.set(word, { word, plan: targets.split(',').map((target) => target.trim()), cue: section === 'cues' });
  }
  return [...entries.values()];
}
