import type { Block, Paragraph } from './blocks.ts';
import { readMark } from './headings.ts';
import { readRunIn } from './run-ins.ts';
import { splitSentences } from './sentences.ts';

/** Longest title of an item that runs in with others in one paragraph, in characters: in a box, and in running text. */
const TITLE_LIMIT = { box: 16, text: 20 } as const;
/** Fewer titles than this may be chance: in a box, and in running text. */
const FEWEST_TITLES = { box: 3, text: 4 } as const;
/** A title in a box is a name; one in running text says how something has come on. */
const TITLES = {
  box: /^[\p{Script=Han}“”（）]{3,}。$/u,
  text: /^\p{Script=Han}{2,}(?:不断|加速|加快|显著|明显|持续|进一步|日趋|日益|逐步|大幅|竞相|更加|稳步|全面|快速|扩容|迈向|取得)\p{Script=Han}{2,5}。$/u,
} as const;

/**
 * Takes apart paragraphs that hold several items with headings of their own (“大科学装置集群。……能源研究院。……”,
 * “1.…。……2.…。……”), where that is certain.
 */
export function splitItems(blocks: readonly Block[]): readonly Block[] {
  let inBox = false;
  return blocks.flatMap((block) => {
    if (block.kind === 'heading') inBox = block.mark?.style === 'box';
    if (block.kind !== 'paragraph' || block.bullet) return [block];
    const numbered = numberedStarts(block);
    if (numbered.length >= 2) return cut(block, numbered, () => false);
    const kind = inBox && !block.mark ? 'box' : 'text';
    const titles = titleStarts(block.text, kind);
    const starts = titles[0] === 0 ? titles : [0, ...titles];
    const titled = new Set(titles);
    return titles.length === 0 ? [block] : cut(block, starts, (start) => titled.has(start));
  });
}

/** Where the items “1.”, “2.”… of a paragraph start. They count up from one, follow a full stop, and have titles. */
function numberedStarts({ text, mark }: Paragraph): readonly number[] {
  if (mark?.number !== 1 || (mark.style !== 'arabic' && mark.style !== 'arabic-paren')) return [];
  const starts = [0];
  for (const sentence of splitSentences(text).slice(1)) {
    const next = readMark(text.slice(sentence.start, sentence.start + 8));
    if (next?.style === mark.style && next.number === starts.length + 1) starts.push(sentence.start);
  }
  const titled = starts.every((start, index) => {
    const item = text.slice(start, starts[index + 1]);
    return readRunIn(item, readMark(item)?.length ?? 0) !== undefined;
  });
  return titled ? starts : [];
}

/**
 * Where the titled items of a paragraph start: short bare sentences, each before a longer one. In a box the first
 * sentence must be such a title.
 */
function titleStarts(text: string, kind: 'box' | 'text'): readonly number[] {
  const sentences = splitSentences(text);
  const starts = sentences.flatMap(({ start, end }, index) => {
    const next = sentences[index + 1];
    const length = end - start;
    const title = length <= TITLE_LIMIT[kind] + 1 && TITLES[kind].test(text.slice(start, end));
    return title && next && next.end - next.start > length ? [start] : [];
  });
  return starts.length < FEWEST_TITLES[kind] || (kind === 'box' && starts[0] !== 0) ? [] : starts;
}

/** The pieces of a paragraph. `isTitled` says at which starts a title surely stands. */
function cut(block: Paragraph, starts: readonly number[], isTitled: (start: number) => boolean): readonly Block[] {
  let at = 0;
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? block.text.length;
    while ((block.pieces[at + 1]?.start ?? Infinity) <= start) at += 1;
    const pieces: { line: number; start: number }[] = [];
    for (let next = at; (block.pieces[next]?.start ?? Infinity) < end; next += 1) {
      pieces.push({
        line: block.pieces[next]?.line ?? 0,
        start: Math.max(0, (block.pieces[next]?.start ?? 0) - start),
      });
    }
    const text = block.text.slice(start, end);
    return {
      ...block,
      text,
      pieces,
      mark: start === 0 ? block.mark : isTitled(start) ? undefined : readMark(text),
      bold: start === 0 ? block.bold : '',
      ...(isTitled(start) ? { item: true as const } : {}),
      lines: [pieces[0]?.line ?? block.lines[0], pieces.at(-1)?.line ?? block.lines[1]] as const,
    };
  });
}
