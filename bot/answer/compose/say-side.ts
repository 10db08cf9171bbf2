import type { Term } from '../../../retrieval/query/terms.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { AnswerContext, Found } from '../look-up.ts';
import { mayBeShown } from '../may-be-shown.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import { likeness } from './differing-sentences.ts';
import { announcesMore, composeFact, PLURAL_LIMIT } from './fact.ts';
import { followOn } from './follow-on.ts';

/** Longest quoted run of a line that states a figure, in characters. */
export const FIGURE_LIMIT = 80;
/** A further sentence says more where it fits this well beside the best one; how many of them, and the room one needs. */
const FURTHER = 0.35;
const MOST_FURTHER = 3;
const LEAST_ROOM = 40;
/** Two sentences of which this share of character pairs is common say the same. */
const ALIKE = 0.6;

/** The sentence that answers, under the heading that names what it is of; and the next that speaks of the same. */
export async function sayFound(
  found: Found,
  best: ScoredUnit,
  limit: number,
  context: AnswerContext,
): Promise<Statement> {
  const { question } = found;
  if (question.intent.kind === 'figure')
    return composeFact(best, question, { limit: question.intent.plural ? PLURAL_LIMIT : FIGURE_LIMIT });
  const announced =
    behindTitle(best) ??
    (announcesMore(best) ? await followOn(best, question, context, limit - best.unit.text.length) : undefined);
  const fact = composeFact(best, question, { limit });
  // A line that the gate stops would leave a side without an answer.
  const first = [announced, fact]
    .flatMap((statement) => (statement ? [withHeading(statement, best, question), statement] : []))
    .find((statement) => mayBeShown(statement, context));
  const term = await topicOf(question, context);
  return furtherUnits(found, best, term).reduce((said, unit) => {
    const longer = withFurther(said, unit, limit);
    return mayBeShown(longer, context) ? longer : said;
  }, first ?? fact);
}

/** What is done to a thing, by planning or by handling it: a question is about the thing. */
const ACT =
  /^(?:安排|部署|布局|规定|要求|打算|发放|使用|利用|采用|推广|落实|落地|设立|新建|组建|成立|扶持|支持|鼓励|管理|培育|培养|引进|提及|提到|对接|写明|名单)$/u;

/** Whether a term names what a question is about, or may: not what is done to it. */
export function namesThing({ surface, factor }: Term): boolean {
  return (factor ?? 1) === 1 && !ACT.test(surface);
}

/** The rarest word of a question, acts apart: what it is about. */
export async function topicOf(question: Question, context: AnswerContext): Promise<Term | undefined> {
  const weights = await termWeights(context.store, question);
  const things = question.terms.map((term, at) => (namesThing(term) ? (weights[at] ?? 0) : 0));
  const rarest = Math.max(...things) > 0 ? things : weights;
  return question.terms[rarest.indexOf(Math.max(...rarest))];
}

/** The best sentences of other passages that speak of the same, best first: a topic is rarely settled in one sentence. */
function furtherUnits({ question, evidence }: Found, best: ScoredUnit, term: Term | undefined): readonly ScoredUnit[] {
  return evidence
    .flatMap(({ units }) => units.slice(0, 1))
    .filter(
      ({ unit, score }) =>
        unit.passage.id !== best.unit.passage.id &&
        unit.passage.kind === 'prose' &&
        (question.planIds?.includes(unit.passage.planId) ?? true) &&
        score >= best.score * FURTHER &&
        term !== undefined &&
        matchTerm(term, matchText(unit.text)) === 1,
    )
    .slice(0, MOST_FURTHER);
}

/** A line with one more sentence, where it fits and says something new. */
function withFurther(line: Statement, further: ScoredUnit, limit: number): Statement {
  const room = limit - line.text.length;
  if (room < LEAST_ROOM) return line;
  const said = windowAround(further.unit, [further.clause], room).text;
  if (said.length > room + 10 || line.text.includes(said) || likeness(line.text, said) > ALIKE) return line;
  return {
    text: `${line.text.replace(/[。；，]$/u, '')}；${said}`,
    passages: [...line.passages, further.unit.passage],
  };
}

/** “特定合作区：围绕……”: the heading, where it and not the sentence has a word of the question. */
function withHeading(statement: Statement, { unit }: ScoredUnit, question: Question): Statement {
  const leaf = (unit.passage.section.at(-1) ?? '').replace(/^(?:[（(][^（()）]{1,3}[)）]|\d{1,2}[.．、])\s*/u, '');
  if (leaf === '' || leaf.length > 24 || statement.text.includes(leaf)) return statement;
  const [heading, said] = [matchText(leaf), matchText(statement.text)];
  const adds = question.terms.some((term) => matchTerm(term, heading) === 1 && matchTerm(term, said) < 1);
  return adds ? { ...statement, text: `${leaf}：${statement.text}` } : statement;
}

/** A sentence up to this long, in characters, may be a title. */
const TITLE = 20;

/** “大力弘扬科学家精神。”: a sentence that only names its topic; the next one says something of it. */
function behindTitle({ unit }: ScoredUnit): Statement | undefined {
  const words = unit.text.replace(/[\p{P}\s]/gu, '');
  if (unit.passage.kind === 'row' || words.length > TITLE || unit.figures.length > 0) return undefined;
  const next = readUnits(unit.passage).find(({ span }) => span.start > unit.span.start);
  const isHeading = unit.passage.section.some((heading) => heading.replace(/[\p{P}\s]/gu, '').includes(words));
  if (!next || !isHeading) return undefined;
  return { text: windowAround(next, [0], FIGURE_LIMIT, { wants: () => true }).text, passages: [unit.passage] };
}
