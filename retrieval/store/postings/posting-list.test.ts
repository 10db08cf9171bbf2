import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_SATURATION, weighedFrequency } from './bm25.ts';
import {
  BLOCK_PASSAGES,
  ByteWriter,
  DecodedBlock,
  DenseBlock,
  FrequencyTable,
  writePosting,
} from './posting-blocks.ts';
import { BlockDirectory, packDirectory, partsOf } from './posting-list.ts';

const table = new FrequencyTable({ text: 1, heading: 0.6, title: 0.3 });
const count = fc.oneof({ weight: 4, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(70_000) });

test('a block reads as it was written', () => {
  const postings = fc.uniqueArray(
    fc.record({ place: fc.nat(BLOCK_PASSAGES - 1), counts: fc.tuple(count, count, count) }),
    {
      selector: ({ place }) => place,
    },
  );
  fc.assert(
    fc.property(postings, fc.nat(50), (unsorted, before) => {
      const sorted = unsorted.toSorted((left, right) => left.place - right.place);
      const writer = new ByteWriter();
      for (let i = 0; i < before; i += 1) writer.byte(0xff);
      sorted.forEach(({ place, counts }, i) => {
        writePosting(writer, place - (sorted[i - 1]?.place ?? -1), ...counts);
      });
      const decoded = new DecodedBlock();
      decoded.read(writer.bytes(), before, writer.length, table);
      expect([...decoded.places.subarray(0, decoded.size)]).toEqual(sorted.map(({ place }) => place));
      const expected = sorted.map(({ counts }) => weighedFrequency(table.weights, ...counts));
      expect([...decoded.frequencies.subarray(0, decoded.size)]).toEqual(expected);
      const dense = new DenseBlock(writer.bytes(), before, writer.length, table);
      const byPlace = new Float64Array(BLOCK_PASSAGES);
      sorted.forEach(({ place }, i) => (byPlace[place] = expected[i] ?? 0));
      expect(Float64Array.from(byPlace, (_, place) => dense.frequencyAt(place))).toEqual(byPlace);
    }),
  );
});

test('bytes that make no sense are refused, or read as something within the block', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const decoded = new DecodedBlock();
      const refusal = (read: () => unknown): unknown => {
        try {
          read();
          return undefined;
        } catch (error) {
          return error;
        }
      };
      const refused = refusal(() => {
        decoded.read(bytes, 0, bytes.length, table);
      });
      // Both ways of reading agree on what makes sense.
      const refusedToo = refusal(() => new DenseBlock(bytes, 0, bytes.length, table));
      expect(refusedToo instanceof RangeError).toBe(refused instanceof RangeError);
      if (refused !== undefined) {
        expect(refused).toBeInstanceOf(RangeError);
        return;
      }
      expect(decoded.places.subarray(0, decoded.size).every((place) => place < BLOCK_PASSAGES)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a directory tells where the bytes of a block lie, and bounds are never too low', () => {
  const entry = fc.record({
    gap: fc.integer({ min: 1, max: 1000 }),
    passages: fc.integer({ min: 1, max: BLOCK_PASSAGES }),
    bytes: fc.integer({ min: 1, max: 20_000 }),
    bound: fc.double({ min: 1e-9, max: MOST_SATURATION, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 30 }), (sketches) => {
      let block = -1;
      const entries = sketches.map(({ gap, ...rest }) => ({ ...rest, block: (block += gap) }));
      const data = Uint8Array.from({ length: entries.reduce((sum, { bytes }) => sum + bytes, 0) }, (_, i) => i % 251);
      const directory = new BlockDirectory(packDirectory(entries));
      const parts = partsOf(entries, data);
      expect([...directory.blocks]).toEqual(entries.map((one) => one.block));
      expect([...directory.passages]).toEqual(entries.map(({ passages }) => passages));
      let from = 0;
      entries.forEach(({ bytes, bound }, i) => {
        const part = parts[directory.parts[i] ?? -1];
        const own = part?.subarray(directory.starts[i], directory.ends[i]) ?? new Uint8Array();
        expect(Buffer.compare(own, data.subarray(from, from + bytes))).toBe(0);
        expect(directory.bounds[i]).toBeGreaterThanOrEqual(bound);
        from += bytes;
      });
    }),
    { numRuns: 50 },
  );
});

test('a directory that is cut short or leads past every passage is refused', () => {
  const entry = { block: 3, passages: 2, bytes: 4, bound: 1 };
  expect(() => new BlockDirectory(packDirectory([{ ...entry, block: 2 ** 20 }]))).toThrow(RangeError);
  const packed = packDirectory([entry]);
  for (let length = 0; length < packed.length; length += 1) {
    expect(() => new BlockDirectory(packed.subarray(0, length))).toThrow(RangeError);
  }
});
