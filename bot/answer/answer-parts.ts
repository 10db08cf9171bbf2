import type { Question } from '../../retrieval/query/question.ts';
import { shortPlace } from '../../corpus/places.ts';
import { draftAnswer, finishAnswer } from './answer-question.ts';
import { askingClauses, isCovered, nameIn, readBridge, readSuperlative } from './asking-clauses.ts';
import { composeFact } from './compose/fact.ts';
import { asQuestion } from './compose/given-figures.ts';
import { askedOperation } from './compose/operation.ts';
import { answerWithDraft, asksForDraft } from './draft/answer-with-draft.ts';
import { findBySide } from './compose/find-side.ts';
import { everyPlace, sidesOf } from './compose/sides.ts';
import { readStatusAsks } from './compose/status-asks.ts';
import { rankByValue } from './compose/verdict.ts';
import type { Draft, Statement } from './statement.ts';
import { resolveFollowUp } from './follow-up.ts';
import { lookUp, type AnswerContext } from './look-up.ts';
import type { Answer, Turn } from './types.ts';

/** Longest statement on one of several things asked, and longest answer to all of them, in characters without marks. */
const PART_LIMIT = 80;
const ANSWER_LIMIT = 170;
/** A first statement up to this long stays as it is. */
const WHOLE_LIMIT = 120;

/**
 * Answers a question that stands alone. What it asks in clauses of its own that the answer does not speak of is answered
 * as the next turn of a conversation would be; what describes a thing by another fact is looked up first.
 */
export async function answerInParts(question: Question, context: AnswerContext): Promise<Answer> {
  const written = asksForDraft(question.text) ? await answerWithDraft(question, context) : undefined;
  if (written) return written;
  const bridged = (await byExtreme(question, context)) ?? (await acrossBridge(question, context));
  const draft = bridged ?? (await draftAnswer(question, context));
  const whole = bridged ? undefined : await withOtherParts(question, draft, context);
  return finishAnswer(question, whole ?? draft, context);
}

/** The place that has most or least of something is found first, then what is asked of it. */
async function byExtreme(question: Question, context: AnswerContext): Promise<Draft | undefined> {
  const superlative = readSuperlative(question.text);
  if (!superlative) return undefined;
  const { measure, least, level, asked } = superlative;
  const sides = everyPlace(context.read(`${measure}是多少`), context).filter(({ place }) => place.endsWith(level));
  const ranked = await rankByValue(await findBySide(sides, context), context);
  const extreme = least ? ranked.at(-1) : ranked[0];
  if (!extreme || ranked.length < 2) return undefined;
  const next = await draftAnswer(context.read(`${extreme.place}的${asked}`), context);
  if (next.declined) return undefined;
  const passages = [...new Map(ranked.map(({ operand }) => [operand.passage.id, operand.passage])).values()];
  const values = ranked.map(({ place, operand }) => `${place}${operand.shown}`).join('；');
  const first: Statement = {
    text: `最${least ? '低' : '高'}的是**${extreme.place}**（${values}）`,
    passages,
    computed: ranked.map(({ operand }) => operand.number),
  };
  return { statements: [first, ...next.statements], declined: false };
}

async function acrossBridge(question: Question, context: AnswerContext): Promise<Draft | undefined> {
  const bridge = readBridge(question.text);
  if (!bridge || context.read(bridge.asked).terms.length === 0) return undefined;
  const described = context.read(bridge.described);
  const found = await lookUp(
    {
      ...described,
      planIds: described.planIds ?? question.planIds,
      otherPlaces: [],
      intent: { ...described.intent, kind: 'open' },
    },
    context,
  );
  const name = found.best && !found.shortfall ? nameIn(found.best, bridge.kind) : undefined;
  if (!found.best || name === undefined) return undefined;
  const region = context.plans.find(({ id }) => id === found.best?.unit.passage.planId)?.region ?? '';
  const where = shortPlace(region) === name ? '' : shortPlace(region);
  const asked = context.read(
    `${bridge.before ?? ''}${where}${where === '' ? '' : '的'}${name}${bridge.asked.replace(/它|其(?!他|中|余)/gu, '')}`,
  );
  const next = await draftAnswer(asked, context);
  if (next.declined || !next.statements.some(({ text, passages }) => saysName(name, text, passages))) return undefined;
  const first = composeFact(found.best, found.question, { limit: PART_LIMIT });
  // A sentence that is no more than a heading says nothing of the name.
  const says = first.text.includes(name) && first.text.length > name.length + 8;
  return { statements: says ? [first, ...next.statements] : next.statements, declined: false };
}

function saysName(name: string, text: string, passages: Statement['passages']): boolean {
  return text.includes(name) || passages.some((passage) => `${passage.section.join()}${passage.text}`.includes(name));
}

async function withOtherParts(question: Question, draft: Draft, context: AnswerContext): Promise<Draft | undefined> {
  const clauses = askingClauses(question.text).filter((clause) => {
    const { terms, times } = context.read(clause);
    return terms.length + times.length > 0;
  });
  if (sidesOf(question, context).length >= 2 || question.intent.kind === 'summary') return undefined;
  // A clause behind the place that no plan has would be asked of any place.
  if (draft.declined && question.otherPlaces.length > 0) return undefined;
  const [only] = clauses;
  if (clauses.length === 1 && draft.declined && only !== undefined && only.length < question.text.length - 4)
    return alone(only, question, context);
  // What is worked out is one question, whatever its commas.
  if (clauses.length < 2 || (!draft.declined && askedOperation(question.text))) return undefined;
  // What is asked of the plan itself is said at once.
  if (clauses.every((clause) => readStatusAsks(clause).size > 0)) return undefined;
  // “现在多少，到2025年呢”: one question of two times, each for itself.
  const timed = clauses.slice(1).some((clause) => context.read(clause).terms.length === 0);
  const said = draft.declined || timed ? '' : draft.statements.map(({ text }) => text).join('');
  if (clauses.every((clause) => said !== '' && isCovered(clause, said, question, context))) return undefined;
  // One after the other, as in a conversation, each short.
  const narrow: AnswerContext = { ...context, limit: PART_LIMIT };
  const first =
    said === '' ? [] : said.length > WHOLE_LIMIT ? (await draftAnswer(question, narrow)).statements : draft.statements;
  const statements: Statement[] = [...first];
  const turns: Turn[] = [];
  for (const [index, clause] of clauses.entries()) {
    const covered = said !== '' && isCovered(clause, said, question, context, index > 0);
    const asked =
      turns.length === 0 ? withPlans(context.read(clause), question) : await inTurn(clause, turns, question, narrow);
    const part = covered ? { statements: first, declined: false } : await draftAnswer(asked, narrow);
    turns.push({ question: asQuestion(clause), answer: part.statements.map(({ text }) => text).join('') });
    if (covered || part.declined) continue;
    for (const statement of part.statements)
      if (!statements.some((other) => plain(other.text).includes(plain(statement.text)))) statements.push(statement);
  }
  const length = statements.reduce((sum, { text }) => sum + plain(text).length, 0);
  const adds = statements.length > first.length;
  const fits = length <= ANSWER_LIMIT;
  return adds && fits && (draft.declined || statements.length > 1) ? { statements, declined: false } : undefined;
}

const plain = (text: string): string => text.replace(/\*\*|[。；，]$/gu, '');

/** A clause in the light of those before it: of what the answer before named (“它要打造的……”), or of what was asked. */
async function inTurn(
  clause: string,
  turns: readonly Turn[],
  question: Question,
  context: AnswerContext,
): Promise<Question> {
  const pronoun = /^(?:它|其(?!他|中|余)|该|这里|那里|当地)/u.exec(clause)?.[0];
  const name = /^([^：。，；]{2,18})：/u.exec(turns.at(-1)?.answer ?? '')?.[1];
  if (pronoun !== undefined && name !== undefined) {
    const place = question.places.find(({ inName }) => !inName)?.place ?? '';
    const asked = context.read(`${place}${place === '' ? '' : '的'}${name}${clause.slice(pronoun.length)}`);
    return { ...asked, planIds: asked.planIds ?? question.planIds };
  }
  const { question: asked } = await resolveFollowUp(clause, turns, context);
  return { ...asked, planIds: asked.planIds ?? question.planIds };
}

/** The one clause that asks, without the talk around it, in the plans of the whole question. */
async function alone(clause: string, question: Question, context: AnswerContext): Promise<Draft | undefined> {
  const draft = await draftAnswer(withPlans(context.read(clause), question), context);
  return draft.declined ? undefined : draft;
}

/** What the whole question says of the place and the plans holds for each of its clauses. */
function withPlans(asked: Question, question: Question): Question {
  if (asked.places.some(({ inName }) => !inName) || asked.titledPlans) return asked;
  return {
    ...asked,
    places: question.places,
    otherPlaces: [...new Set([...asked.otherPlaces, ...question.otherPlaces])],
    planIds: question.planIds,
    titledPlans: question.titledPlans,
    titleGroups: question.titleGroups,
  };
}
