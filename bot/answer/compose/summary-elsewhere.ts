import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import { roleOf } from '../draft/section-roles.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import { askedRoles } from './asked-roles.ts';
import { nameOf } from './sections.ts';

/** Sentences from elsewhere, and how long each may be, in characters. */
const MOST = 4;
const SENTENCE_LIMIT = 120;
/** A phrase that so many more sentences have is no topic of its own. */
const COMMON = 12;

/**
 * What the plan of a section says of its topic where it sets its aims and, when that is asked, where it takes stock:
 * sentences with figures that have the words in which question and heading agree.
 */
export async function alsoOnTopic(
  section: Section,
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[]> {
  const phrase = agreement(nameOf(section), question.text);
  if (phrase === undefined || roleOf(section.path) === 'goal') return [];
  const wantsStatus = askedRoles(question.text).has('status');
  const passages = await context.store.sectionPassages(section.planId, []);
  const units = passages
    .filter(({ kind, section: path }) => kind === 'prose' && !section.path.every((heading, at) => path[at] === heading))
    .flatMap(readUnits)
    .filter(({ text }) => text.includes(phrase));
  if (units.length > COMMON) return [];
  const isWanted = (unit: Unit): boolean => {
    const role = roleOf(unit.passage.section);
    return role === 'goal' ? unit.figures.length > 0 : wantsStatus && (role === 'status' || role === 'outlook');
  };
  return units
    .filter(isWanted)
    .slice(0, MOST)
    .map((unit): Statement => {
      const at = unit.clauses.findIndex(({ start, end }) => unit.text.slice(start, end).includes(phrase));
      const { text } = windowAround(unit, [Math.max(0, at)], SENTENCE_LIMIT, {
        wants: (clause) => Math.abs(clause - at) <= 1,
      });
      return { text: `- ${text}`, passages: [unit.passage] };
    });
}

/** The longest run of four and more characters that a heading and a question have in common. */
function agreement(heading: string, question: string): string | undefined {
  for (let length = Math.min(heading.length, 12); length >= 4; length -= 1)
    for (let at = 0; at + length <= heading.length; at += 1) {
      const run = heading.slice(at, at + length);
      if (/^\p{Script=Han}+$/u.test(run) && question.includes(run)) return run;
    }
  return undefined;
}
