import { findFigures } from '../../corpus/figures.ts';

/** Counters that measure one kind of quantity: tonnes are no answer in mu, and no money is one in houses. */
const DIMENSIONS: Readonly<Record<string, RegExp>> = {
  weight: /^[万亿]?(?:吨|公?斤|千克|克)$/u,
  length: /^万?(?:公里|千米|米|里)$/u,
  area: /^[万亿]?(?:亩|公顷|平方公里|平方千米|平方米|平米)$/u,
  power: /^[万亿]?(?:千瓦时?|兆瓦时?|度|kW|MW|GW)$/u,
  vehicles: /^万?(?:辆|艘|架)$/u,
  money: /^(?:万?亿|[百千万]?万?亿?(?:美元|欧元|元))$/u,
  share: /^(?:%|‰|个百分点|百分点|成|倍)$/u,
  people: /^[百千万]?(?:名|人|位|人次|人年|个?人才)$/u,
  duration: /^(?:个?月|年|天|日|周|小时)$/u,
  buildings: /^(?:座|所|栋|处|个|家)$/u,
};
/** What is measured and never counted one by one. */
const MEASURED = /^(?:weight|length|area|power|money|share|duration)$/u;

const ASKED: readonly (readonly [RegExp, string])[] = [
  [/(?:多少|几)[个百千十万亿]{0,2}(?:吨|公斤|千克|斤)/u, 'weight'],
  [/(?:多少|几)[百千十万]{0,2}(?:公里|千米|米)/u, 'length'],
  [/(?:多少|几)[百千十万]{0,2}(?:平方公里|平方千米|平方米|平米|亩|公顷)/u, 'area'],
  [/(?:多少|几)[百千十万亿]{0,2}(?:千瓦|兆瓦|度电)/u, 'power'],
  [/(?:多少|几)[百千十万]{0,2}(?:辆|艘|架)/u, 'vehicles'],
  [/(?:多少|几)(?:[百千十万亿]{0,3}(?:元|块钱)|[百千]?亿(?!次)|钱)/u, 'money'],
  [/百分之(?:几|多少)|几成/u, 'share'],
  [/(?:多少|几)[百千十万]{0,2}(?:座|所|栋)/u, 'buildings'],
  [/(?:多少|几)(?:年(?!均|代|龄|级)|个月|天(?!使))(?![，,]?\d)/u, 'duration'],
  [
    /(?:多少|几)[百千十万]{0,2}(?:家(?!长)|户(?!均|籍)|台|套|件|项|条|个(?!百分|月|年|亿|点)|名(?!校|称|单|牌|次|城)|位(?!置|次|列)|人(?!均|才|民|工|口))/u,
    'things',
  ],
];

/**
 * What a question asks to be measured in by its counter (多少吨, 几公里), or `things` where it counts them one by one;
 * undefined when it says neither.
 */
export function askedDimension(text: string): string | undefined {
  return ASKED.find(([pattern]) => pattern.test(text))?.[1];
}

function dimensionOf(counter: string): string | undefined {
  return Object.keys(DIMENSIONS).find((dimension) => DIMENSIONS[dimension]?.test(counter));
}

/** Whether a text has a figure of a dimension. A table's counter stands in brackets behind the row's name. */
export function hasDimension(text: string, dimension: string): boolean {
  if (dimension === 'things') return countsThings(text);
  if (dimension === 'share' && /率|比重|占比|比例|强度|增速|增幅|一半|倍/u.test(text)) return true;
  return countersOf(text).some((counter) => dimensionOf(counter) === dimension);
}

/** The counters of a text: those behind its figures, as far as they may reach, and those in brackets. */
function countersOf(text: string): readonly string[] {
  return [
    ...findFigures(text).map(({ unit, digits }) => (unit === '' && digits.endsWith('亿') ? '亿' : unit)),
    ...[...text.matchAll(/[\d一二两三四五六七八九十]\s*((?:[万亿]|个|公|平方)*\p{Script=Han}{1,3})/gu)].flatMap(
      ([, run = '']) => Array.from({ length: run.length }, (_, at) => run.slice(0, at + 1)),
    ),
    ...[...text.matchAll(/[（(]([^（()）]{1,6})[)）]/gu)].map(([, bracket = '']) => bracket),
  ];
}

/** Whether a text has a figure that may count things: one that measures nothing, or a row's bare value. */
function countsThings(text: string): boolean {
  const bracket = /[（(]([^（()）]{1,6})[)）]/u.exec(text)?.[1];
  return findFigures(text.replace(/^\s*\d{1,2}[.．、]/u, '')).some(({ unit, digits, isYear }) => {
    if (isYear) return false;
    const counter = unit === '' ? (digits.endsWith('亿') ? '亿' : (bracket ?? '')) : unit;
    return !MEASURED.test(dimensionOf(counter) ?? '');
  });
}
