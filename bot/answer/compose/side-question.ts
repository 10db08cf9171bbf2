import { phrasesOf } from '../../../retrieval/query/empty-words.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';

/** What is asked was said in the turns before: the text itself has no words of its own. */
export function isFollowUp(question: Question, context: AnswerContext): boolean {
  return question.terms.length > 0 && ownWords(context.read(question.text)).length === 0;
}

const COMPARING = new RegExp(`${phrasesOf('comparing')}|都`, 'gu');

/** A text without words of comparing, which are asked of no plan. */
export function bareAsking(text: string): string {
  return text.replace(COMPARING, ' ');
}

/** Terms that say what is asked: figures, and words that only say which value is meant, are none. */
export function ownWords(question: Question): readonly string[] {
  const what = /(?:什么|怎么)样的?(\p{Script=Han}{1,3})/u.exec(question.text)?.[1];
  return [...question.terms.map((term) => term.surface), ...(what ? [what] : [])].filter(
    (word) => !/^(?:[\d.]+|每年|目标|[\p{Script=Han}]?值)$/u.test(word),
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
  const carried = followsOn && ownWords(side).length === 0;
  return {
    ...side,
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
