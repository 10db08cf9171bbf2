import type { Term } from '../../../retrieval/query/terms.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { windowAround } from '../window.ts';
import type { Side } from './sides.ts';

/** Asks what a plan finds wanting. */
const ASKS =
  /(?<!补齐?|弥补|破解|解决)(?:短板|弱项|不足|薄弱|欠缺|缺(?:什么|啥|哪|少)|差在哪)|(?:什么|哪些)(?:问题|困难|差距)|(?:问题|困难|差距)(?:都|又|主要|还)?(?:有|是|在)(?:哪|什么|啥)/u;
/** Words with which a plan says what is wanting. */
const LACKS =
  /缺乏|缺少|匮乏|不足|薄弱|短缺|有待|不强|不高|不够|不多|不优|不活|不大|滞后|偏[低少弱小]|较[少弱低小]|不完善|不健全|不顺畅|不紧密|不灵活|不平衡|不充分|尚未|尚需|尚不|仍需|亟[待需须]|差距|短板|靠后|不通畅/u;
/** Sections that take stock. */
const SITUATION = /形势|问题|环境|基础|现状|挑战|短板|不足|背景/u;
/** What plans announce that they will make up for is not what they lack. */
const MENDS = /补(?:齐|上|足)?|弥补|破解|解决|着力|加快|围绕|聚焦|针对/u;

/** Whether the words that ask a side ask for shortcomings. */
export function asksShortcomings(asking: string): boolean {
  return ASKS.test(asking);
}

/** A sentence that admits something, with how well it fits. */
interface Admission {
  readonly unit: Unit;
  /** The clauses that admit something, those on the topic alone where there are any, the best one first. */
  readonly clauses: readonly number[];
  readonly score: number;
}

/** Longest run on one topic, in characters: what else is wanting was not asked. */
const TOPIC_LIMIT = 110;

/** What the plans of a side find wanting, from where they take stock; undefined when they admit nothing on the topic. */
export async function findShortcomings(
  side: Side,
  limit: number,
  context: AnswerContext,
): Promise<Statement | undefined> {
  const { admissions, topic } = await admissionsOf(side, context);
  const [best, ...rest] = admissions.sort((a, b) => b.score - a.score);
  if (!best) return undefined;
  const room = topic.length > 0 ? Math.min(limit, TOPIC_LIMIT) : limit;
  // What follows in the same passage goes on with the list, as do other passages on the same topic.
  return rest
    .filter(({ score }) => score >= best.score * AS_MUCH)
    .reduce(
      (statement, next) => {
        const { text, passages } = say(next, Math.min(room, limit - statement.text.length));
        if (text.length > limit - statement.text.length || statement.text.includes(text)) return statement;
        return {
          text: `${statement.text.replace(/[。；，]$/u, '')}；${text}`,
          passages: [...new Map([...statement.passages, ...passages].map((each) => [each.id, each])).values()],
        };
      },
      say(best, room),
    );
}

/** All that the plans of a side find wanting on the topic, a line for each sentence, in their order. */
export async function listShortcomings(
  side: Side,
  limit: number,
  context: AnswerContext,
): Promise<readonly Statement[]> {
  const { admissions } = await admissionsOf(side, context);
  const most = Math.max(0, ...admissions.map(({ score }) => score));
  let room = limit;
  return admissions
    .filter(({ score }) => score >= most * AS_MUCH_LISTED)
    .flatMap((admission): readonly Statement[] => {
      const { text, passages } = wordsOf(admission, LINE_LIMIT);
      if (text.length > room) return [];
      room -= text.length;
      return [{ text: `- ${text}`, passages }];
    });
}

/** Of a list: how near the best a line must come, and how long it may be, in characters. */
const AS_MUCH_LISTED = 0.4;
const LINE_LIMIT = 400;

async function admissionsOf(
  side: Side,
  context: AnswerContext,
): Promise<{ readonly admissions: Admission[]; readonly topic: readonly Weighted[] }> {
  const { question } = side;
  const weights = await termWeights(context.store, question);
  const topic = question.terms.flatMap((term, at): Weighted[] =>
    ASKS.test(term.surface) || VAGUE.test(term.surface) ? [] : [{ term, weight: weights[at] ?? 0 }],
  );
  const admissions: Admission[] = [];
  for (const planId of side.planIds) {
    const title = context.plans.find(({ id }) => id === planId)?.title ?? '';
    const passages = await context.store.sectionPassages(planId, []);
    for (const passage of passages.filter(({ kind }) => kind === 'prose'))
      for (const unit of readUnits(passage)) {
        const admission = admissionOf(unit, topic, title);
        if (admission) admissions.push(admission);
      }
  }
  return { admissions, topic };
}

/** How near the best a further sentence must come. */
const AS_MUCH = 0.7;

interface Weighted {
  readonly term: Term;
  readonly weight: number;
}

/** Words of asking that are no topic. */
const VAGUE = /^(?:缺|问题|差距|方面|环节|自己|谈到|提到|指出|坦言)$/u;

function admissionOf(unit: Unit, topic: readonly Weighted[], title: string): Admission | undefined {
  if (!SITUATION.test(unit.passage.section.join(' '))) return undefined;
  const texts = unit.clauses.map(({ start, end }) => unit.text.slice(start, end));
  const admitting = [...texts.keys()].filter((at) => LACKS.test(texts[at] ?? '') && !MENDS.test(texts[at] ?? ''));
  const whole = topic.reduce((sum, { weight }) => sum + weight, 0);
  const share = (at: number): number => {
    const text = matchText(texts[at] ?? '');
    const had = topic.filter(({ term }) => matchTerm(term, text) === 1);
    return whole === 0 ? 1 : had.reduce((sum, { weight }) => sum + weight, 0) / whole;
  };
  const clauses = admitting.filter((at) => share(at) >= ON_TOPIC).sort((a, b) => share(b) - share(a) || a - b);
  const [first] = clauses;
  if (first === undefined) return undefined;
  const named = topic.some(({ term }) => matchTerm(term, matchText(title)) === 1);
  return { unit, clauses, score: share(first) * 3 + Math.min(4, clauses.length) / 2 + (named ? 1 : 0) };
}

/** Least weighted share of the topic that a clause has. */
const ON_TOPIC = 0.5;

function say(admission: Admission, limit: number): Statement {
  const { text, passages } = wordsOf(admission, limit);
  return { text: text.replace(/^(?:[一二三四五六七八]是|[一二三四五六七八]、)/u, ''), passages };
}

function wordsOf({ unit, clauses }: Admission, limit: number): Statement {
  const { text } = windowAround(unit, clauses.slice(0, 1), limit, {
    wants: (at) => clauses.includes(at) || nearest(clauses, at) <= 1,
  });
  return { text, passages: [unit.passage] };
}

function nearest(clauses: readonly number[], at: number): number {
  return Math.min(...clauses.map((other) => Math.abs(other - at)));
}
