import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';

/** Asks which plans there are, or how many. */
const ASKS_PLANS =
  /(?:哪些|哪几[份个本部]|什么|几[份个本部]|多少[份个本部])[^，。？]{0,6}(?:规划|文件)|(?:规划|文件)[^，。？]{0,4}(?:有|都有)?(?:哪些|哪几[份个本]|几[份个本]|多少[份个本])|哪些(?:地方|省|市|省市|城市|地区)的?规划/u;

/** All that such a question is made of beside the words of titles; what has others asks of what plans say. */
const TALK =
  /现在|目前|当前|你们?|您|系统|库里?|这里|里面?|一共|总共|共|收录|收了|收|装|存|支持|包括|包含|覆盖|涵盖|可以?|能够?|查到?|问|看|检索|回答|提供|有|都|的|了|哪些|哪几|什么|几|多少|[份个本部]|地方|省市|城市|地区|省|市|各|五年|十[一二三四五六]?五|规划|文件|是|请问|列出?|一下|告诉我|名单|清单|\P{Script=Han}/gu;

/** Plans that are named one by one. */
const NAMED = 30;

/** “现在收录了哪些规划”, “浙江有哪些规划”: the plans that the asker may ask about. Undefined for other questions. */
export function composeLibrary(question: Question, { plans }: AnswerContext): readonly Statement[] | undefined {
  const { text } = question;
  if (!ASKS_PLANS.test(text) || question.otherPlaces.length > 0) return undefined;
  const places = question.places.map(({ start, end }) => text.slice(start, end));
  // “有哪些人才规划”: the words of a title that stand before 规划.
  const title = places.reduce((rest, place) => rest.replace(place, ''), text).replace(TALK, '');
  if (title !== '' && !new RegExp(`${title}的?(?:规划|文件)`, 'u').test(text)) return undefined;
  const meant = plans.filter((plan) => (question.planIds?.includes(plan.id) ?? true) && plan.title.includes(title));
  if (meant.length === 0) return undefined;
  const head: Statement = { text: `共收录${meant.length}份：`, passages: [], computed: [String(meant.length)] };
  const named = meant.slice(0, NAMED).map((plan, index): Statement => ({
    text: `${index + 1}. 《${plan.title}》`,
    passages: [],
    about: plan,
    computed: [String(index + 1)],
  }));
  const more = meant.length - named.length;
  const tail: readonly Statement[] =
    more > 0 ? [{ text: `另有${more}份，见网页“规划”。`, passages: [], computed: [String(more)] }] : [];
  return [head, ...named, ...tail];
}
