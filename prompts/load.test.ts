import { expect, test } from 'vitest';
import { loadPrompt, parsePrompt, PROMPTS, type PromptName } from './load.ts';

const names = Object.keys(PROMPTS) as readonly PromptName[];

test.each(names)('%s has its parts, its variables and a version', (name) => {
  const prompt = loadPrompt(name);
  expect(prompt.version).toMatch(new RegExp(`^${name}-[0-9a-f]{12}$`, 'u'));
  const values = Object.fromEntries(PROMPTS[name].map((variable) => [variable, `〈${variable}〉`]));
  const { system, user } = prompt.render(values as never);
  for (const value of Object.values(values)) {
    expect(user).toContain(value);
    expect(system).not.toContain(value);
  }
  expect(system + user).not.toMatch(/\{\{|\}\}/u);
});

const TEMPLATE = '# system\n\nrules\n\n# user\n\n{{conversation}} / {{question}}\n';

test('a value is not read as a template', () => {
  const { user } = parsePrompt('rewrite', TEMPLATE).render({ conversation: '{{question}} $& $1', question: 'q' });
  expect(user).toBe('{{question}} $& $1 / q');
});

test('the version follows the text, not the line ends', () => {
  const version = (text: string): string => parsePrompt('rewrite', text).version;
  expect(version(TEMPLATE.replaceAll('\n', '\r\n'))).toBe(version(TEMPLATE));
  expect(version(TEMPLATE.replace('rules', 'other rules'))).not.toBe(version(TEMPLATE));
});

test.each([
  ['no parts', 'rules', /needs “# system”/u],
  ['a variable is missing', '# system\n\nrules\n\n# user\n\n{{question}}', /differ: conversation/u],
  ['a variable is unknown', TEMPLATE.replace('/', '{{odd}}'), /differ: odd/u],
  ['a variable among the rules', TEMPLATE.replace('rules', '{{question}}'), /among its rules/u],
])('refused: %s', (_, text, message) => {
  expect(() => parsePrompt('rewrite', text)).toThrow(message);
});
