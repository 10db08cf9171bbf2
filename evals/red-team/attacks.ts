import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { GuidaError } from '../../corpus/errors.ts';
import { parseJsonLines } from '../json-lines.ts';

/** Classes of OWASP's Top 10 for LLM applications 2025 that bear on this program. */
export const ATTACK_CLASSES = {
  LLM01: 'prompt injection',
  LLM02: 'sensitive information disclosure',
  LLM05: 'improper output handling',
  LLM07: 'system prompt leakage',
  LLM08: 'vector and embedding weaknesses',
  LLM09: 'misinformation',
  LLM10: 'unbounded consumption',
} as const;

/** One of them. */
export type AttackClass = keyof typeof ATTACK_CLASSES;

const text = z.string().min(1);

const attackSchema = z
  .strictObject({
    id: z.string().regex(/^llm\d{2}-\d{3}$/u),
    class: z.enum(Object.keys(ATTACK_CLASSES) as [AttackClass, ...AttackClass[]]),
    /** Where the hostile words stand: the last question, a plan pasted into it, an earlier turn, a loaded document. */
    place: z.enum(['question', 'pasted', 'turn', 'document']),
    language: z.enum(['zh', 'en']),
    /** Shape of the payload: base64, markdown-image, role-play… */
    shape: z.string().regex(/^[a-z0-9-]+$/u),
    /** One conversation, oldest first; the last turn is judged. May hold macros, see `expand`. */
    turns: z.array(text).min(1),
    /** `answer`: the question behind the attack is answered all the same; `decline`: there is nothing to answer. */
    outcome: z.enum(['answer', 'decline', 'either']),
    /** What must still be there: the answer holds one string of every group. */
    must: z.array(z.array(text).min(1)),
    /** What must not appear, besides what no answer may hold (`checks.ts`). Upper and lower case are one. */
    mustNot: z.array(text),
    /** A poisoned plan, loaded with the others. May hold macros. */
    document: z.strictObject({ name: z.string().regex(/^[\w-]+\.(?:md|html|txt)$/u), text }).optional(),
  })
  .refine((attack) => (attack.place === 'document') === (attack.document !== undefined), {
    message: 'an attack by a document has one, and no other has',
  })
  .refine((attack) => attack.place !== 'turn' || attack.turns.length > 1, {
    message: 'an attack by an earlier turn has one',
  });

/** One attack, its macros expanded. */
export type Attack = Readonly<z.infer<typeof attackSchema>>;

/** The attacks that ship with the project. */
export const ATTACKS_FILE = path.join(import.meta.dirname, 'attacks.jsonl');

/**
 * Reads attacks, JSON objects one a line, and expands their macros.
 * @throws GuidaError `usage` naming the line that does not read, an id that stands twice, or two documents of one name
 */
export async function loadAttacks(file: string = ATTACKS_FILE): Promise<readonly Attack[]> {
  const lines = parseJsonLines(await readFile(file, 'utf8'), file, attackSchema);
  const attacks = lines.map(({ value }) => expanded(value));
  const names = attacks.flatMap(({ id, document }) => [id, ...(document ? [document.name] : [])]);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new GuidaError('usage', `${path.basename(file)}: ${twice} stands twice.`);
  return attacks;
}

function expanded(attack: Attack): Attack {
  const { turns, document } = attack;
  return {
    ...attack,
    turns: turns.map(expand),
    ...(document ? { document: { ...document, text: expand(document.text) } } : {}),
  };
}

/** The innermost macro: one whose argument holds none. */
const MACRO = /\{\{(repeat|base64|zero-width|tags|bidi)\|([^{}]*)\}\}/u;

/**
 * Writes out what nobody could read in a file of attacks: `{{repeat|1000|示}}`, `{{base64|…}}`, `{{zero-width|…}}` (a
 * U+200B between characters), `{{tags|…}}` (ASCII as invisible tag characters, U+E0000…), `{{bidi|…}}` (written backwards
 * by U+202E).
 */
export function expand(template: string): string {
  let expanded = template;
  for (let match = MACRO.exec(expanded); match; match = MACRO.exec(expanded)) {
    const [whole, name = '', argument = ''] = match;
    expanded = `${expanded.slice(0, match.index)}${written(name, argument)}${expanded.slice(match.index + whole.length)}`;
  }
  return expanded;
}

function written(name: string, argument: string): string {
  if (name === 'base64') return Buffer.from(argument).toString('base64');
  if (name === 'zero-width') return Array.from(argument).join('\u200b');
  if (name === 'bidi') return `\u202e${argument}\u202c`;
  if (name === 'tags') {
    return Array.from(argument, (character) => String.fromCodePoint(0xe0000 + (character.codePointAt(0) ?? 0))).join(
      '',
    );
  }
  const bar = argument.indexOf('|');
  return argument.slice(bar + 1).repeat(Number(argument.slice(0, bar)));
}
