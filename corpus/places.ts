import type { PlanLevel } from './types.ts';

/** Words that end in 省, 市, 县 or 区 but name no place. */
const NOT_PLACES =
  /^(?:我|全|各|本|该|外|跨|多|三|两|双|邻|兄弟|有关|发达|试点|示范|中心|核心|开发|高新|园|社|老|城|郊|新|特|地|战|灾|景|库|辖|片|街|校|厂|矿|林|牧|山|市|省|县)$/u;

/** Words that open a topic, so that “科技创新城市” and “推进城市” are no cities. */
const TOPIC =
  /^(?:推进|加快|建设|支持|促进|关于|加强|大力|进一步|深化|实施|创新|科技|智慧|数字|现代|高新|国家|区域|全国|农业|工业|产业|重大|基础|长三角)|城市$|[的和与及]/u;
/** Cities whose own name ends in 城 have two characters before 市; “…城市” is else the word for city. */
const SHORT_CITY = /^[\p{Script=Han}]城市$/u;

const NAME = '(?:(?![省市县区旗盟])\\p{Script=Han})';
const REGIONS = '内蒙古自治区|广西壮族自治区|西藏自治区|宁夏回族自治区|新疆维吾尔自治区';
const PLACE = new RegExp(
  `^(?<province>${NAME}{2,3}省|${REGIONS}|${NAME}{2,6}自治区|北京市|上海市|天津市|重庆市)?` +
    `(?<city>${NAME}{2,10}?(?:市|自治州|盟|地区))?(?<county>${NAME}{1,8}?县|${NAME}{2,8}?(?:新区|区|旗))?`,
  'u',
);

const MUNICIPALITIES = new Set(['北京市', '上海市', '天津市', '重庆市']);

/** The place that a plan's title opens with, as written, the smallest one; empty when it opens with none. */
export function placeOfTitle(title: string): string {
  const match = PLACE.exec(title.replace(/^(?:《|中共|关于)+/u, ''));
  const { province = '', city = '', county = '' } = match?.groups ?? {};
  return [county, city, province].find((name) => name !== '' && isPlace(name)) ?? '';
}

function isPlace(name: string): boolean {
  return !NOT_PLACES.test(name.slice(0, -1)) && (SHORT_CITY.test(name) || !TOPIC.test(name));
}

/** 省 for provinces, autonomous regions and municipalities, 市 for prefectures, 县 for counties and districts. */
export function levelOfPlace(place: string): PlanLevel {
  if (/(?:省|自治区)$/u.test(place) || MUNICIPALITIES.has(place)) return '省';
  if (/(?:市|自治州|盟|地区)$/u.test(place)) return '市';
  if (/(?:县|区|旗)$/u.test(place)) return '县';
  return place === '全国' || place === '国家' ? '国家' : '未知';
}

/** The name people use: 合肥市 → 合肥, 安徽省 → 安徽. */
export function shortPlace(place: string): string {
  return place.replace(/(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市县区旗]$/u, '');
}

/**
 * The place a text without a title page is about: the one it names most often right before 人民政府, 国民经济, “十四五” and
 * the like, of the level it calls its own (全市, 我市 → 市). Empty when none stands out.
 */
export function placeOfText(text: string): string {
  const own: [string, number][] = ['省', '市', '县', '区'].map((suffix) => [
    suffix,
    (text.match(new RegExp(`[我全]${suffix}`, 'gu')) ?? []).length,
  ]);
  const [suffix, count] = own.reduce((best, next) => (next[1] > best[1] ? next : best));
  if (count === 0) return '';
  const counts = new Map<string, number>();
  const named = new RegExp(
    `(?<![\\p{Script=Han}])([\\p{Script=Han}]{1,8}${suffix})(?=人民政府|委|国民经济|“?十|科技|创新|制造业|政府|办公厅|财政)`,
    'gu',
  );
  for (const match of text.matchAll(named)) {
    const name = match[1] ?? '';
    if (isPlace(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const ranked = [...counts].map(([name, count]) => ({ name, weight: count + mentions(text, name) }));
  return ranked.sort((a, b) => b.weight - a.weight)[0]?.name ?? '';
}

function mentions(text: string, place: string): number {
  return text.split(shortPlace(place)).length - 1;
}
