import type { GuidaErrorCode } from '../../corpus/errors.ts';
import type { LabelRange } from '../types.ts';
import type { HnswParameters } from './hnsw-parameters.ts';

/** What the parent may ask of the vector process, and what it answers. */
export interface VectorCalls {
  /** Load a file and serve it. */
  readonly open: {
    readonly request: { readonly path: string };
    readonly reply: { readonly dimension: number; readonly size: number };
  };
  /** Labels and cosines, best first. */
  readonly search: {
    readonly request: {
      readonly vector: Float32Array;
      readonly k: number;
      readonly allowed: readonly LabelRange[] | undefined;
    };
    readonly reply: { readonly labels: Uint32Array; readonly similarities: Float64Array };
  };
  /** Start a new index. */
  readonly build: {
    readonly request: { readonly dimension: number; readonly count: number; readonly parameters: HnswParameters };
    readonly reply: { readonly size: number };
  };
  /** Add the rows of a flat array. */
  readonly add: {
    readonly request: { readonly vectors: Float32Array; readonly labels: Uint32Array };
    readonly reply: { readonly size: number };
  };
  /** Write and verify what was built. */
  readonly save: {
    readonly request: { readonly path: string };
    readonly reply: { readonly size: number };
  };
}

/** The name of a call. */
export type VectorCall = keyof VectorCalls;

/** A request as it crosses the channel. */
export type VectorRequest = {
  [Call in VectorCall]: { readonly id: number; readonly call: Call; readonly body: VectorCalls[Call]['request'] };
}[VectorCall];

/** A reply as it crosses the channel. `detail` is for the operator. */
export type VectorReply =
  | { readonly id: number; readonly body: VectorCalls[VectorCall]['reply'] }
  | { readonly id: number; readonly code: GuidaErrorCode; readonly message: string; readonly detail: string };
