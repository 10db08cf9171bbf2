import { parseHanNumeral } from '../../../corpus/figures.ts';

const COUNTED =
  /([二三四五六七八九十两]{1,3}|\d{1,2})(?:大|个|项|条|类|家|种|块|步|点|样|件|座|支|处|方面|板块)(?!月|年|百分)/gu;

/** What stands before the number of the things asked for, and not before one that is part of a name (三大高地里的哪四个). */
const ASKED_BEFORE = [
  /哪$/u,
  /(?:共|总共|分|分成|分为|分了|划成|细分成?|列了?|摆了?|写了?|点了?|提了?|布置了?|部署了?|这|那)$/u,
];

/** How many items the question says there are: 哪六个, 十大, “四项”. */
export function askedCount(text: string): number | undefined {
  const found = [...text.replace(/第[一二三四五六七八九十\d]+/gu, '').matchAll(COUNTED)];
  const match =
    ASKED_BEFORE.flatMap((before) => found.filter(({ index, input }) => before.test(input.slice(0, index))))[0] ??
    found[0];
  if (!match?.[1]) return undefined;
  const count = /\d/u.test(match[1]) ? Number(match[1]) : parseHanNumeral(match[1]);
  return count !== undefined && count >= 2 && count <= 60 ? count : undefined;
}

/** What is asked for several of: 科技城 of 哪几个科技城, 方式 of 哪些方式; undefined when the question does not say. */
export function askedNoun(text: string): string | undefined {
  const match =
    /(?:哪|有)(?:些|几|[二三四五六七八九十两]|\d{1,2})(?:个|家|所|项|条|类|种|大|座|位|名|块|支)?(?<noun>[\p{Script=Han}]{2,6}?)(?=来|去|进行|搞|做|开展|合作|参与|联合|支持|推进|建设|[，。？?！]|$)/u.exec(
      text,
    );
  const noun = match?.groups?.['noun'];
  return noun === undefined || /^(?:是|有|在|的)/u.test(noun) ? undefined : noun;
}
