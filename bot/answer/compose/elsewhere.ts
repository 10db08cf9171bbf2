import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { composeFact } from './fact.ts';

/** Shortest run of a question that is a name without quotes, in characters, and what such names end in. */
const NAME = 8;
const NAME_ENDS =
  /(?:装置|设施|实验室|研究院|大学|走廊|大道|示范区|试验区|基地|产业园|科学城|小镇|大会|论坛|博览会|基金|条例|办法)$/u;
/** A piece of such a name that the plans asked about must not have, or they may call it otherwise; in characters. */
const PIECE = 5;

/**
 * “宿州规划里提的‘中国IC之都’”: a name that the plans asked about do not have and others do. Says so, and what those say;
 * undefined when the name is where the question puts it, or nowhere.
 */
export async function composeElsewhere(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { planIds } = question;
  if (!planIds || planIds.length === 0) return undefined;
  const quoted = [...question.text.matchAll(/“([^”“]{3,20})”/gu)]
    .map((match) => match[1] ?? '')
    .filter((name) => !/^十[一二三四五六]?五$/u.test(name));
  const names = quoted.length > 0 ? quoted : await unquotedNames(question, planIds, context);
  const others = context.plans.filter((plan) => !planIds.includes(plan.id)).map((plan) => plan.id);
  for (const name of names) {
    if (await isIn(name, planIds, context)) continue;
    const homes = others.length > 0 ? await holders(name, others, context) : [];
    if (homes.length === 0) continue;
    const best = await findNamed(name, question, homes, context);
    const home = context.plans.find(({ id }) => id === best?.scored.unit.passage.planId);
    if (!best || !home) continue;
    const fact = composeFact(best.scored, best.question);
    const places = context.plans.filter((plan) => planIds.includes(plan.id)).map((plan) => shortPlace(plan.region));
    const where = question.titledPlans ? '这份规划' : `${[...new Set(places)].join('、')}的规划`;
    return [
      { text: `与规划不符：${where}没有提“${name}”，《${home.title}》写的是：${fact.text}`, passages: fact.passages },
    ];
  }
  return undefined;
}

/** The sentence that says most of what is asked of a name, in the plans that have it; else what says most of the name. */
async function findNamed(
  name: string,
  question: Question,
  homes: readonly string[],
  context: AnswerContext,
): Promise<{ readonly scored: ScoredUnit; readonly question: Question } | undefined> {
  const bare = context.read(`“${name}”`);
  for (const asked of [question, { ...bare, intent: { ...bare.intent, kind: 'open' as const } }]) {
    const found = await lookUp({ ...asked, places: [], planIds: homes }, context, homes);
    if (found.best?.unit.text.includes(name)) return { scored: found.best, question: found.question };
    if (asked !== question && found.best?.unit.passage.text.includes(name))
      return { scored: found.best, question: found.question };
  }
  return undefined;
}

/** The longest name of the question that a passage found in another plan has, and of which these plans have no piece. */
async function unquotedNames(
  question: Question,
  planIds: readonly string[],
  context: AnswerContext,
): Promise<readonly string[]> {
  if (question.intent.kind === 'figure') return [];
  const { evidence } = await lookUp(question, context);
  const others = evidence.filter(({ passage }) => !planIds.includes(passage.planId)).map(({ passage }) => passage.text);
  const runs = (question.text.match(/\p{Script=Han}+/gu) ?? []).flatMap((run) =>
    Array.from({ length: Math.max(0, run.length - NAME + 1) }, (_, at) => nameFrom(run.slice(at), others)),
  );
  const [name] = runs.filter((run) => run !== '').sort((a, b) => b.length - a.length);
  if (name === undefined) return [];
  for (let at = 0; at + PIECE <= name.length; at += 1)
    if (await isIn(name.slice(at, at + PIECE), planIds, context)) return [];
  return [name];
}

/** The longest beginning of a run that is a name and stands in one of the texts; empty when none does. */
function nameFrom(run: string, texts: readonly string[]): string {
  for (let length = run.length; length >= NAME; length -= 1) {
    const head = run.slice(0, length);
    if (NAME_ENDS.test(head) && texts.some((text) => text.includes(head))) return head;
  }
  return '';
}

async function isIn(name: string, planIds: readonly string[], context: AnswerContext): Promise<boolean> {
  return (await holders(name, planIds, context)).length > 0;
}

/** The plans with a passage or heading that has the name, letter for letter. */
async function holders(name: string, planIds: readonly string[], context: AnswerContext): Promise<readonly string[]> {
  const found: string[] = [];
  for (const planId of planIds) {
    const passages = await context.store.sectionPassages(planId, []);
    if (
      passages.some(
        (passage) => passage.text.includes(name) || passage.section.some((heading) => heading.includes(name)),
      )
    )
      found.push(planId);
  }
  return found;
}
