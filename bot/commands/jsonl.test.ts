import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { GuidaError } from '../../corpus/errors.ts';
import { LONGEST_LINE, answerLines, parseConversation } from './jsonl.ts';

async function answers(
  stdin: readonly (string | Buffer)[],
  answer: (turns: readonly string[]) => string = (turns) => turns.join('|'),
): Promise<unknown[]> {
  let stdout = '';
  const stream = {
    write: (text: string, done: () => void) => {
      stdout += text;
      done();
    },
  };
  const host = {
    stdin: (async function* () {
      await Promise.resolve();
      yield* stdin;
    })(),
    stdout: stream,
    stderr: stream,
    now: () => 0,
  } as unknown as Host;
  const log = { warn: () => undefined, detail: () => undefined };
  await answerLines(
    { host, log },
    ({ id, turns }) =>
      new Promise((resolve) => {
        resolve({ id, answer: answer(turns) });
      }),
  );
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

function check(line: string, expected: unknown): void {
  expect(parseConversation(line)).toEqual(expected);
}

test('a line is a conversation, or says what is wrong with it', () => {
  const example = 'each line must read {"id":"1","turns":["…"]}';
  check('{"id":"1","turns":["甲","乙"]}', { id: '1', turns: ['甲', '乙'] });
  check('{"id":7,"turns":[""]}', { id: 7, turns: [''] });
  check('{"id":"1","turns":["甲"],"more":true}', { id: '1', turns: ['甲'] });
  check('{"id":"1"', { id: null, error: `not JSON; ${example}` });
  check('null', { id: null, error: `not an object; ${example}` });
  check('["1",["甲"]]', { id: null, error: `not an object; ${example}` });
  check('{"turns":["甲"]}', { id: null, error: 'id must be a string or a number' });
  check('{"id":{},"turns":["甲"]}', { id: null, error: 'id must be a string or a number' });
  check('{"id":"1"}', { id: '1', error: 'turns must be a list of strings' });
  check('{"id":"1","turns":"甲"}', { id: '1', error: 'turns must be a list of strings' });
  check('{"id":"1","turns":[]}', { id: '1', error: 'turns must not be empty' });
  check('{"id":"1","turns":["甲",2]}', { id: '1', error: 'turns must be strings' });
});

test('every line gets its answer, in order, however the bytes are cut', async () => {
  const ids = fc.oneof(fc.string(), fc.integer());
  const turns = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 });
  const conversations = fc.array(fc.record({ id: ids, turns }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      conversations,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('\n', '\r\n', '\n\n'),
      async (list, size, end) => {
        const bytes = Buffer.from(list.map((conversation) => JSON.stringify(conversation) + end).join(''));
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        expect(await answers(pieces)).toEqual(list.map(({ id, turns: asked }) => ({ id, answer: asked.join('|') })));
      },
    ),
    { numRuns: 200 },
  );
});

test('a byte order mark, a line separator in a question and a last line without its end do no harm', async () => {
  expect(await answers(['\uFEFF{"id":1,"turns":["甲\u2028乙"]}\n{"id":2,"turns":["丙"]}'])).toEqual([
    { id: 1, answer: '甲\u2028乙' },
    { id: 2, answer: '丙' },
  ]);
});

test('a line that is too long is passed over, and the next is answered', async () => {
  const long = JSON.stringify({ id: 1, turns: ['长'.repeat(LONGEST_LINE)] });
  expect(await answers([long.slice(0, 9), long.slice(9), '\n{"id":2,"turns":["短"]}\n'])).toEqual([
    { id: null, error: `longer than ${LONGEST_LINE} characters` },
    { id: 2, answer: '短' },
  ]);
});

test('a question that fails does not stop the others, and does not show what only an operator may read', async () => {
  const fail = ([turn]: readonly string[]): string => {
    if (turn === 'ours')
      throw new GuidaError('index-damaged', 'The index is damaged.', { cause: new Error('/secret/path') });
    if (turn === 'other') throw new Error('/secret/path');
    return 'fine';
  };
  const lines = ['ours', 'other', 'good'].map((turn, id) => `${JSON.stringify({ id, turns: [turn] })}\n`);
  expect(await answers(lines, fail)).toEqual([
    { id: 0, error: 'The index is damaged.' },
    { id: 1, error: 'An internal error; --verbose tells more on stderr.' },
    { id: 2, answer: 'fine' },
  ]);
});
