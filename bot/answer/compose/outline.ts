import { parseOrdinal, readMark } from '../../../corpus/headings.ts';
import type { Section } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';
import { listSections } from './list.ts';
import { isLeftOut, LEFT_OUT } from './left-out.ts';
import { childrenOf, firstPassages, nameOf } from './sections.ts';

const NUMBER = '[一二三四五六七八九十]{1,3}|\\d{1,2}';
const COUNTER = '章|篇|编|节|个?大?部分';
const PART = new RegExp(`(倒数)?第\\s*(${NUMBER})\\s*(?:${COUNTER})|最后(?:的|那)?一?(?:${COUNTER})`, 'gu');
const ASKS_PARTS = new RegExp(
  `(?:几|多少|哪几|哪些)(?:章节|${COUNTER})|章节|篇章|目录|框架结构|(?:整体|总体|全文|文本)(?:框架|结构)`,
  'u',
);

/** All that a question for the build of a plan is made of; what has other words asks of its contents. */
const TALK = new RegExp(
  `${PART.source}|${ASKS_PARTS.source}|规划|意见稿?|征求|实施|方案|文件|文本|[这那该]?[份本个]|全文|正文|整[个体]|一共|总共|共|分别|分[为成]?|下面|下设|下|里面?|有|是|讲|说|写|谈|叫|名字|名称|标题|题目|主题|内容|主要|大概|具体|都|什么|啥|怎[么样]|如何|哪些|几|多少|安排|设置?|依次|各|请问|一下|列出?|告诉我|麻烦|看看|[的了呢吗啊呀和又还那给我到底在它其]|\\P{Script=Han}`,
  'gu',
);

/**
 * What is asked of how a plan is built: how many chapters it has and which, what the third one is, what stands under it.
 * Undefined where a question asks of the contents, or where it does not say which plan.
 */
export async function composeOutline(
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const parts = [...question.text.matchAll(PART)].map(([, fromEnd, number]) =>
    number === undefined ? -1 : (parseOrdinal(number) ?? 0) * (fromEnd === undefined ? 1 : -1),
  );
  if (parts.length === 0 && !ASKS_PARTS.test(question.text)) return undefined;
  if (withoutPlan(question).replace(TALK, '') !== '') return undefined;
  const sections = await sectionsOf(question, context);
  const chapters = numbered(sections.filter(({ path }) => path.length === 1));
  if (chapters.length < 2) return undefined;
  if (parts.length === 0) return listSections(chapters, context, { counter: counterOf(chapters) });
  let among = chapters;
  let part: Section | undefined;
  for (const number of parts) {
    part = among.at(number < 0 ? number : number - 1);
    if (!part) return [await absent(among, number, context)];
    among = numbered(childrenOf(part, sections));
  }
  return part && [await describe(part, among, context)];
}

/** The question without the place and the title that it names its plan by. */
function withoutPlan({ text, places, otherPlaces, content }: Question): string {
  if (otherPlaces.length > 0) return text;
  // Of the words of a title the reading has taken out those that name a plan.
  const named = places.toReversed().reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  return named.replace(/[^，。？]*?(?=规划|意见|方案)/u, (title) => (content.includes(title) ? title : ''));
}

/** The headings of the one plan that is meant: of a place's papers the one of the kind named. */
async function sectionsOf(question: Question, context: AnswerContext): Promise<readonly Section[]> {
  const kind = /规划|意见|方案|纲要|计划/u.exec(question.text)?.[0];
  const plans = context.plans.filter(({ id }) => question.planIds?.includes(id) ?? true);
  const ofKind = plans.filter(({ title }) => kind !== undefined && title.includes(kind));
  const [plan, ...others] = ofKind.length === 0 ? plans : ofKind;
  return plan && others.length === 0 ? context.store.sections(plan.id) : [];
}

const numbered = (sections: readonly Section[]): readonly Section[] =>
  sections.filter(({ path }) => readMark(path.at(-1) ?? '')?.number !== undefined);

/** What parts of a plan are called by how they are numbered and where they stand: 第三章, 第二节, 三、, （三）. */
function counterOf([first]: readonly Section[]): string {
  const style = readMark(first?.path.at(-1) ?? '')?.style;
  if (style === 'chapter') return '章';
  return style === 'section' ? '节' : first?.path.length === 1 ? '部分' : '项';
}

/** A part with the names of those directly under it. */
async function describe(part: Section, below: readonly Section[], context: AnswerContext): Promise<Statement> {
  const at = readMark(part.path.at(-1) ?? '')?.number ?? 0;
  if (isLeftOut(nameOf(part)))
    return { text: `第${at}${counterOf([part])}${LEFT_OUT}`, passages: [], computed: [String(at)] };
  const all = below.map(labelOf);
  const names = all.join(all.some((name) => name.includes('，')) ? '；' : '、');
  const under = below.length < 2 ? '' : `，下设${below.length}${counterOf(below)}：${names}`;
  return {
    text: `第${at}${counterOf([part])}是**${nameOf(part)}**${under}`,
    passages: await firstPassages([part, ...below], context),
    computed: [String(at), String(below.length)],
  };
}

/** A heading without its number, a box with it: boxes are spoken of by their numbers. */
function labelOf(section: Section): string {
  const title = section.path.at(-1) ?? '';
  return readMark(title)?.style === 'box' ? title : nameOf(section);
}

/** A plan has fewer parts than the question supposes. */
async function absent(among: readonly Section[], number: number, context: AnswerContext): Promise<Statement> {
  const counter = counterOf(among);
  return {
    text: `共**${among.length}${counter}**（${nameOf(among[0])}至${nameOf(among.at(-1))}），没有第${Math.abs(number)}${counter}`,
    passages: await firstPassages(among, context),
    computed: [String(among.length), String(Math.abs(number))],
  };
}
