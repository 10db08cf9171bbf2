import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Term } from '../../../retrieval/query/terms.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { agreementOn } from './agreement.ts';
import { shapeOf, stateShaped } from './answer-shape.ts';
import { composeFact } from './fact.ts';
import { mayBeShown } from '../may-be-shown.ts';
import { ownWords } from './side-question.ts';

/** What proper names of things end in that plans speak of side by side. */
const KIND =
  '(?:走廊|科学城|科技城|实验室|学院|大学|示范区|自创区|自贸(?:试验)?区|试验区|先行区|科学中心|计算中心|研究中心|产业带|创新带|经济带|集团|谷|市场|医院|研究院|研究所|高新区|经开区|新区|小镇|计划|行动|工程|产业园|科技园|装置|联盟)';
const NAME = `[^，。？！；：、\\s和与跟及]{2,18}?${KIND}`;
/** A thing, or a place that one is set beside. */
const thing = (group: string): string => `(?<${group}>${NAME}|\\p{Script=Han}{2,3}[省市])`;
const ASPECT = '(?:的[^，。？、和与跟及]{1,8}?)?';

/** Things named side by side, of each of which the same is asked: “甲走廊的定位和乙产业带的定位各是什么”. */
const SIDE_BY_SIDE = new RegExp(
  `^(?<before>.*?)${thing('first')}(?<firstAspect>${ASPECT})(?:和|与|跟|及|以及|、)${thing('second')}(?<secondAspect>${ASPECT})(?<behind>[，,]?[^，。？]{0,12}(?:各自?|分别|都|两者|二者|有什么区别|有何区别|有什么不同|谁)[^。？?]*[。？?]?.*)$`,
  'u',
);

/** Longest run of each line, in characters. */
const LINE_LIMIT = 150;
/** How many passages are looked through for one that names the thing. */
const CANDIDATES = 20;

/** One of several things that the same is asked of. */
interface Entity {
  readonly surface: string;
  readonly read: Question;
  readonly question: Question;
}

/**
 * What is asked of several things that are no places, or of a place and such a thing, one line each under its name.
 * Undefined when the question names none side by side, when one sentence speaks of all of them, or when one is not found.
 */
export async function composeEntities(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const sides = entitiesOf(question, context);
  if (sides.length < 2 || speaksOfAll(await lookUp(question, context), sides)) return undefined;
  const statements: Statement[] = [];
  const passages = new Set<string>();
  for (const side of sides) {
    const said = await sayEntity(side, question, context);
    if (!said) return undefined;
    said.passages.forEach(({ id }) => passages.add(id));
    statements.push({ ...said, text: `- **${side.surface}**：${said.text}` });
  }
  if (passages.size < sides.length) return undefined;
  return [
    ...agreementOn(
      question,
      statements.map(({ text }) => text.replace(/^- \*\*[^*]+\*\*：/u, '')),
    ),
    ...statements,
  ];
}

/** The things that a question sets side by side; none where it names places alone. */
export function entitiesOf(question: Question, context: AnswerContext): readonly Entity[] {
  const groups = SIDE_BY_SIDE.exec(question.text)?.groups;
  if (!groups) return [];
  const { before = '', first = '', second = '', firstAspect = '', secondAspect = '', behind = '' } = groups;
  const [one, two] = [first, second].map((name) => name.replace(/^.*[的里中：:，,]/u, '').trim());
  if (!one || !two || [one, two].every((name) => /^\p{Script=Han}{2,3}[省市]$/u.test(name))) return [];
  const rest = behind.replace(/^([，,]?[^，。？]{0,12}?)(?:各自?|分别|都|两者|二者)/u, '$1');
  const scene = before.replace(/^[^，。：]{0,6}[着下]?说?[：:]/u, '');
  const sides = [
    { surface: one, aspect: firstAspect },
    { surface: two, aspect: secondAspect },
  ].map(({ surface, aspect }): Entity => {
    const asked = context.read(`${scene}${surface}${aspect}${rest}`);
    const read = context.read(surface);
    return {
      surface,
      read,
      question: {
        ...asked,
        terms: [nameTerm(surface, read), ...asked.terms],
        otherPlaces: [],
        intent: { ...asked.intent, kind: kindOf(asked, question) },
      },
    };
  });
  const isPlace = ({ read }: Entity): boolean =>
    read.places.some(({ inName }) => !inName) && ownWords(read).length === 0;
  return sides.every((side) => isPlace(side) || ownWords(side.read).length > 0) ? sides : [];
}

/** The name itself as something to look for: a place in it is no place that is asked about. */
function nameTerm(surface: string, read: Question): Term {
  const places = read.places.map(({ start, end }) => surface.slice(start, end));
  const words = [surface, ...places, ...read.terms.flatMap((term) => term.words)];
  return { surface, variants: [surface], matchers: [matchText(surface)], words };
}

function kindOf(asked: Question, { intent }: Question): Question['intent']['kind'] {
  if (intent.kind === 'figure') return 'figure';
  return asked.intent.kind === 'status' || asked.intent.kind === 'summary' ? 'open' : asked.intent.kind;
}

/** What the plans say of one of them: the part of the shape asked for, the figure, or the clause that names it. */
async function sayEntity(
  { surface, read, question }: Entity,
  whole: Question,
  context: AnswerContext,
): Promise<Statement | undefined> {
  const isPlace = ownWords(read).length === 0;
  // A thing may lie in a place and stand in the plan of another.
  const found = await lookUp(isPlace ? question : { ...question, planIds: undefined, places: [] }, context);
  const named = found.evidence.slice(0, CANDIDATES).flatMap(({ units }) =>
    units.slice(0, 4).flatMap((scored) => {
      const clause = isPlace ? scored.clause : clauseOn(scored, surface, read);
      const own = !isPlace || (question.planIds?.includes(scored.unit.passage.planId) ?? false);
      return clause === undefined || !own ? [] : [{ scored, clause }];
    }),
  );
  const shape = whole.intent.kind === 'figure' ? undefined : shapeOf(whole.text);
  const shaped = shape && named.find(({ scored: { unit } }) => shape.part(unit.text) !== undefined);
  if (shaped) {
    const { unit } = shaped.scored;
    const clause = unit.clauses.findIndex(({ start, end }) => shape.part(unit.text.slice(start, end)) !== undefined);
    return stateShaped(shaped.scored, Math.max(0, clause), LINE_LIMIT);
  }
  const counted = named.filter(
    ({ scored: { unit } }) => whole.intent.kind !== 'figure' || unit.figures.some(({ isYear }) => !isYear),
  );
  const best = counted.sort((a, b) => b.scored.score - a.scored.score)[0];
  if (!best) return undefined;
  const said =
    whole.intent.kind === 'figure'
      ? composeFact(best.scored, question, { limit: LINE_LIMIT })
      : stateShaped(best.scored, best.clause, LINE_LIMIT);
  return mayBeShown(said, context) ? said : undefined;
}

/** The best sentence has the names of all of them. */
function speaksOfAll({ best }: Found, sides: readonly Entity[]): boolean {
  if (!best) return false;
  const text = matchText(best.unit.text);
  return sides.every(({ read }) => read.terms.length > 0 && read.terms.every((term) => matchTerm(term, text) > 0.4));
}

/** The clause that has the name, or the best one under a heading that has it; undefined when neither does. */
function clauseOn({ unit, clause }: ScoredUnit, surface: string, read: Question): number | undefined {
  const names = (text: string): boolean =>
    text.includes(surface) ||
    (read.terms.length > 0 && read.terms.every((term) => matchTerm(term, matchText(text)) === 1));
  if (unit.passage.kind === 'row') return names(unit.text) ? clause : undefined;
  const own = unit.clauses.findIndex(({ start, end }) => names(unit.text.slice(start, end)));
  if (own >= 0) return own;
  return names(unit.text) || names(unit.passage.section.at(-1) ?? '') ? clause : undefined;
}
