import { expect, test } from 'vitest';
import { createLog, oneLine, withoutSecrets } from './log.ts';

function written(
  options: { verbose?: boolean; secrets?: readonly string[] },
  use: (log: ReturnType<typeof createLog>) => void,
): string {
  let text = '';
  use(createLog({ ...options, write: (part) => (text += part) }));
  return text;
}

const failure = new Error('outer', { cause: new Error('the endpoint said sk-secret') });

test('one message is one line, whatever is in it', () => {
  expect(
    written({}, (log) => {
      log.warn('a\nb\u001B[31m c', failure);
    }),
  ).toBe('guida: a b[31m c\n');
});

test('details and causes are for --verbose', () => {
  expect(
    written({}, (log) => {
      log.detail('looked');
    }),
  ).toBe('');
  const text = written({ verbose: true }, (log) => {
    log.detail('looked', failure);
  });
  expect(text).toMatch(/^guida: looked\nError: outer\n\s+at .*\ncaused by Error: the endpoint/su);
});

test('secrets are hidden, also in causes', () => {
  const text = written({ verbose: true, secrets: ['sk-secret', 'with'] }, (log) => {
    log.warn('with sk-secret', failure);
  });
  expect(text).not.toContain('sk-secret');
  expect(text).toContain('with [hidden]');
});

test('a secret that holds another leaves no rest', () => {
  expect(withoutSecrets('a secretly b', ['secret', 'secretly', ''])).toBe('a [hidden] b');
});

test('text turned round or coloured is set straight', () => {
  expect(oneLine(' a\u202Eb\u0007\tc ')).toBe('ab c');
});
