import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZodError } from 'zod';
import { readForest, valueOf, type Forest, type Tree } from './trees.ts';

/** A tree as one would draw it. */
type Drawn =
  | { readonly adds: number }
  | { readonly feature: number; readonly below: number; readonly yes: Drawn; readonly no: Drawn };

const decimal = fc.integer({ min: -50, max: 50 }).map((value) => value / 10);
const { drawn } = fc.letrec<{ drawn: Drawn }>((tie) => ({
  drawn: fc.oneof(
    { maxDepth: 5 },
    fc.record({ adds: decimal }),
    fc.record({ feature: fc.nat({ max: 3 }), below: decimal, yes: tie('drawn'), no: tie('drawn') }),
  ),
}));
const drawnForest = fc.array(drawn, { maxLength: 5 });
const row = fc.array(decimal, { minLength: 4, maxLength: 4 });

function flat(root: Drawn): Tree {
  const tree = { feature: [-1], value: [0], left: [0] };
  const put = (part: Drawn, node: number): void => {
    if ('adds' in part) {
      tree.value[node] = part.adds;
      return;
    }
    const child = tree.feature.length;
    tree.feature.push(-1, -1);
    tree.value.push(0, 0);
    tree.left.push(0, 0);
    [tree.feature[node], tree.value[node], tree.left[node]] = [part.feature, part.below, child];
    put(part.yes, child);
    put(part.no, child + 1);
  };
  put(root, 0);
  return tree;
}

function naive(part: Drawn, values: readonly number[]): number {
  if ('adds' in part) return part.adds;
  return naive((values[part.feature] ?? 0) < part.below ? part.yes : part.no, values);
}

const stump: Tree = { feature: [0, -1, -1], value: [0.5, -1, 2], left: [1, 0, 0] };

describe('a forest', () => {
  test('is worth what its trees say, taken branch by branch', () => {
    fc.assert(
      fc.property(drawnForest, row, (roots, values) => {
        const sum = roots.reduce((total, root) => total + naive(root, values), 0);
        expect(valueOf({ trees: roots.map(flat) }, values)).toBe(sum);
      }),
    );
  });

  test('is worth the same once written and read', () => {
    fc.assert(
      fc.property(drawnForest, row, (roots, values) => {
        const forest: Forest = { trees: roots.map(flat) };
        expect(valueOf(readForest(JSON.parse(JSON.stringify(forest))), values)).toBe(valueOf(forest, values));
      }),
    );
  });

  test('sends a row at the threshold to the right, and takes a missing feature for 0', () => {
    const forest = { trees: [stump] };
    expect([0.4, 0.5, 0.6].map((value) => valueOf(forest, [value]))).toEqual([-1, 2, 2]);
    expect(valueOf(forest, [])).toBe(-1);
    expect(valueOf({ trees: [] }, [1])).toBe(0);
  });
});

test.each<[string, unknown]>([
  ['a node that leads to itself', { ...stump, left: [0, 0, 0] }],
  ['a cycle', { feature: [0, 0, -1, -1], value: [0, 0, 1, 2], left: [1, 0, 0, 0] }],
  ['a child out of range', { ...stump, left: [3, 0, 0] }],
  ['a right child out of range', { ...stump, left: [2, 0, 0] }],
  ['a leaf with a child', { ...stump, left: [1, 2, 0] }],
  ['too few values', { ...stump, value: [0.5, -1] }],
  ['too many children', { ...stump, left: [1, 0, 0, 0] }],
  ['no node', { feature: [], value: [], left: [] }],
  ['half a feature', { ...stump, feature: [0.5, -1, -1] }],
  ['a value that is no number', { ...stump, value: [0.5, null, 2] }],
  ['an unknown field', { ...stump, right: [2, 0, 0] }],
])('reading refuses %s', (_, tree) => {
  expect(() => readForest({ trees: [stump, tree] })).toThrow(ZodError);
});
