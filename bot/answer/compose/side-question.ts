import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';

/** What is asked was said in the turns before: the text itself has no words of its own. */
export function isFollowUp(question: Question, context: AnswerContext): boolean {
  return question.terms.length > 0 && ownWords(context.read(question.text)).length === 0;
}

/** Words of comparing, which are asked of no plan. */
export function bareAsking(text: string): string {
  return text.replace(
    /对比一?下?|比较一?下?|比一?下|相比|各自|分别|各家|各(?![级类市县区地界方种项部个])|两地|三地|四地|各地|[两三四]家|两边|两市|两省|一高一低|哪个更?(?:高|多|大)|谁更?(?:高|多|大|低)|(?:是不是|是否)?一致吗?|一样不一样|一样吗?|口径|差距(?:有)?多大|(?:写法|说法)?有什么(?:不同|区别|差别)|都写了|都/gu,
    ' ',
  );
}

/** Terms that say what is asked: figures, years and words of comparing are none. */
export function ownWords(question: Question): readonly string[] {
  const what = /(?:什么|怎么)样的?(\p{Script=Han}{1,3})/u.exec(question.text)?.[1];
  return [...question.terms.map((term) => term.surface), ...(what ? [what] : [])].filter(
    (word) =>
      !/^[\d.]+$/u.test(word) &&
      !/^(?:对比|比较|目标|标值|每年|差距|一致|一样|各提|各定|各要|各叫|数字|口径|前者|后者|一高一低|材料|好像|对不上|看来|写法|说法)$/u.test(
        word,
      ),
  );
}

/** Asks for what there is by now. */
const NOW = /现在|眼下|如今|已有|目前/u;

/** A side is asked for the kind of thing that the whole question asks for, unless its own words say another. */
export function ofSide(side: Question, whole: Question, followsOn: boolean): Question {
  const own = side.intent.kind;
  const asked = own === 'open' || own === 'yes-no' || own === 'status' ? whole.intent.kind : own;
  const kind = asked === 'status' || asked === 'summary' ? 'open' : asked;
  // “那合肥和浙江呢？”: what is asked was said in the turns before.
  const terms = [...side.terms, ...phrasesOf(side)];
  const carried = followsOn && ownWords(side).length === 0;
  return {
    ...side,
    terms,
    ...(carried
      ? { terms: whole.terms, content: whole.content, times: side.times.length > 0 ? side.times : whole.times }
      : {}),
    otherPlaces: [],
    intent: {
      ...side.intent,
      kind,
      plural: side.intent.plural,
      units: side.intent.units.length > 0 ? side.intent.units : whole.intent.units,
      aspect:
        side.intent.aspect === 'either' ? (NOW.test(side.text) ? 'result' : whole.intent.aspect) : side.intent.aspect,
    },
  };
}

/** One character at the edge of a name that the segmenter drops: 创新券, 友谊奖, 省实验室. */
const EDGE = /^[省市县券奖贷链谷港湾园校站库网群圈带法]$/u;

/** Short names that lose a character when they are taken apart (创新|券): terms as they stand. */
function phrasesOf({ content, terms }: Question): Question['terms'] {
  return content
    .split(/\s+/u)
    .filter((run) => /^\p{Script=Han}{3,6}$/u.test(run))
    .filter((run) => {
      const inside = terms.filter((term) => run.includes(term.surface));
      const left = inside.reduce((text, term) => text.replace(term.surface, ''), run);
      return inside.length > 0 && EDGE.test(left);
    })
    .map((run) => ({ surface: run, variants: [run], matchers: [run], words: [run, ...Array.from(run)] }));
}
