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
