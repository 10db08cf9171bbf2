import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';
import type { Statement } from '../statement.ts';

/** Asks which plans there are, or how many. */
const ASKS_PLANS =
  /(?:哪些|哪几[份个本部]|什么|几[份个本部]|多少[份个本部])[^，。？]{0,6}(?:规划|文件)|(?:规划|文件)[^，。？]{0,4}(?:有|都有)?(?:哪些|哪几[份个本]|几[份个本]|多少[份个本])|哪些(?:地方|省|市|省市|城市|地区)的?规划/u;

/** All that such a question is made of; what has other words asks of what plans say. */
const TALK =
  /现在|目前|当前|你们?|您|系统|库里?|这里|里面?|一共|总共|共|收录|收了|收|装|存|支持|包括|包含|覆盖|涵盖|可以?|能够?|查到?|问|看|检索|回答|提供|有|都|的|了|哪些|哪几|什么|几|多少|[份个本部]|地方|省市|城市|地区|省|市|各|五年|十四五|科技|科创|创新|发展|规划|文件|是|请问|列出?|一下|告诉我|名单|清单|\P{Script=Han}/gu;

/** Plans that are named one by one. */
const NAMED = 30;

/** “现在收录了哪些规划”, “浙江有哪些规划”: the plans that the asker may ask about. Undefined for other questions. */
export function composeLibrary(question: Question, { plans }: AnswerContext): readonly Statement[] | undefined {
  const places = question.places.map(({ start, end }) => question.text.slice(start, end));
  const rest = places.reduce((text, place) => text.replace(place, ''), question.text).replace(TALK, '');
  if (!ASKS_PLANS.test(question.text) || rest !== '' || question.otherPlaces.length > 0) return undefined;
  const meant = plans.filter(({ id }) => question.planIds?.includes(id) ?? true);
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
