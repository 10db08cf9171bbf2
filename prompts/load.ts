import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Every prompt and the variables of its template. The one place for both. */
export const PROMPTS = {
  /** Answer from the passages given. */
  answer: ['question', 'form', 'passages'],
  /** Answer from the passages given and from what the tools find. */
  research: ['question', 'form', 'passages'],
  /** Say again, rightly, what the gate stopped. */
  repair: ['question', 'stopped', 'passages'],
  /** Write a section of a draft from its numbered clauses. */
  draft: ['topic', 'section', 'passages'],
  /** Make a follow-up a question that stands by itself. */
  rewrite: ['conversation', 'question'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Name of a prompt: the name of its file without `.md`. */
export type PromptName = keyof typeof PROMPTS;

/** The variables of a prompt, each with its text. */
export type PromptVariables<Name extends PromptName> = Readonly<Record<(typeof PROMPTS)[Name][number], string>>;

/** What a model is sent. */
export interface RenderedPrompt {
  /** The rules. They hold nothing that a user or a plan has written. */
  readonly system: string;
  /** The question and the passages. */
  readonly user: string;
}

/** A template, checked. */
export interface Prompt<Name extends PromptName> {
  /** `<name>-<12 hex>`: SHA-256 of the template, so that an answer can name what it was written with. */
  readonly version: string;
  /** Puts the variables in. What looks like a variable in a value stays as it is. */
  render(variables: PromptVariables<Name>): RenderedPrompt;
}

const VARIABLE = /\{\{([a-z]+)\}\}/gu;
const PARTS = /^# system\n+(?<system>[^]+?)\n+# user\n+(?<user>[^]+?)\n*$/u;

/**
 * Reads a prompt that ships with the program.
 * @throws Error when its file lacks a part or a variable, or has one that is not listed: a fault of the program
 */
export function loadPrompt<Name extends PromptName>(name: Name): Prompt<Name> {
  return parsePrompt(name, readFileSync(fileURLToPath(new URL(`${name}.md`, import.meta.url)), 'utf8'));
}

/**
 * Reads a template: `# system` and `# user`, with `{{variables}}` in the second part only.
 * @throws Error as `loadPrompt`
 */
export function parsePrompt<Name extends PromptName>(name: Name, template: string): Prompt<Name> {
  const text = template.replace(/\r\n/gu, '\n').replace(/^\uFEFF/u, '');
  const { system, user } = PARTS.exec(text)?.groups ?? {};
  if (system === undefined || user === undefined) throw new Error(`prompts/${name}.md needs “# system” and “# user”`);
  const used = [...user.matchAll(VARIABLE)].map(([, variable = '']) => variable);
  const listed: readonly string[] = PROMPTS[name];
  const odd = [...listed.filter((variable) => !used.includes(variable)), ...used.filter((it) => !listed.includes(it))];
  if (odd.length > 0) throw new Error(`prompts/${name}.md and its list of variables differ: ${odd.join(', ')}`);
  if (system.search(VARIABLE) >= 0) throw new Error(`prompts/${name}.md has a variable among its rules`);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return {
    version: `${name}-${hash}`,
    render(variables) {
      const values: Readonly<Record<string, string>> = variables;
      return { system, user: user.replace(VARIABLE, (_, variable: string) => values[variable] ?? '') };
    },
  };
}
