import type { Section } from '../../../corpus/types.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { windowAround } from '../window.ts';
import { askedCount, askedNoun } from './asked.ts';
import { composeDashes } from './dash-items.ts';
import { bestEnumeration, enumerationClause, quotedClause } from './enumeration.ts';
import { announces } from './fact.ts';
import { bestSection, firstPassages, HEADING_MATCH, nameOf, type Candidate } from './sections.ts';
import { composeTableList } from './table-item.ts';

/** Longest run around a short enumeration, in characters. */
const SENTENCE_LIMIT = 165;
/** Longest list that is shown, in characters. */
const LIST_LIMIT = 420;

/** The list a question asks for: the sub-headings of a section, or the enumeration of a sentence, whichever fits better. */
export async function composeList(found: Found, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const { question } = found;
  const table = await composeTableList(found, context);
  if (table) return table;
  const candidate = await bestSection(question, context);
  const sentence = bestEnumeration(found);
  const ofSentence = sentence ? sentence.coverage + (sentence.fitsCount ? 0.3 : 0) : 0;
  const wanted = askedCount(question.text);
  // As many items as asked for speak for a section that fits, and do not make one fit.
  const ofSection = candidate ? candidate.match + countBonus(candidate, wanted) : 0;
  if (candidate && ofSection >= HEADING_MATCH && ofSection + 0.05 >= ofSentence)
    return listSections(candidate.items, context, { supposed: wanted });
  const dashes = await composeDashes(question, context);
  if (dashes) return dashes;
  if (!sentence) return undefined;
  const { scored } = sentence;
  if (announces(scored, question)) return undefined;
  const core = quotedClause(scored, question) ?? enumerationClause(scored, askedNoun(question.text));
  const clause = scored.unit.clauses[core];
  // A long enumeration is shown whole; what surrounds it only as far as a short answer goes.
  const limit = Math.min(LIST_LIMIT, Math.max(SENTENCE_LIMIT, clause ? clause.end - clause.start : 0));
  const window = windowAround(scored.unit, [core], limit, { wants: () => true });
  return [{ text: window.text, passages: [scored.unit.passage] }];
}

function countBonus({ items, match }: Candidate, wanted: number | undefined): number {
  if (wanted === undefined) return 0;
  return items.length !== wanted ? -0.3 : match >= 0.5 ? 0.4 : 0;
}

/** How a list of headings says how many they are. */
export interface ListOptions {
  /** How many the question says there are. */
  readonly supposed?: number | undefined;
  /** What they are counted in; default: 项. */
  readonly counter?: string;
}

/** Headings as a numbered list with their number first, each cited to its own section. */
export async function listSections(
  items: readonly Section[],
  context: AnswerContext,
  { supposed = items.length, counter = '项' }: ListOptions = {},
): Promise<readonly Statement[]> {
  const passages = await firstPassages(items, context);
  const count = `${items.length}${counter}`;
  // A number of items that the question has wrong is put right.
  const head: Statement = {
    text: supposed === items.length ? `共${count}：` : `规划列了${count}，不是${supposed}${counter}：`,
    passages: [],
    computed: [String(items.length), String(supposed)],
  };
  const statements = items.map((item, index): Statement => {
    const passage = passages[index];
    return { text: `${index + 1}. ${nameOf(item)}`, passages: passage ? [passage] : [], computed: [String(index + 1)] };
  });
  return [head, ...statements];
}
