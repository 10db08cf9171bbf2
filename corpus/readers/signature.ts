/** What the first bytes of a file say it is; `undefined` when they say nothing. */
export type Signature = 'pdf' | 'zip' | 'ole' | 'rtf' | 'picture' | 'archive';

const SIGNATURES: readonly (readonly [Signature, string])[] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['ole', 'd0cf11e0a1b11ae1'],
  ['rtf', '7b5c727466'],
  ['picture', '89504e470d0a1a0a'],
  ['picture', 'ffd8ff'],
  ['picture', '474946383961'],
  ['picture', '474946383761'],
  ['archive', '1f8b08'],
  ['archive', '526172211a07'],
  ['archive', '377abcaf271c'],
];

/** How far into a file the header of a PDF may stand. */
const PDF_HEADER_REACH = 1024;

const NAMES: Readonly<Record<Signature, string>> = {
  pdf: 'a PDF',
  zip: 'a zip archive or an Office document',
  ole: 'an old or encrypted Office document',
  rtf: 'an RTF document',
  picture: 'a picture',
  archive: 'a compressed archive',
};

/** Recognises a file by its first bytes. */
export function signatureOf(bytes: Buffer): Signature | undefined {
  const head = bytes.subarray(0, 8).toString('hex');
  const known = SIGNATURES.find(([, magic]) => head.startsWith(magic))?.[0];
  if (known !== undefined) return known;
  return bytes.subarray(0, PDF_HEADER_REACH).includes('%PDF-') ? 'pdf' : undefined;
}

/** What a file is, for a message, when its first bytes tell: “, it is a PDF”. Empty when they do not. */
export function describeSignature(signature: Signature | undefined): string {
  return signature === undefined ? '' : `, it is ${NAMES[signature]}`;
}
