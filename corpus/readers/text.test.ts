import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { noise } from './bad-files.ts';
import { decode } from './encoding.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { readText } from './text.ts';

const SAMPLE = '示例市科技创新规划\n一、总体要求\n到2025年，研发强度达到3.8%左右。\n';
const LINES = ['示例市科技创新规划', '一、总体要求', '到2025年，研发强度达到3.8%左右。'];

const read = (bytes: Buffer) => readText(bytes, DEFAULT_LIMITS);

/** Reads as the given lines, without a warning. */
function check(bytes: Buffer, expected: readonly string[]): void {
  expect(read(bytes)).toEqual({ value: expected, warnings: [] });
}

describe('encodings', () => {
  it.each(['utf8', 'gb18030', 'gbk', 'utf-16le', 'utf-16be'])('reads %s without a mark', (encoding) => {
    check(iconv.encode(SAMPLE, encoding), LINES);
  });

  it.each(['utf8', 'gb18030', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'])('reads %s with a mark', (encoding) => {
    check(iconv.encode(`\uFEFF${SAMPLE}`, encoding), LINES);
  });

  it('reads the shortest of texts', () => {
    check(iconv.encode('规划', 'gb18030'), ['规划']);
    check(iconv.encode('规划', 'utf-16le'), ['规划']);
    check(Buffer.from('a'), ['a']);
  });

  it('reads four-byte characters of GB18030', () => {
    check(iconv.encode('示例市𠮷街道㐂镇规划：指标如下。', 'gb18030'), ['示例市𠮷街道㐂镇规划：指标如下。']);
  });

  it('reads English in UTF-16', () => {
    check(iconv.encode('A plan in English, 2025.', 'utf-16le'), ['A plan in English, 2025.']);
  });

  it('takes chardet’s advice on traditional script in Big5, and says so', () => {
    const text = '示例市政府為推動科技創新，訂定本計畫。預計於二〇二五年達成下列目標，並逐年檢討辦理情形。';
    const { value, warnings } = read(iconv.encode(text, 'big5'));
    expect(value).toEqual([text]);
    expect(warnings).toEqual([expect.stringContaining('big5')]);
  });

  it('keeps a UTF-8 file with broken bytes UTF-8, and counts what is lost', () => {
    const cut = Buffer.concat([Buffer.from(SAMPLE.repeat(20)), Buffer.from('规划').subarray(0, 4)]);
    const { value, warnings } = read(cut);
    expect(value.slice(0, 3)).toEqual(LINES);
    expect(warnings).toEqual([expect.stringMatching(/^1 character could not be decoded as UTF-8/u)]);
  });

  it('gives back any Chinese text in any of the encodings', () => {
    const sentence = fc.constantFrom(...Array.from('到二〇年，全市研发经费投入强度达到百分之左右。高新技术企业数量家'));
    fc.assert(
      fc.property(
        fc.array(sentence, { minLength: 8, maxLength: 300 }),
        fc.constantFrom('utf8', 'gb18030', 'utf-16le', 'utf-16be'),
        (characters, encoding) => {
          const text = characters.join('');
          expect(decode(iconv.encode(text, encoding)).text).toBe(text);
        },
      ),
    );
  });
});

describe('lines', () => {
  it.each([
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['a\rb', ['a', 'b']],
    ['a\u2028b', ['a', 'b']],
    ['a\n\n\nb\n', ['a', '', '', 'b']],
    ['\n\na', ['', '', 'a']],
    ['\f第一章\n一段\f下一页的文字\n\f\n完\x07', ['第一章', '一段 下一页的文字', '', '完']],
    ['a\tb', ['a\tb']],
  ])('splits %j', (text, expected) => {
    check(Buffer.from(text), expected);
  });

  it('numbers lines as an editor does', () => {
    const line = fc.string({ unit: fc.constantFrom('规', 'a', ' ', '\t', '1') });
    const ending = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), ending, (lines, end) => {
        const text = `${lines.join(end)}${end}规${end}`;
        expect(read(Buffer.from(text)).value).toEqual([...lines, '规']);
      }),
    );
  });
});

describe('refusals', () => {
  const refused = (bytes: Buffer, limits = {}) => {
    try {
      readText(bytes, { ...DEFAULT_LIMITS, ...limits });
    } catch (error) {
      return error;
    }
    return undefined;
  };
  it.each([
    ['noise', noise(20_000), 'file-unreadable'],
    ['noise after a UTF-16 mark', Buffer.concat([Buffer.from([0xff, 0xfe]), noise(4000)]), 'file-unreadable'],
    ['zeros', Buffer.alloc(4096), 'file-unreadable'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'file-unreadable'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'file-unreadable'],
    ['blank lines', Buffer.from('\n \n\t\n　\n'), 'file-empty'],
    ['a mark alone', Buffer.from([0xef, 0xbb, 0xbf]), 'file-empty'],
  ])('refuses %s', (_, bytes, code) => {
    expect(refused(bytes)).toMatchObject({ name: 'GuidaError', code });
  });

  it('refuses too many lines before it makes them', () => {
    expect(refused(Buffer.from('规\r\n'.repeat(101)), { lines: 100 })).toMatchObject({ code: 'file-too-large' });
    expect(refused(Buffer.from('规\r\n'.repeat(99)), { lines: 100 })).toBeUndefined();
  });
});
