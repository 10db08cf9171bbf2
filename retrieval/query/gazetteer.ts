import { areaList } from '@vant/area-data';
import { shortPlace } from '../../corpus/places.ts';

/**
 * Provinces and prefectures of China, full name by short name (芜湖 → 芜湖市), for telling a question about a place
 * without a plan from one about a place with one. Counties are known by their full names only: their short names are
 * everyday words too often.
 */
const PLACES: ReadonlyMap<string, string> = new Map(
  [...Object.values(areaList.province_list), ...Object.values(areaList.city_list)]
    .filter((name) => !/直辖|^(?:省|自治区)/u.test(name))
    .map((name) => [shortName(name), name]),
);
const FULL_NAMES: ReadonlySet<string> = new Set(PLACES.values());
const COUNTIES: ReadonlySet<string> = new Set(
  Object.values(areaList.county_list).filter(
    (name) =>
      name.length >= 3 &&
      !/高新|开发|新区|园区|示范|管理|自贸|产业|试验|城区|矿区|郊区|经济|新城|港区|中心/u.test(name),
  ),
);

const PROVINCE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(areaList.city_list).flatMap(([code, name]) => {
    const province = areaList.province_list[`${code.slice(0, 2)}0000`];
    return province === undefined ? [] : [[name, province] as const];
  }),
);

/** The province of a prefecture, by full names; undefined for other names. */
export function provinceOf(city: string): string | undefined {
  return PROVINCE_OF.get(city);
}

const LONGEST = 12;

function shortName(name: string): string {
  return shortPlace(name).replace(/(?:[\p{Script=Han}]{1,3}族)*(?:自治州|地区|盟)$/u, '');
}

/** Names of provinces, prefectures and counties in a text, longest first at each position. */
export function findKnownPlaces(
  text: string,
): readonly { readonly name: string; readonly short: string; readonly start: number; readonly end: number }[] {
  const found: { name: string; short: string; start: number; end: number }[] = [];
  for (let start = 0; start < text.length; start += 1) {
    for (let length = Math.min(LONGEST, text.length - start); length >= 2; length -= 1) {
      const piece = text.slice(start, start + length);
      const name = PLACES.get(piece) ?? (FULL_NAMES.has(piece) || COUNTIES.has(piece) ? piece : undefined);
      if (name === undefined) continue;
      found.push({ name, short: shortName(name), start, end: start + length });
      start += length - 1;
      break;
    }
  }
  return found;
}

/** Provinces and municipalities by the letter that stands for them. */
const LETTERS: Readonly<Record<string, string>> = {
  京: '北京',
  津: '天津',
  沪: '上海',
  渝: '重庆',
  冀: '河北',
  晋: '山西',
  辽: '辽宁',
  吉: '吉林',
  黑: '黑龙江',
  苏: '江苏',
  浙: '浙江',
  皖: '安徽',
  闽: '福建',
  赣: '江西',
  鲁: '山东',
  豫: '河南',
  鄂: '湖北',
  湘: '湖南',
  粤: '广东',
  琼: '海南',
  川: '四川',
  黔: '贵州',
  滇: '云南',
  陕: '陕西',
  甘: '甘肃',
  青: '青海',
  蒙: '内蒙古',
  桂: '广西',
  藏: '西藏',
  宁: '宁夏',
  新: '新疆',
};

const LETTER = `[${Object.keys(LETTERS).join('')}]`;
/**
 * Such letters side by side where they are what is asked about (皖浙两省, “皖、浙分别”), or one before 省 (皖省). Within names
 * (皖北, 沪宁合, 浙商) they stay.
 */
const ABBREVIATED = new RegExp(
  `(?<![\\p{Script=Han}])(?:${LETTER}[、和与跟及]?)+${LETTER}(?=[二两三四]省|[二两三四几]地|分别|各|谁|哪|的|之间|比|都|在|到|，|20\\d\\d|[？?]|$)|` +
    `(?:${LETTER}[、和与跟及]?)+${LETTER}(?=[二两三四]省|[二两三四](?:家|地|方))|(?<![\\p{Script=Han}])${LETTER}(?=省(?!级))`,
  'gu',
);

/** A text with the letters of provinces written out as the names that plans have: 皖浙两省 → 安徽、浙江两省. */
export function withFullNames(text: string): string {
  return withListed(text)
    .replace(ABBREVIATED, (letters) =>
      Array.from(letters.replace(/[、和与跟及]/gu, ''), (letter) => LETTERS[letter] ?? letter).join('、'),
    )
    .replace(ALONE, (letter) => LETTERS[letter] ?? letter);
}

/** One letter that stands for a province and for little else, where a clause says whose plan or doing it is: 皖“十四五”规划. */
const ALONE =
  /(?<![\p{Script=Han}])[沪渝冀浙皖闽赣鲁豫鄂湘粤黔滇陕桂](?=“?十[二三四五]五|(?:科技|科创|省级)?(?:创新)?规划|(?:还有|以及|[和与跟及、])(?:“?十[二三四五]五|意见稿|征求意见))/gu;

/** Letters that stand for a province and are part of few other words. */
const PLAIN_LETTER = /[沪渝冀浙皖闽赣鲁豫鄂湘粤黔滇陕桂]/gu;
const LISTS_LETTER =
  /(?:、|和|与|跟|及|还有)[沪渝冀浙皖闽赣鲁豫鄂湘粤黔滇陕桂](?!江)|[沪渝冀浙皖闽赣鲁豫鄂湘粤黔滇陕桂](?:、|和|与|跟|及|以及|还有)/u;
const JOINED_BEHIND = /^(?:、|和|与|跟|及|以及|还有)/u;
const JOINED_BEFORE = /(?:、|和|与|跟|及|以及|还有)$/u;
/** What may follow such a letter at the end of a list: no word that it could be the beginning of. */
const LIST_ENDS =
  /^(?:[、，。：？?]|[和与跟及比](?!赛)|[二两三四五几各]|分别|都|的|之间|谁|哪|在|到|20\d\d|要|定|怎|如何|$)/u;

/** “皖、浙、合肥三家”: a letter that a place is joined to stands for one. */
function withListed(text: string): string {
  if (!LISTS_LETTER.test(text)) return text;
  const places = findKnownPlaces(text);
  const letters: { at: number; name: string }[] = [];
  const isPlace = (at: number): boolean =>
    places.some(({ start }) => start === at) || letters.some((letter) => letter.at === at);
  const endsPlace = (at: number): boolean =>
    places.some(({ end }) => end === at || (end === at - 1 && /[省市]/u.test(text[end] ?? ''))) ||
    letters.some((letter) => letter.at === at - 1);
  const candidates = [...text.matchAll(PLAIN_LETTER)].filter(
    ({ index }) => !places.some(({ start, end }) => index >= start && index < end),
  );
  // Forth and back: a list may begin or end with its letters.
  for (const match of [...candidates.toReversed(), ...candidates]) {
    const { index } = match;
    if (letters.some(({ at }) => at === index)) continue;
    const behind = JOINED_BEHIND.exec(text.slice(index + 1))?.[0];
    const before = JOINED_BEFORE.exec(text.slice(0, index))?.[0];
    const joined =
      (behind !== undefined && isPlace(index + 1 + behind.length)) ||
      (before !== undefined && endsPlace(index - before.length) && LIST_ENDS.test(text.slice(index + 1)));
    if (joined) letters.push({ at: index, name: LETTERS[match[0]] ?? match[0] });
  }
  return letters
    .toSorted((left, right) => right.at - left.at)
    .reduce((named, { at, name }) => `${named.slice(0, at)}${name}${named.slice(at + 1)}`, text);
}
