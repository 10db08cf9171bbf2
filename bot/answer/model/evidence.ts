import type { Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import { comparedPlaces } from '../compose/compare.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import type { Citation } from '../types.ts';

/** Passages of one question, at most, and their characters: a budget of about 20,000 tokens. */
const MOST_PASSAGES = 60;
const MOST_CHARACTERS = 20_000;
/** Passages that are found before the model is asked; of each place or plan of a comparison. */
const FOUND = 10;
const FOUND_EACH = 4;

/** The passages that a model has been shown, by the numbers under which it has. */
export class ShownPassages {
  readonly #plans: readonly PlanSummary[];
  readonly #passages: Passage[] = [];
  #characters = 0;

  constructor(plans: readonly PlanSummary[]) {
    this.#plans = plans;
  }

  /** The passage with a number; undefined when none has been shown under it. */
  get(n: number): Passage | undefined {
    return this.#passages[n - 1];
  }

  get size(): number {
    return this.#passages.length;
  }

  /** Numbers passages and sets them for the prompt. Those beyond the budget are left out; known ones keep their number. */
  show(passages: readonly Passage[]): string {
    return passages.flatMap((passage) => this.#set(passage) ?? []).join('\n');
  }

  /** All that have been shown, or some of them, for a prompt. */
  again(only: (passage: Passage) => boolean = () => true): string {
    return this.show(this.#passages.filter(only));
  }

  #set(passage: Passage): string | undefined {
    let at = this.#passages.findIndex(({ id }) => id === passage.id);
    if (at < 0) {
      if (this.#passages.length >= MOST_PASSAGES || this.#characters + passage.text.length > MOST_CHARACTERS)
        return undefined;
      this.#characters += passage.text.length;
      at = this.#passages.push(passage) - 1;
    }
    const plan = this.#plans.find(({ id }) => id === passage.planId);
    const title = `${plan?.title ?? ''}${plan?.status === 'draft' ? '（征求意见稿，未正式印发）' : ''}`;
    return passageElement(at + 1, title, passage.section, passage.text);
  }
}

/** A numbered text as prompts show it. */
export function passageElement(n: number, plan: string, section: readonly string[], text: string): string {
  const head = `<passage n="${n}" plan="${quoted(plan)}" section="${quoted(section.join(' › '))}">`;
  return `${head}${quoted(text)}</passage>`;
}

/** Foreign text cannot end its element, or begin another. */
function quoted(text: string): string {
  return text
    .replace(/</gu, '＜')
    .replace(/>/gu, '＞')
    .replace(/"/gu, '＂')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

/** What the extractive answer cites first, then what the same search finds; for comparisons, of each place and plan. */
export async function gatherEvidence(
  question: Question,
  cited: readonly Citation[],
  context: AnswerContext,
): Promise<readonly Passage[]> {
  const { store, plans } = context;
  const allowed = plans.map(({ id }) => id);
  const found: Passage[] = [...(await store.passages(cited.map(({ passageId }) => passageId)))];
  const places = comparedPlaces(question, context);
  const groups =
    places.length >= 2
      ? places.map((place) => plans.filter(({ region }) => region === place).map(({ id }) => id))
      : question.titleGroups.length >= 2
        ? question.titleGroups
        : [];
  for (const planIds of groups) {
    const { evidence } = await lookUp(question, context, planIds);
    found.push(...evidence.slice(0, FOUND_EACH).map(({ passage }) => passage));
  }
  const { evidence } = await lookUp(question, context, question.planIds);
  found.push(...evidence.slice(0, FOUND).map(({ passage }) => passage));
  return [...new Map(found.map((passage) => [passage.id, passage])).values()].filter(({ planId }) =>
    allowed.includes(planId),
  );
}
