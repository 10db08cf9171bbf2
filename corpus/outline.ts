import { RANK, type HeadingMark, type HeadingStyle } from './headings.ts';

/** Titles that are the caption of a table below them. */
const CAPTION = /^附?表|(?:表|指标|目标|情况|一览|清单)(?:[（(].*[)）])?$/u;

/** An open heading. */
interface Entry {
  readonly style: HeadingStyle;
  readonly number: number | undefined;
  readonly title: string;
  readonly depth: number;
  /** As it is written: a （1） may stand for （一）. */
  readonly written: HeadingStyle;
}

/** A heading as the outline takes it in. */
export interface HeadingInput {
  readonly mark: HeadingMark | undefined;
  readonly title: string;
  /** Markdown depth, 0 when the file does not say. */
  readonly depth: number;
  /** Set apart from what is before it by more than the usual blank line. */
  readonly apart?: boolean;
}

/**
 * The headings that are open at a point of the text. Nesting follows the numbering rather than the depth of the
 * marks, because plans restart, skip and mis-indent: inside a 专栏 the numbering is the box's own, and the box ends
 * where a number continues the text around it.
 */
export class Outline {
  #entries: Entry[] = [];
  readonly #trustDepth: boolean;

  /** @param trustDepth nest by Markdown depth: right when every style keeps to one depth in the whole file */
  constructor(options: { trustDepth: boolean }) {
    this.#trustDepth = options.trustDepth;
  }

  /** Heading path, outermost first. */
  get path(): readonly string[] {
    return this.#entries.map((entry) => entry.title);
  }

  /** Whether a 专栏 is open. */
  get inBox(): boolean {
    return this.#boxStart() >= 0;
  }

  /** Number of the innermost open heading of a style; undefined when none is open or it has no number. */
  lastNumber(style: HeadingStyle): number | undefined {
    return this.#entries.findLast((entry) => entry.style === style)?.number;
  }

  open(heading: HeadingInput): void {
    const written = heading.mark?.style ?? 'plain';
    const number = heading.mark?.number;
    if (this.#trustDepth && heading.depth > 0) this.#closeByDepth(heading.depth);
    else {
      const box = this.#boxStart();
      if (box >= 0 && this.#leavesBox(written, number, box, heading.apart ?? false)) this.#entries.length = box;
    }
    const style = written === 'arabic-paren' && this.#standsForHan(number) ? 'han-paren' : written;
    if (!this.#trustDepth || heading.depth === 0) {
      if (style === 'plain') this.#closePlain(heading.depth);
      else this.#closeByNumber(style);
    }
    this.#entries.push({ style, number, title: heading.title, depth: heading.depth, written });
  }

  /** Ends a heading that was only the caption of the table before. */
  closeCaption(): void {
    const last = this.#entries.at(-1);
    if (last?.style === 'table' || (last?.style === 'plain' && CAPTION.test(last.title))) this.#entries.pop();
  }

  /** Ends the innermost 专栏 and what is in it. */
  closeBox(): void {
    const start = this.#boxStart();
    if (start >= 0) this.#entries.length = start;
  }

  /** Some plans write （1）（2） above 1. 2.: where nothing but an outer heading is open, or the last one was so written. */
  #standsForHan(number: number | undefined): boolean {
    const frame = this.#entries.slice(this.#boxStart() + 1);
    const before = frame.findLast((entry) => entry.style === 'han-paren' && entry.written === 'arabic-paren');
    if (before) return number === (before.number ?? 0) + 1;
    return !frame.some(
      (entry) => entry.style === 'han-paren' || entry.style === 'arabic' || entry.style === 'arabic-paren',
    );
  }

  #boxStart(): number {
    return this.#entries.findLastIndex((entry) => entry.style === 'box');
  }

  #closeByDepth(depth: number): void {
    this.#entries = this.#entries.filter((entry) => entry.depth > 0 && entry.depth < depth);
  }

  #closePlain(depth: number): void {
    const keep = this.#entries.findIndex((entry) => entry.style === 'plain' || (depth > 0 && entry.depth >= depth));
    if (keep >= 0) this.#entries.length = keep;
  }

  #closeByNumber(style: HeadingStyle): void {
    const floor = this.#boxStart() + 1;
    const same = this.#entries.findIndex((entry, index) => index >= floor && entry.style === style);
    const inner = this.#entries.findIndex((entry, index) => index >= floor && RANK[entry.style] > RANK[style]);
    const keep = same >= 0 ? same : inner;
    if (keep >= 0) this.#entries.length = keep;
  }

  /**
   * A chapter, a section and another box leave a box. A number continues the box when it follows the box's own, and
   * leaves it when it follows the one outside; where it does both, what is set apart leaves.
   */
  #leavesBox(written: HeadingStyle, number: number | undefined, box: number, apart: boolean): boolean {
    if (written === 'box' || RANK[written] <= RANK.section) return true;
    if (number === undefined) return false;
    const inside = this.#entries.findLast((entry, index) => index > box && entry.written === written);
    const outside = this.#entries.findLast((entry, index) => index < box && entry.written === written);
    const continuesOutside = outside !== undefined && number === (outside.number ?? 0) + 1;
    const continuesInside = number === (inside?.number ?? 0) + 1;
    return continuesOutside && (!continuesInside || apart);
  }
}
