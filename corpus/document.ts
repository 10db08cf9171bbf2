import { readBlocks, type Block, type Heading, type Paragraph } from './blocks.ts';
import { Collector } from './collector.ts';
import { dropContents } from './contents.ts';
import { RANK, type HeadingStyle } from './headings.ts';
import { splitItems } from './items.ts';
import { judgeLayout, type Layout, type Line } from './lines.ts';
import { Outline } from './outline.ts';
import { findRunIns, type RunIn } from './run-ins.ts';
import { isLabelled } from './glued.ts';
import type { PlanEdition, Passage, Section, Table } from './types.ts';

/** What one plan's lines say, before its records are read. */
export interface ParsedText {
  readonly sections: readonly Section[];
  readonly passages: readonly Passage[];
  readonly tables: readonly Table[];
}

/** Paragraphs below a table that belong to it. */
const TABLE_NOTE = /^[（(]?(?:备?注|说明|数据来源|资料来源|来源)[：:]/u;

/**
 * Reads the outline, the passages and the tables of one plan. Never throws: odd text becomes plain passages.
 * @param options.edition of a digest every heading is marked up, so that no first sentence is taken for one, and
 *   block quotes are the editor's notes, not the plan's words; default `full`
 */
export function parseText(
  planId: string,
  lines: readonly Line[],
  layout: Layout = judgeLayout(lines),
  options: { readonly edition?: PlanEdition } = {},
): ParsedText {
  const digest = options.edition === 'digest';
  const own = digest ? lines.filter((line) => !line.quote) : lines;
  const blocks = splitItems(readBlocks(dropContents(own), layout));
  const runIns = findRunIns(blocks, { boldOnly: digest });
  const reader = new Reader(planId, blocks, layout, runIns);
  for (const block of blocks) reader.take(block);
  return reader.collector.result();
}

/** What is known of the 专栏 that is open. */
interface Box {
  /** Anything but headings has stood in it. */
  filled: boolean;
  /** It began with a table. */
  table: boolean;
  /** Titles of its bold items. */
  readonly bold: string[];
}

class Reader {
  readonly collector: Collector;
  readonly #layout: Layout;
  readonly #runIns: ReadonlyMap<Block, RunIn>;
  readonly #outline: Outline;
  #box: Box = { filled: false, table: false, bold: [] };
  #gaps = 0;
  #afterTable = false;

  constructor(planId: string, blocks: readonly Block[], layout: Layout, runIns: ReadonlyMap<Block, RunIn>) {
    this.collector = new Collector(planId);
    this.#layout = layout;
    this.#runIns = runIns;
    this.#outline = new Outline({ trustDepth: depthsAgree(blocks) });
  }

  take(block: Block): void {
    if (block.kind === 'gap') {
      this.#gaps += 1;
      return;
    }
    const apart = this.#gaps > 1;
    this.#closeBoxAtGap(block);
    this.#gaps = 0;
    if (block.kind === 'heading') this.#heading(block, apart);
    else if (block.kind === 'table') this.#table(block);
    else this.#paragraph(block, apart);
    const note = block.kind === 'paragraph' && TABLE_NOTE.test(block.text);
    this.#afterTable = block.kind === 'table' || (this.#afterTable && note);
  }

  /**
   * A gap ends a box: any blank line where paragraphs follow one another without, a wider one than usual elsewhere.
   * A numbered or labelled heading after it may still belong to the box.
   */
  #closeBoxAtGap(block: Block): void {
    if (!this.#outline.inBox || !this.#box.filled || this.#box.bold.length > 0) return;
    if (this.#gaps === 0 || (this.#layout.blankSeparated && this.#gaps < 2)) return;
    const numbered = (block.kind === 'heading' || block.kind === 'paragraph') && block.mark !== undefined;
    if (!numbered && !(block.kind === 'heading' && isLabelled(block.title))) this.#outline.closeBox();
  }

  #heading(block: Heading, apart: boolean): void {
    this.#outline.open({ mark: this.#renumber(block), title: block.title, depth: block.depth, apart });
    if (block.mark?.style === 'box') this.#box = { filled: false, table: false, bold: [] };
    this.collector.section(this.#outline.path, block.lines);
  }

  #table(block: Extract<Block, { kind: 'table' }>): void {
    if (!this.#box.filled) this.#box.table = true;
    this.#box.filled = true;
    this.collector.table(this.#outline.path, block);
  }

  #paragraph(block: Paragraph, apart: boolean): void {
    if (this.#afterTable && !TABLE_NOTE.test(block.text)) {
      this.#outline.closeCaption();
      if (this.#box.table) this.#outline.closeBox();
    }
    this.#box.filled = true;
    const runIn = this.#runIns.get(block);
    if (this.#leavesBox(block, runIn)) this.#outline.closeBox();
    this.collector.paragraph(this.#pathOf(block, runIn, apart), block);
  }

  /** Where a box's items are names in bold type, a task or an item in plain type belongs to the text around it. */
  #leavesBox(block: Paragraph, runIn: RunIn | undefined): boolean {
    if (!this.#outline.inBox || !runIn || block.mark || block.bullet) return false;
    const { bold } = this.#box;
    if (block.bold === '') return bold.length > 0;
    const leaves = bold.length > 0 && !bold.some(isTask) && isTask(runIn.title);
    bold.push(runIn.title);
    return leaves;
  }

  /** The heading path of a paragraph; a numbered run-in heading stays open for the paragraphs after it. */
  #pathOf(block: Paragraph, runIn: RunIn | undefined, apart: boolean): readonly string[] {
    if (!runIn) return this.#outline.path;
    if (block.mark) {
      this.#outline.open({ mark: block.mark, title: runIn.title, depth: 0, apart });
      this.collector.section(this.#outline.path, block.lines);
      return this.#outline.path;
    }
    const path = [...this.#outline.path, runIn.title];
    this.collector.section(path, block.lines);
    return path;
  }

  /** “2、重点任务” after “一、总体要求”: a heading of the han style typed with a digit. */
  #renumber({ mark, title }: Heading): Heading['mark'] {
    if (mark?.style !== 'arabic' || !/^\d{1,2}、/u.test(title) || mark.number === undefined) return mark;
    return this.#outline.lastNumber('han') === mark.number - 1 ? { ...mark, style: 'han' } : mark;
  }
}

/** Whether every style of heading keeps to one Markdown depth, outer styles at smaller ones. */
function depthsAgree(blocks: readonly Block[]): boolean {
  const depths = new Map<HeadingStyle, Set<number>>();
  for (const block of blocks) {
    if (block.kind !== 'heading' || block.depth === 0 || !block.mark) continue;
    const { style } = block.mark;
    depths.set(style, (depths.get(style) ?? new Set()).add(block.depth));
  }
  const outer = [...depths].filter(([style]) => RANK[style] <= RANK['han-paren']);
  if (outer.length === 0 || outer.some(([, seen]) => seen.size > 1)) return false;
  const ordered = outer.sort((a, b) => RANK[a[0]] - RANK[b[0]]).map(([, seen]) => Math.min(...seen));
  return ordered.every((depth, index) => index === 0 || depth > (ordered[index - 1] ?? 0));
}

const TASK_VERBS =
  '加快|加强|加大|推动|推进|助力|布局|建设|建立|完善|强化|提升|提高|实施|构建|打造|培育|优化|支持|鼓励|探索|深化|健全|促进|发挥|开展|创新|引导|落实|营造';

/** “加快…”, “推动…”, “数字赋能…发展”: the run-in headings of running text, unlike the names in a box. */
function isTask(title: string): boolean {
  return (
    new RegExp(`^(?:${TASK_VERBS})`, 'u').test(title) ||
    (title.length >= 8 && /(?:发展|升级|转型|转化|落地)$/u.test(title))
  );
}
