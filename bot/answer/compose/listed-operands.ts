import { parseOrdinal } from '../../../corpus/headings.ts';

/** Levels of government named together: “国家、省、市三级”, which are 国家级, 省级 and 市级. */
const LEVELS = /(?:国家|部|省|市|县|区)(?:[、和与](?:省|市|县区?|区)){1,3}(?=[两二三四]级)/u;

/** The same with 级 behind the last: “不管国家、省还是市级的”. */
const LEVELS_JOINED = /(?:国家|省|市)(?:[、和](?:省|市))*(?:[、和]|还是|以及|或)(?:省|市|县区?)(?=级)/u;

/** Levels that are named together one by one: “国家、省、市三级” as 国家级、省级、市级. */
export function withLevels(written: string): string {
  // “三级（国家、省、市）企业技术中心”
  const counted = written.replace(/([两二三四])(?:级|个级别|个层级)[（(]([^（()）]+)[)）]/u, '$2$1级');
  const text = counted.replace(LEVELS_JOINED, (levels) => levels.replace(/[、和]|还是|以及|或/gu, '级、'));
  const levels = LEVELS.exec(text)?.[0];
  return levels === undefined
    ? text
    : text.replace(/[两二三四]级/u, '级').replace(levels, levels.replace(/[、和与]/gu, '级$&'));
}

/** “甲、乙、丙三块2025年产值”: of each the same, “甲2025年产值和乙2025年产值和丙2025年产值”. */
const LISTED =
  /(?<list>[^，,。；？?、]+(?:、[^，,。；？?、]+)+?)[这那]?(?<number>[两二三四五六七八九])大?(?:块|类|项|个|家|者|样|种|方面|领域|产业|板块)的?(?<each>[^，,。；？?]{2,})/u;

/** What is asked of each thing of a list said of each. */
export function eachListed(text: string): string {
  const { list = '', number = '', each = '' } = LISTED.exec(text)?.groups ?? {};
  const items = list.split('、');
  if (items.length !== (number === '两' ? 2 : parseOrdinal(number))) return text;
  return text.replace(LISTED, items.map((item) => `${item}${each}`).join('和'));
}
