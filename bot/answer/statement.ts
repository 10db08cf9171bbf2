import type { Passage, Plan } from '../../corpus/types.ts';

/** A statement with the passages it rests on, before marks are numbered. */
export interface Statement {
  /** Without marks; bold with `**`. */
  readonly text: string;
  readonly passages: readonly Passage[];
  /** Computed from cited figures: its own figure stands in no passage, its operands do. */
  readonly computed?: readonly string[];
  /** Says something about a plan itself (its status, date or issuer), which stands on its title page. */
  readonly about?: Plan;
}

/** An answer before it is verified and its citations are numbered. */
export interface Draft {
  readonly statements: readonly Statement[];
  readonly declined: boolean;
}
