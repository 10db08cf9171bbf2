import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { stateShaped } from './answer-shape.ts';
import { ownWords } from './side-question.ts';

/** Things named side by side, of each of which the same is asked: “甲走廊和乙产业带各以哪里为核心”. */
const SIDE_BY_SIDE =
  /^(?<before>.*?)(?<names>[^，。？?！；]{2,24}(?:(?:、|和|与|跟|及|以及)[^，。？?！；、]{2,24}){1,3}?)(?<behind>[，,]?(?:各自?|分别|都|两者|二者|有什么区别|有何区别|有什么不同)[^。？?]*[。？?]?.*)$/u;

/** Longest run of each line, in characters. */
const LINE_LIMIT = 150;

/**
 * What is asked of several things that are no places, one line each. Undefined when the question names none side by side,
 * when one sentence speaks of all of them, or when one of them is not found.
 */
export async function composeEntities(
  question: Question,
  found: Found,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const sides = entitiesOf(question, context);
  if (sides.length < 2 || speaksOfAll(found, sides)) return undefined;
  const statements: Statement[] = [];
  const passages = new Set<string>();
  for (const side of sides) {
    const { best } = await lookUp(side.question, context, question.planIds);
    const clause = best && clauseOn(best, side.name);
    if (!best || clause === undefined) return undefined;
    passages.add(best.unit.passage.id);
    const { text, passages: cited } = stateShaped(best, clause, LINE_LIMIT);
    statements.push({ text: `- **${side.name.surface}**：${text}`, passages: cited });
  }
  return passages.size === sides.length ? statements : undefined;
}

/** One of several things that the same is asked of. */
interface Entity {
  readonly name: { readonly surface: string; readonly read: Question };
  readonly question: Question;
}

function entitiesOf(question: Question, context: AnswerContext): readonly Entity[] {
  const groups = SIDE_BY_SIDE.exec(question.text)?.groups;
  const names = (groups?.['names'] ?? '').split(/、|以及|和|与|跟|及/u).map((name) => name.replace(/^.*[的里中]/u, ''));
  const reads = names.map((name) => ({ surface: name.trim(), read: context.read(name) }));
  if (reads.some(({ read }) => ownWords(read).length === 0)) return [];
  const behind = (groups?.['behind'] ?? '').replace(/^[，,]?(?:各自?|分别|都|两者|二者)/u, '');
  return reads.map((name): Entity => {
    const asked = context.read(`${groups?.['before'] ?? ''}${name.surface}${behind}`);
    return { name, question: { ...asked, planIds: question.planIds, otherPlaces: [], places: question.places } };
  });
}

/** The best sentence has the names of all of them. */
function speaksOfAll({ best }: Found, sides: readonly Entity[]): boolean {
  if (!best) return false;
  const text = matchText(best.unit.text);
  return sides.every(({ name }) => name.read.terms.every((term) => matchTerm(term, text) > 0.4));
}

/** The clause that has the name, or the best one under a heading that has it; undefined when neither does. */
function clauseOn({ unit, clause }: ScoredUnit, { surface, read }: Entity['name']): number | undefined {
  const names = (text: string): boolean =>
    text.includes(surface) || read.terms.every((term) => matchTerm(term, matchText(text)) === 1);
  if (unit.passage.kind === 'row') return names(unit.text) ? clause : undefined;
  const own = unit.clauses.findIndex(({ start, end }) => names(unit.text.slice(start, end)));
  if (own >= 0) return own;
  return names(unit.passage.section.at(-1) ?? '') ? clause : undefined;
}
