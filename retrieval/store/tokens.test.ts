import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { SCHEMA } from './schema.ts';
import { anyOf, columnOf, tokenOf } from './tokens.ts';

const database = new Database(':memory:');
database.exec(SCHEMA);
afterAll(() => database.close());

/** The rows that a query finds after the given columns were stored. */
function stored(words: readonly string[]): (query: readonly string[]) => readonly unknown[] {
  database.exec("INSERT INTO words (words) VALUES ('delete-all')");
  database.prepare("INSERT INTO words (rowid, text, heading, title) VALUES (1, ?, '', '')").run(columnOf(words));
  const search = database.prepare('SELECT rowid FROM words WHERE words MATCH ?').pluck();
  return (query) => search.all(anyOf(query.map(tokenOf)));
}

describe('a word survives the index', () => {
  test.each([
    '13.5%',
    'r&d',
    '5g',
    '1.6',
    '2025',
    'gdp',
    'c++',
    "it's",
    'a"b',
    '高新技术',
    'é',
    '😀',
    '-',
    '*',
    '\\',
    '^',
  ])('%s', (word) => {
    expect(stored(['前', word, '后'])([word])).toEqual([1]);
    expect(database.prepare('SELECT term FROM word_counts').pluck().all().sort()).toEqual(['前', '后', word].sort());
  });

  test('and is not taken for a part of itself', () => {
    expect(stored(['13.5%', 'r&d'])(['13.5'])).toEqual([]);
    expect(stored(['13.5%', 'r&d'])(['13', '5', '%', 'r', 'd', '13.5%r&d'])).toEqual([]);
  });

  test('whatever it is: found if and only if it was stored', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
      fc.constantFrom('a', 'A', ' ', '"'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), word, (words, query) => {
        const isStored = words.map(tokenOf).includes(tokenOf(query));
        expect(stored(words)([query])).toEqual(isStored ? [1] : []);
      }),
      { numRuns: 1000 },
    );
  });
});

test('a token has no separators, and no upper-case Latin letters', () => {
  const check = (word: string, expected: string) => {
    expect(tokenOf(word)).toBe(expected);
  };
  check('GDP', 'gdp');
  check('a b\tc\u0000d\u007F', 'a\uFFFDb\uFFFDc\uFFFDd\uFFFD');
  check('\uD800', '\uFFFD');
  check('', '');
  expect(tokenOf('x'.repeat(100_000))).toHaveLength(256);
});
