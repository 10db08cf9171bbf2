import { AllowedPassages, type PassageRange } from './allowed-passages.ts';
import { DecodedBlock, FrequencyTable } from './posting-blocks.ts';
import type { KnownWord } from './best-passages.ts';

/** The counts do not depend on weights. */
const TABLE = new FrequencyTable({ text: 1, heading: 1, title: 1 });

/**
 * How many passages within some ranges hold a word. Only blocks that lie partly within are read.
 * @param ranges ascending and apart
 */
export function countPassages({ directory, part }: KnownWord, ranges: readonly PassageRange[]): number {
  const allowed = new AllowedPassages(ranges);
  const decoded = new DecodedBlock();
  let count = 0;
  directory.blocks.forEach((block, at) => {
    if (allowed.nextBlock(block) !== block) return;
    const mask = allowed.maskOf(block);
    if (mask === undefined) {
      count += directory.passages[at] as number;
      return;
    }
    const bytes = part(directory.parts[at] as number);
    decoded.read(bytes, directory.starts[at] as number, directory.ends[at] as number, TABLE);
    for (let i = 0; i < decoded.size; i += 1) count += mask[decoded.places[i] as number] as number;
  });
  return count;
}
