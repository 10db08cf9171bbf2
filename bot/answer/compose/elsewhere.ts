import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { composeFact } from './fact.ts';

/**
 * “宿州规划里提的‘中国IC之都’”: a name that the plans asked about do not have and others do. Says so, and what those say;
 * undefined when the name is where the question puts it, or nowhere.
 */
export async function composeElsewhere(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { planIds } = question;
  const names = [...question.text.matchAll(/“([^”“]{3,20})”/gu)]
    .map((match) => match[1] ?? '')
    .filter((name) => !/^十[一二三四五六]?五$/u.test(name));
  if (!planIds || planIds.length === 0 || names.length === 0) return undefined;
  const others = context.plans.filter((plan) => !planIds.includes(plan.id)).map((plan) => plan.id);
  for (const name of names) {
    if (await isIn(name, planIds, context)) continue;
    const homes = others.length > 0 ? await holders(name, others, context) : [];
    const home = context.plans.find((plan) => homes.includes(plan.id));
    if (!home) continue;
    const asked = context.read(`“${name}”`);
    const found = await lookUp({ ...asked, intent: { ...asked.intent, kind: 'open' } }, context, homes);
    if (!found.best?.unit.passage.text.includes(name)) continue;
    const fact = composeFact(found.best, found.question);
    const places = context.plans.filter((plan) => planIds.includes(plan.id)).map((plan) => shortPlace(plan.region));
    const where = question.titledPlans ? '这份规划' : `${[...new Set(places)].join('、')}的规划`;
    return [
      { text: `与规划不符：${where}没有提“${name}”，《${home.title}》写的是：${fact.text}`, passages: fact.passages },
    ];
  }
  return undefined;
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
