import { lanceDb } from './lancedb.ts';
import { miniSearch } from './minisearch.ts';
import { orama } from './orama.ts';
import { ours, oursInPostgres } from './ours.ts';
import { pglite } from './pglite.ts';
import { raw } from './raw.ts';

/** Where a contender finds what was prepared, and keeps what is its own. */
export interface Place {
  /** See `prepare`. */
  readonly prepared: string;
  /** A folder of its own, made and empty before `build`. */
  readonly folder: string;
  readonly dimension: number;
  readonly passages: number;
  /** Folder with a `node_modules` in which peers are looked for that the project does not depend on. */
  readonly peers: string | undefined;
  /** A PostgreSQL database of its own. */
  readonly database: string | undefined;
}

/** An index that was built, open for searching. Each search gives ids of passages, best first. */
export interface Opened {
  searchWords(words: readonly string[], k: number): Promise<readonly string[]>;
  /** Absent when it has no search by vectors. */
  searchVectors?(vector: Float32Array, k: number): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Something that indexes the prepared passages and searches them. */
export interface Contender {
  readonly name: string;
  /** More passages than this it is not given: it would take too long, or too much memory. */
  readonly most: number;
  build(place: Place): Promise<void>;
  /** In a process of its own, not the one that built. */
  open(place: Place): Promise<Opened>;
  /** How much it has on the disk. Absent: all that is in its folder. */
  megabytes?(place: Place): Promise<number>;
}

/** Ours first, then what it is held against: `raw` is what every ratio refers to. */
export const CONTENDERS: readonly Contender[] = [ours, raw, oursInPostgres, miniSearch, orama, lanceDb, pglite];
