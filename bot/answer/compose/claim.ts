import { findFigures, type Figure } from '../../../corpus/figures.ts';
import { phrasesOf } from '../../../retrieval/query/empty-words.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { claimsFigure, givenFigures } from './given-figures.ts';

/** A claim that a question makes and wants confirmed, or takes for granted. */
export interface Claim {
  /** Its figures, years apart, in order. */
  readonly figures: readonly Figure[];
  /** The order number it states (全国第二), as digits; undefined when it states none. */
  readonly rank: string | undefined;
  /** The question without the claimed figures, asking for the true ones. */
  readonly question: Question;
  /** What is said of what, when it is a name and not a figure: “…的重点是生物医药”. */
  readonly named: { readonly subject: string; readonly value: string } | undefined;
  /** The statement alone, without the words that ask to confirm it. */
  readonly statement: string;
  /** Whether it is asked if the claim holds; else it is taken for granted, and something else is asked. */
  readonly asked: boolean;
}

const CHECKING = phrasesOf('checking', 'hearsay');
/** Asks for the place where the plan says what the question states. */
const FINDS =
  /(?:帮我?|给我?|麻烦)?(?:再)?(?:找|查|翻|给)[^，。？]{0,4}(?:原文|出处)|(?:原文|出处)(?:在哪(?:里|儿)?|是(?:什么|啥|哪)|怎么写)/u;
const ASKS_TO_CHECK = new RegExp(`${CHECKING}|${FINDS.source}|的?吧[？?。！\\s]*$|不是[^，。？]{2,40}吗[？?]*$`, 'u');
/** Reasons, ways and means of what is taken for granted. */
const TAKES_FOR_GRANTED = /既然|为什么|为何|为啥|凭什么|凭啥|何以|怎么会|(?:怎么|怎样|如何|咋|靠什么|靠啥|通过什么)/u;
const ASKS = /多少|还是|几(?![天个人]?天)|哪|什么(?!时候的)|谁|啥|如何|怎样|怎么|咋|为何/u;
/** What asks to confirm a claim, at either end of a clause. */
const AROUND = `(?:${phrasesOf('checking', 'hearsay', 'setting', 'politeness', 'requests')}|[是对有]?不[是对有]|的?吧|吗|[，,。；？?！!\\s])`;
const HEAD = new RegExp(`^${AROUND}+`, 'u');
const TAIL = new RegExp(`${AROUND}+$`, 'u');

/** The claim of a question that asks to confirm a figure or a statement, or takes one for granted; undefined when it makes none. */
export function readClaim(question: Question, context: AnswerContext): Claim | undefined {
  // A statement with a figure that asks for nothing is there to be checked.
  const asks =
    ASKS.test(question.text) ||
    /还是|究竟|到底/u.test(question.text) ||
    question.intent.kind === 'summary' ||
    question.intent.kind === 'list';
  const states = !asks && givenFigures(question.text).length > 0;
  const asked = ASKS_TO_CHECK.test(question.text) || states;
  const scene = asked || TAKES_FOR_GRANTED.test(question.text) ? question.text : stated(question.text);
  if (scene === '') return undefined;
  const statement = statementOf(scene, context);
  if (statement.length < 4 || ASKS.test(statement)) return undefined;
  const figures = findFigures(statement).filter(
    (figure) => !figure.isYear && !/年/u.test(figure.unit) && /\d|[二三四五六七八九十]/u.test(figure.digits),
  );
  // Of a number that is asked for nothing is claimed.
  const asksNumber = question.intent.kind === 'figure' && /多少|几|百分之/u.test(question.text);
  if (figures.length === 0 && (!asked || asksNumber)) return undefined;
  const rank = /第([一二三四五六七八九十]|\d{1,2})(?![一二三四五六七八九十\d项个条章节批次届])/u.exec(statement)?.[1];
  let text = statement;
  for (const figure of [...figures].sort((a, b) => b.start - a.start))
    text = `${text.slice(0, figure.start)}${figure.start === 0 ? '' : ' '}${text.slice(figure.end)}`;
  const bare = context.read(text);
  const units = [...new Set(figures.map((figure) => figure.unit).filter((unit) => unit !== ''))];
  const kind = figures.length > 0 ? ('figure' as const) : ('open' as const);
  return {
    figures,
    rank: rank === undefined ? undefined : String('一二三四五六七八九十'.indexOf(rank) + 1 || rank),
    question: { ...bare, intent: { ...bare.intent, kind, units, plural: figures.length > 1 } },
    named: figures.length > 0 ? undefined : namedIn(statement),
    statement,
    asked,
  };
}

/** What a plan does with a figure, and what an asker does who only reckons with one (按300家算). */
const STATES = /要|提出|目标|定|力争|计划|布局|打算|已|达|到|突破/u;
const SUPPOSES = /按|照|以(?!上|下|内|外)|拿|用|加上|算上|现有|已有|由|从/u;

/** The clauses that state a figure before another one asks something: “甲市要到300家，依据是什么”. */
function stated(text: string): string {
  const clauses = text.split(/(?<=[，,。；？?！!])/u);
  const asking = clauses.findIndex((clause) => ASKS.test(clause));
  return clauses
    .slice(0, Math.max(0, asking))
    .filter((clause) => claimsFigure(clause) && STATES.test(clause) && !SUPPOSES.test(clause))
    .join('');
}

/** The clauses that state something: those that say nothing of any subject, or ask for more, are left out. */
function statementOf(text: string, context: AnswerContext): string {
  const clauses = text
    .replace(FINDS, '')
    .split(/(?<=[，,。；？?！!])/u)
    .map((clause) => clause.replace(HEAD, '').replace(TAIL, ''));
  const stating = clauses.filter((clause) => {
    if (clause === '' || TAKES_FOR_GRANTED.test(clause)) return false;
    const read = context.read(clause);
    const figures = findFigures(clause).filter(({ isYear }) => !isYear);
    // “那2025年目标是”: of another time, and of nothing that is claimed.
    if (figures.length === 0 && read.terms.length === 0 && /(?:是|为|呢)$/u.test(clause)) return false;
    return read.terms.length > 0 || read.places.length > 0 || findFigures(clause).length > 0;
  });
  if (stating.length > 0) return stating.join('，');
  // “为什么把目标定为500家”: the clause that asks for the reason states it too.
  const [whole = ''] = clauses;
  return whole
    .replace(TAKES_FOR_GRANTED, '')
    .replace(/^(?:会|要|把)/u, '')
    .replace(TAIL, '');
}

/** Subject and name of “甲（的重点）是乙”, “甲放在乙下面”, “甲由乙牵头”; undefined for other statements. */
function namedIn(statement: string): Claim['named'] {
  const match =
    /^(?<subject>.{3,40}?)[，,]?(?:是|为|叫|就是)?(?:以|由|归|放在|列在|落在|设在|建在|写在|属于|是|为|叫)(?<value>[^，。是]{2,24}?)(?:下面的?|里面的?|名下了?|牵头(?:的)?|在?打造的?|负责(?:的)?|为核心的?|的)?$/u.exec(
      statement,
    );
  const subject = match?.groups?.['subject'];
  const value = match?.groups?.['value'];
  return subject === undefined || value === undefined ? undefined : { subject, value };
}
