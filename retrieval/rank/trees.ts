import { z } from 'zod';

/**
 * A binary decision tree, one entry a node in each array; node 0 is the root. A split (`feature` ≥ 0) sends a row to the
 * node `left` if row[feature] < `value`, else to the node after it; a leaf (`feature` −1, `left` 0) adds `value`.
 */
export interface Tree {
  readonly feature: readonly number[];
  /** Threshold of a split; what a leaf adds to the score, learning rate included. */
  readonly value: readonly number[];
  /** Always further on than the node itself, so that every walk ends. */
  readonly left: readonly number[];
}

/** Trees whose values are summed. */
export interface Forest {
  readonly trees: readonly Tree[];
}

const treeSchema = z
  .strictObject({
    feature: z.array(z.int().min(-1)).min(1),
    value: z.array(z.number()),
    left: z.array(z.int().min(0)),
  })
  .superRefine(({ feature, value, left }, context) => {
    const nodes = feature.length;
    if (value.length !== nodes || left.length !== nodes) {
      context.addIssue({ code: 'custom', message: `feature, value and left need the same length (${nodes})` });
      return;
    }
    left.forEach((child, node) => {
      const leaf = feature[node] === -1;
      if (leaf ? child !== 0 : child <= node || child + 1 >= nodes)
        context.addIssue({ code: 'custom', path: ['left', node], message: `node ${node} may not lead to ${child}` });
    });
  });

const schema = z.strictObject({ trees: z.array(treeSchema) });

/** Checks that parsed JSON is a forest whose walks end; throws a ZodError that names the node if not. */
export function readForest(json: unknown): Forest {
  return schema.parse(json);
}

/** Sum of what all trees say of a row; a feature that the row lacks counts as 0. */
export function valueOf({ trees }: Forest, row: ArrayLike<number>): number {
  let sum = 0;
  for (const tree of trees) sum += valueOfTree(tree, row);
  return sum;
}

/** What one tree says of a row. */
export function valueOfTree({ feature, value, left }: Tree, row: ArrayLike<number>): number {
  let node = 0;
  for (;;) {
    const asked = feature[node] ?? -1;
    const held = value[node] ?? 0;
    if (asked < 0) return held;
    const child = left[node] ?? 0;
    node = (row[asked] ?? 0) < held ? child : child + 1;
  }
}
