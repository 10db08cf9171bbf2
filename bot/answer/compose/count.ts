import type { Section } from '../../../corpus/types.ts';
import { readMark } from '../../../corpus/headings.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { bareHeading, bestSection, childrenOf, firstPassages, nameOf } from './sections.ts';

/** A heading must fit this well for its sub-headings to be counted: nothing in the text says that they are what is meant. */
const COUNTED_MATCH = 0.8;
/** Longest answer that names all the items it counts, in characters. */
const NAMED_LIMIT = 150;

/** The number of items of a section, for 一共有多少个… when no sentence states it. */
export async function composeCount(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const candidate = await bestSection(found.question, context);
  if (!candidate || candidate.match < COUNTED_MATCH) return undefined;
  const passages = await firstPassages(candidate.items, context);
  const count = candidate.items.length;
  const names = candidate.items.map((item) => nameOf(item)).join('、');
  const below = await countBelow(candidate.items, context);
  const nested = below === undefined ? '' : `、**${below}条**`;
  const head = `“${bareHeading(candidate.section)}”共列**${count}项**${nested}`;
  const text =
    head.length + names.length < NAMED_LIMIT
      ? `${head}：${names}`
      : `${head}（从“${nameOf(candidate.items[0])}”到“${nameOf(candidate.items.at(-1))}”）`;
  return [{ text, passages, computed: [String(count), ...(below === undefined ? [] : [String(below)])] }];
}

/** How many items stand below these in one numbering that runs through them (1. to 18. under six headings). */
async function countBelow(items: readonly Section[], context: AnswerContext): Promise<number | undefined> {
  const [first] = items;
  if (!first) return undefined;
  const sections = await context.store.sections(first.planId);
  const numbers = items.flatMap((item) =>
    childrenOf(item, sections).map(({ path }) => readMark(path.at(-1) ?? '')?.number ?? 0),
  );
  return numbers.length > items.length && numbers.every((number, index) => number === index + 1)
    ? numbers.length
    : undefined;
}
