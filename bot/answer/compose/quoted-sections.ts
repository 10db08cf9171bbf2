import { bareText } from '../../../corpus/characters.ts';
import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { AnswerContext } from '../look-up.ts';

/** The section whose heading the question quotes, or all of them where several have the name. */
export async function quotedSections(question: Question, context: AnswerContext): Promise<readonly Section[]> {
  const quoted = [...question.text.matchAll(/“([^”]{4,40})”/gu)].map((match) => bareText(match[1] ?? ''));
  if (quoted.length === 0) return [];
  for (const planId of question.planIds ?? context.plans.map((plan) => plan.id)) {
    const having = (await context.store.sections(planId)).filter((section) =>
      quoted.some((name) => bareText(section.path.at(-1) ?? '').includes(name)),
    );
    if (having.length > 0) return together(having, question);
  }
  return [];
}

/** Of the sections with a name, those under one heading that have most of the question's other words: 容量, 质量, 吸力. */
function together(having: readonly Section[], question: Question): readonly Section[] {
  const families = new Map<string, Section[]>();
  for (const section of having) {
    const parent = section.path.slice(0, -1).join('\n');
    families.set(parent, [...(families.get(parent) ?? []), section]);
  }
  const worth = (family: readonly Section[]): number => {
    const said = matchText(family.map(({ path }) => path.at(-1) ?? '').join(' '));
    const depth = family[0]?.path.length ?? 0;
    return question.terms.filter((term) => matchTerm(term, said) > 0.4).length - depth * 0.1;
  };
  const [best = []] = [...families.values()].sort((a, b) => worth(b) - worth(a));
  return best.slice(0, 6);
}
