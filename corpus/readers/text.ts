import { GuidaError } from '../errors.ts';
import type { Outcome } from '../types.ts';
import { decode, type Decoded } from './encoding.ts';
import { cleanLine, countControl, countLines, splitLines } from './lines.ts';
import type { ReadLimits } from './limits.ts';
import { describeSignature, signatureOf } from './signature.ts';
import { counted } from './wording.ts';

/** Share of characters that may be control or replacement characters before a file counts as binary. */
const BINARY_SHARE = 0.1;

/** Below this {@link Decoded.plausibility} no known encoding makes text of the file. */
const LEAST_PLAUSIBILITY = 0.3;

/** Encodings that need no mention: everyone expects them. */
const USUAL = /^(?:utf|gb)/u;

/**
 * Decodes a file that ought to be text.
 *
 * @param declared the encoding the document says it is in, which may be wrong
 * @throws GuidaError `file-unreadable` for a binary file
 */
export function decodeText(bytes: Buffer, declared?: string): Decoded {
  const signature = signatureOf(bytes);
  if (signature !== undefined) {
    throw new GuidaError(
      'file-unreadable',
      `the file is not text${describeSignature(signature)}. Give it the ending of what it is, or save it as text.`,
    );
  }
  const decoded = decode(bytes, declared);
  const broken = countControl(decoded.text) + decoded.replaced;
  if (decoded.plausibility < LEAST_PLAUSIBILITY || broken > decoded.text.length * BINARY_SHARE) {
    throw new GuidaError(
      'file-unreadable',
      'the file is binary, or text in no encoding known here. Save it as UTF-8 text.',
    );
  }
  return decoded;
}

/**
 * The lines of a plain text or Markdown file, one for one as they lie in the file. Form feeds and other control
 * characters are taken out of the lines; they never end one.
 *
 * @throws GuidaError `file-unreadable` for a binary file, `file-empty`, `file-too-large` for too many lines
 */
export function readText(bytes: Buffer, limits: ReadLimits): Outcome<readonly string[]> {
  const decoded = decodeText(bytes);
  if (countLines(decoded.text) > limits.lines) {
    throw new GuidaError('file-too-large', `the file has more than ${limits.lines} lines. Split it.`);
  }
  const lines = splitLines(decoded.text).map(cleanLine);
  if (lines.every((line) => line.trim() === '')) {
    throw new GuidaError('file-empty', 'the file holds no text. Copy or export it again.');
  }
  return { value: lines, warnings: decodingWarnings(decoded) };
}

/** What a reader should say of the decoding: characters lost, and an encoding that is a guess. */
export function decodingWarnings(decoded: Decoded): readonly string[] {
  const warnings: string[] = [];
  if (decoded.replaced > 0) {
    warnings.push(
      `${counted(decoded.replaced, 'character')} could not be decoded as ${decoded.encoding.toUpperCase()}, lost; save the file as UTF-8`,
    );
  }
  if (!USUAL.test(decoded.encoding)) {
    warnings.push(`read as ${decoded.encoding}, which is a guess; save the file as UTF-8`);
  }
  return warnings;
}
