import { provinceOf } from '../../../retrieval/query/gazetteer.ts';
import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import { withoutFigures } from './given-figures.ts';
import { SAYS_WHICH } from './operand-words.ts';
import { sidesOf } from './sides.ts';
import { wantedOf, type Wanted } from './wanted-value.ts';

/** One of the things that a question works something out from, as a noun phrase with what it takes over from the others. */
export interface OperandPhrase {
  /** Its own words. */
  readonly own: string;
  /** Its own words and those of all the others, which may say the rest of its name. */
  readonly shared: string;
  readonly question: Question;
  readonly planIds: readonly string[] | undefined;
  readonly wanted: Wanted;
  /** Said before the indicator's name: the place, the year. */
  readonly label: string;
  /** What is asked is said once for all, and may be left out here. */
  readonly elliptic: boolean;
}

/** The words of a question that name something. */
export const ownNouns = (read: Question): readonly string[] =>
  read.terms
    .filter(({ factor = 1, surface }) => factor === 1 && !SAYS_WHICH.test(surface))
    .map(({ surface }) => surface);

/** A content without the joining words that are left at the ends of its runs when a question is taken apart. */
export function trimmed(content: string): string {
  return content
    .split(/\s+/u)
    .map((run) =>
      run.replace(
        /^(?:从|和|与|跟|及|同|比|在|把|将|为|是|要|的|到|约|里|中|内|了|又|离|距)+|(?:从|和|与|跟|及|比|在|为|是|要|的|到|约|里|中|内|了|离|距)+$/gu,
        '',
      ),
    )
    .filter((run) => run !== '')
    .join(' ');
}

/** What is done with something that another piece names: 想争创的 of “现有研究中心再加上想争创的”. */
const ONLY_DONE = /^(?:争创|新建|新增|新设|新布局|拟建|布局|认定|引进|培育|选派|组建|筹建|在建|建成|计划|打算|准备)$/u;

/** Pieces that only say what is done, with the thing that the first piece names. */
function withHeads(pieces: readonly string[], context: AnswerContext): readonly string[] {
  const head = (pieces[0] ?? '').replace(/^.*(?:现有|已有|已建成|已建|目前|现在)的?/u, '').trim();
  return pieces.map((piece, index) =>
    index > 0 && ownNouns(context.read(piece)).every((noun) => ONLY_DONE.test(noun)) ? `${piece}的${head}` : piece,
  );
}

/** The same thing of each of several places. */
export function ofPlaces(question: Question, text: string, context: AnswerContext): readonly OperandPhrase[] {
  const named = question.places.map(({ start, end }) => question.text.slice(start, end));
  const names = [...named, ...context.plans.map(({ region }) => region)].filter((name) => name !== '');
  const above = withProvince(text, question, context);
  const before = new RegExp(`(?:比|较|占|除以|减去|加上|相对于?|同|跟)(?=${names.join('|')})`, 'gu');
  const compared = context.read(above.replace(before, '和'));
  const sides = sidesOf(compared, context).filter(({ planIds }) => planIds.length > 0);
  if (new Set(sides.map(({ place }) => place)).size < 2 && sides.length < 2) return [];
  // “某指标，甲市比乙市高多少”: what is asked of both stands in front, and of each is said at most which value is meant.
  const ownOf = ({ own, question: { content } }: (typeof sides)[number]): string =>
    ownNouns(context.read(own)).length === 0 ? content : own;
  const shared = trimmed(sides.map(ownOf).join(' '));
  return sides.map((side): OperandPhrase => {
    const read = { ...side.question, times: side.question.times.length > 0 ? side.question.times : question.times };
    return {
      own: trimmed(ownOf(side)),
      shared,
      question: { ...read, intent: { ...read.intent, kind: 'figure', units: question.intent.units } },
      planIds: side.planIds,
      wanted: wantedOf(read, question, context),
      label: side.label.startsWith('《') ? side.label : shortPlace(side.place),
      elliptic: true,
    };
  });
}

/** “合肥占全省的比重”: the province of the city named, where it has a plan. */
function withProvince(text: string, question: Question, context: AnswerContext): string {
  const places = new Set(question.places.filter(({ inName }) => !inName).map(({ place }) => place));
  const [only] = places;
  const above = places.size === 1 && only !== undefined ? provinceOf(only) : undefined;
  if (above === undefined || !context.plans.some(({ region }) => region === above)) return text;
  const province = new RegExp(
    `(?<=^|[比占与和跟、，]|减去|高于|低于)(?:${shortPlace(above)})?(?:全省|省里)(?:平均)?(?:水平)?`,
    'u',
  );
  return text.replace(province, above);
}

/** What a text names, with what it takes over from the question that it is part of. */
export function ofNouns(
  pieces: readonly string[],
  question: Question,
  context: AnswerContext,
): readonly OperandPhrase[] {
  const reads = withHeads(pieces, context).map((piece) => context.read(piece));
  const shared = reads.map(({ content }) => trimmed(content)).join(' ');
  return reads.map((read): OperandPhrase => ({
    own: trimmed(read.content),
    shared,
    question: {
      ...read,
      planIds: read.planIds ?? question.planIds,
      intent: { ...read.intent, kind: 'figure', units: question.intent.units },
    },
    planIds: read.places.some(({ inName }) => !inName) ? read.planIds : question.planIds,
    wanted: wantedOf(read, question, context),
    label: '',
    elliptic: false,
  }));
}

/** What says which of the two values of one thing is meant, and is no part of its name. */
const OF_TIMES =
  /(?:当初|原先|原来|原定|既定|规划|计划|完成|实际|目标|现有|已有|任务)(?:的|那)?个?(?:数|值|量)(?:值|量|字)?|(?<=数|值|量)[跟和与]|当初|原先|[跟和与](?=\s|$)|(?:这|那)?五年(?:[里内间来]|期间)?(?=\s|$|，|要)|要?(?:做到|达到|翻到)(?=现|目前|如今|\s|$)|现在|目前|如今/gu;

/** The same thing at each of several times. */
export function phrasesOfTimes(
  times: readonly Wanted[],
  text: string,
  question: Question,
  context: AnswerContext,
): readonly OperandPhrase[] {
  const read = context.read(withoutFigures(text).replace(OF_TIMES, ' '));
  return times.map((wanted): OperandPhrase => {
    const year = wanted.year;
    const time = year === undefined ? [] : [{ from: year, to: year, aspect: 'end' as const, start: 0, end: 0 }];
    const aspect = wanted.kind === 'achieved' ? ('result' as const) : ('target' as const);
    const same = times.every((other) => other.year === year);
    return {
      own: trimmed(read.content),
      shared: trimmed(read.content),
      question: {
        ...read,
        times: time,
        planIds: question.planIds,
        intent: { ...read.intent, kind: 'figure', aspect, units: question.intent.units },
      },
      planIds: question.planIds,
      wanted,
      label: same ? (wanted.kind === 'achieved' ? '实际' : '目标') : year === undefined ? '' : `${String(year)}年`,
      elliptic: false,
    };
  });
}
