import { isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { countControl } from './lines.ts';

/** Text out of bytes, and how it was come by. */
export interface Decoded {
  readonly text: string;
  /** As iconv-lite names it, lower case. */
  readonly encoding: string;
  /** Replacement characters (U+FFFD) in `text`: what could not be decoded, or had been lost before. */
  readonly replaced: number;
  /**
   * How much the text looks like Chinese or plain English, at most 1. Text in its right encoding has more than 0.8,
   * noise less than 0.3. 1 when the encoding is certain (flawless UTF-8, or a byte-order mark before no noise).
   */
  readonly plausibility: number;
}

const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, mark: string])[] = [
  ['utf-8', 'efbbbf'],
  ['utf-32le', 'fffe0000'],
  ['utf-32be', '0000feff'],
  ['utf-16le', 'fffe'],
  ['utf-16be', 'feff'],
  ['gb18030', '84319533'],
];

/** Encodings of Chinese text, tried in this order; the first wins a tie. */
const CANDIDATES = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;

/** Bytes judged to tell encodings apart: enough for some 20,000 Han characters. */
const SAMPLE_BYTES = 65_536;

let commonHan: ReadonlySet<string> | undefined;

/** The frequent characters: level 1 of GB 2312 and of Big5. Garbled text is made of rare ones. */
function frequentHan(): ReadonlySet<string> {
  commonHan ??= new Set(Array.from(decodeGrid('gb2312', 0xb0, 0xd7, 0xa1) + decodeGrid('big5', 0xa4, 0xc6, 0x40)));
  return commonHan;
}

function decodeGrid(encoding: string, firstLead: number, lastLead: number, firstTrail: number): string {
  const pairs: number[] = [];
  for (let lead = firstLead; lead <= lastLead; lead += 1) {
    for (let trail = firstTrail; trail <= 0xfe; trail += 1) {
      if (trail < 0x7f || trail > 0xa0) pairs.push(lead, trail);
    }
  }
  return iconv.decode(Buffer.from(pairs), encoding).replaceAll('\uFFFD', '');
}

const EXPECTED =
  /[\t\n\r\f\x20-\x7e\u00b0\u00b1\u00b7\u00d7\u2010-\u2033\u2103\u2160-\u216b\u2190-\u2193\u2260-\u2265\u2460-\u2473\u25a0-\u25cf\u3000-\u30ff\uff00-\uffee]/u;
const BROKEN = /[\p{Control}\ufffd\p{Surrogate}\p{Private_Use}\p{Unassigned}]/u;

/** Share of expected characters, less twice the share of broken ones. */
function judge(text: string): number {
  const frequent = frequentHan();
  let score = 0;
  let total = 0;
  for (const character of text) {
    total += 1;
    if (EXPECTED.test(character) || frequent.has(character)) score += 1;
    else if (BROKEN.test(character)) score -= 2;
  }
  return total === 0 ? 0 : score / total;
}

function decodeAs(bytes: Buffer, encoding: string): string {
  return encoding === 'utf-8' ? new TextDecoder().decode(bytes) : iconv.decode(bytes, encoding);
}

/** Bytes before the first telling one that are judged with it. They are plain ASCII, so any cut among them is good. */
const SAMPLE_LEAD = 4096;

/** A stretch that holds what tells encodings apart: bytes past ASCII, and control characters. */
function sampleOf(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte >= 0x7f || (byte < 0x20 && !isWhiteSpace(byte)));
  const start = Math.max(0, first - SAMPLE_LEAD) & ~1; // UTF-16 counts in pairs of bytes
  return bytes.subarray(start, start + SAMPLE_BYTES);
}

function isWhiteSpace(byte: number): boolean {
  return byte >= 0x09 && byte <= 0x0d;
}

function judgeSample(sample: Buffer, encoding: string): number {
  const text = decodeAs(sample, encoding);
  // The last characters may be cut in half by the end of the sample, which is no fault of the encoding.
  return judge(sample.length < SAMPLE_BYTES ? text : text.slice(0, -4));
}

function adviceOf(sample: Buffer, declared: string | undefined): readonly string[] {
  return [declared, chardet.detect(sample)]
    .filter((name) => name !== undefined && name !== null)
    .map((name) => name.toLowerCase())
    .filter((name) => iconv.encodingExists(name) && !/^(?:utf-?7|base64|hex|binary|internal)/u.test(name));
}

function finish(text: string, encoding: string, plausibility: number): Decoded {
  return { text, encoding, replaced: text.split('\uFFFD').length - 1, plausibility };
}

/**
 * Finds the encoding of `bytes` and decodes them: a byte-order mark, then flawless UTF-8, then whichever of UTF-8,
 * GB18030, UTF-16, `declared` and chardet's advice reads most like text. A file that is UTF-8 but for some broken
 * bytes stays UTF-8. Never throws.
 *
 * @param declared what the document says of itself (`<meta charset>`); documents are often wrong about it
 */
export function decode(bytes: Buffer, declared?: string): Decoded {
  const head = bytes.subarray(0, 4).toString('hex');
  const marked = BYTE_ORDER_MARKS.find(([, mark]) => head.startsWith(mark));
  if (marked) {
    const [encoding, mark] = marked;
    const body = bytes.subarray(mark.length / 2);
    const plausibility = judgeSample(sampleOf(body), encoding);
    return finish(decodeAs(body, encoding), encoding, plausibility < 0 ? plausibility : 1);
  }
  if (isUtf8(bytes)) {
    const text = decodeAs(bytes, 'utf-8');
    if (countControl(text) === 0) return finish(text, 'utf-8', 1); // else it may be UTF-16
  }
  const sample = sampleOf(bytes);
  let best = { encoding: 'utf-8', plausibility: -Infinity };
  for (const encoding of [...CANDIDATES, ...adviceOf(sample, declared)]) {
    const plausibility = judgeSample(sample, encoding);
    if (plausibility > best.plausibility) best = { encoding, plausibility };
  }
  return finish(decodeAs(bytes, best.encoding), best.encoding, best.plausibility);
}
