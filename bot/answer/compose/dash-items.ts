import type { Passage, Section } from '../../../corpus/types.ts';
import { splitClauses } from '../../../corpus/sentences.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { HEADING_MATCH, headingScorer } from './sections.ts';

/** How the paragraphs of a list begin that has no headings: “——持续加大投入……”, “一是……”. */
const BEGINS = /^(?:——|[一二三四五六七八九十]是|第[一二三四五六七八九十][，、])/u;
/** Longest item shown, in characters. */
const ITEM_LIMIT = 60;

/** The paragraphs of a section that is a list without headings of its own, each by its first clauses. */
export async function composeDashes(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const matchOf = await headingScorer(question, context);
  let best: { readonly items: readonly Passage[]; readonly match: number } | undefined;
  for (const planId of question.planIds ?? context.plans.map((plan) => plan.id)) {
    const sections = await context.store.sections(planId);
    for (const section of sections) {
      // As well as it can fit, before its passages are read.
      if (matchOf(section, [], 0) + 0.3 < HEADING_MATCH) continue;
      const items = await itemsIn(section, context);
      const match = matchOf(section, [], items.length);
      if (items.length >= 2 && match >= HEADING_MATCH && !(best && best.match >= match)) best = { items, match };
    }
  }
  if (!best) return undefined;
  const count = String(best.items.length);
  return [
    { text: `共${count}项：`, passages: [], computed: [count] },
    ...best.items.map((passage, index) => ({
      text: `${index + 1}. ${firstClauses(passage.text)}`,
      passages: [passage],
      computed: [String(index + 1)],
    })),
  ];
}

async function itemsIn({ planId, path }: Section, { store }: AnswerContext): Promise<readonly Passage[]> {
  const passages = await store.sectionPassages(planId, path);
  return passages.filter(({ section, text }) => section.length === path.length && BEGINS.test(text));
}

function firstClauses(text: string): string {
  const bare = text.replace(BEGINS, '');
  let end = 0;
  for (const clause of splitClauses(bare, { commas: true })) {
    if (end > 0 && clause.end > ITEM_LIMIT) break;
    end = clause.end;
  }
  return bare.slice(0, end).replace(/[，；。、]$/u, '');
}
