import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { GuidaError } from './errors.ts';
import { UNIT_WORD } from './records/unit-words.ts';

/** An indicator of the list, as `indicators.yaml` has it. */
export interface NamedIndicator {
  readonly name: string;
  readonly aliases: readonly string[];
}

/** The list of indicators, ready for look-up. */
export interface IndicatorList {
  readonly indicators: readonly NamedIndicator[];
  /** Canonical name of each plain form of a name or an alias. */
  readonly byPlainName: ReadonlyMap<string, string>;
}

const schema = z.record(z.string().trim().min(1), z.array(z.string().trim().min(1)));

/**
 * Reads the list of indicators that ships with the project, or another file of the same form.
 * @throws GuidaError `indicators-list` when the file is not of that form or gives one alias to two indicators
 */
export function loadIndicators(
  file: string = fileURLToPath(new URL('indicators.yaml', import.meta.url)),
): IndicatorList {
  const parsed = schema.safeParse(parseList(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(' › ') ?? '';
    throw new GuidaError(
      'indicators-list',
      `指标名录写法不对：${where === '' ? '要写成“名称:”，下面每行一个“- 别名”' : where}`,
    );
  }
  const indicators = Object.entries(parsed.data).map(([name, aliases]) => ({ name, aliases }));
  const byPlainName = new Map<string, string>();
  for (const { name, aliases } of indicators) {
    for (const alias of [name, ...aliases]) {
      const plain = plainName(alias);
      const other = byPlainName.get(plain);
      if (other !== undefined && other !== name)
        throw new GuidaError('indicators-list', `指标名录里“${alias}”既属于“${other}”又属于“${name}”，请删去一处`);
      byPlainName.set(plain, name);
    }
  }
  return { indicators, byPlainName };
}

function parseList(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const line = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
    throw new GuidaError('indicators-list', `指标名录不是有效的 YAML：${line}`, { cause });
  }
}

let shipped: IndicatorList | undefined;

/**
 * The canonical name of an indicator as a plan or a person writes it; undefined when it is not in the list. Qualifiers
 * that change what is counted (国家级, 新增, 农业, 科大硅谷的) are kept, so that no neighbour's value slips in.
 */
export function canonicalOf(indicator: string, list?: IndicatorList): string | undefined {
  shipped ??= loadIndicators();
  const { byPlainName } = list ?? shipped;
  const plain = plainName(indicator);
  return byPlainName.get(plain) ?? byPlainName.get(withoutStatingVerb(plain));
}

const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/研究(?:与|和)(?:试|实)验发展/gu, '研发'],
  [/r&d/gu, '研发'],
  [/\((?:研发|gdp)\)/gu, ''],
  [/国内生产总值|地区生产总值|生产总值/gu, 'gdp'],
  [/规上/gu, '规模以上'],
  [/每万(?:人口|人|名人口)/gu, '每万人'],
  [/占(.+?)(?:的|之)?(?:比重|比例|占比|份额|比)$/gu, '占$1比重'],
  [/(?:的|之)?(?:比例|占比|份额)$/gu, '比重'],
  [/及以上/gu, '以上'],
  [/["“”‘’「」'\s的]/gu, ''],
];

/** One form for the ways to write a name that differ in nothing that matters. */
function plainName(name: string): string {
  let text = name.normalize('NFKC').toLowerCase();
  text = text.replace(/\(([^()]{1,8})\)/gu, (match, inner: string) => (UNIT_WORD.test(inner) ? '' : match));
  for (const [pattern, form] of PLAIN) text = text.replace(pattern, form);
  text = text.replace(/^其中:?/u, '').replace(/^(?:全省|全市|全县|全区|我省|我市|本省|本市)的?/u, '');
  return text
    .replace(/(?<=[企业人才器间心站地队台区院室构户家师员士益])(?:总数|数量|数|总量|个数)$/u, '')
    .replace(/和|,|，/gu, '、');
}

/** “培育省级新型研发机构” is said of the same as “省级新型研发机构”; 新增, 新建 and 引进 are not dropped. */
function withoutStatingVerb(plain: string): string {
  return plain.replace(/^(?:累计)?(?:布局建设|布局创建|布局|建设|建成|培育|创建|打造|组建|拥有|认定|备案)+/u, '');
}
