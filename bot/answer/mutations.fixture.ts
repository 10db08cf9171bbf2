/** Ways to falsify a statement. Each is worked on the text alone: it knows nothing of the gate. */
export const MUTATION_KINDS = [
  'digit',
  'numeral',
  'scale',
  'unit',
  'year',
  'period',
  'bound-swapped',
  'bound-dropped',
  'bound-added',
] as const;

export type MutationKind = (typeof MUTATION_KINDS)[number];

/** A falsified text. */
export interface Mutation {
  readonly kind: MutationKind;
  readonly text: string;
  /** What now stands in it that did not, with its unit: where the passage has that too, the mutation is no lie. */
  readonly claim: string;
}

const SCALE = '万亿|亿|万';
const UNITS = ['家', '个', '项', '名', '人', '件', '元', '%', '户', '位', '亩', '吨', '所', '条', '种', '次', '天'];
const UNIT = `个百分点|平方公里|平方米|人次|人年|${UNITS.join('|')}`;
const QUANTITY = new RegExp(
  `(?<![\\d.A-Za-z+-])(?<lead>不低于|不少于|不超过|超过|突破|高于|低于|超|近|≥|≤|约)?(?<number>\\d[\\d,]*(?:\\.\\d+)?)(?<scale>${SCALE})?(?<more>余)?(?<unit>${UNIT})?(?<tail>左右|以上|以下|以内)?(?![\\d.A-Za-z+〕号—-]|年|月|日)`,
  'gu',
);
const HAN = '一二三四五六七八九';

type Random = () => number;
const pick = <T>(values: readonly T[], random: Random): T | undefined => values[Math.floor(random() * values.length)];

/** Every kind of mutation that the text offers something for, each once. */
export function mutationsOf(text: string, random: Random): readonly Mutation[] {
  const quantities = [...text.matchAll(QUANTITY)].filter((match) => !isYear(text, match));
  const bounded = quantities.filter((match) => match.groups?.['lead'] ?? match.groups?.['tail']);
  const plain = quantities.filter(
    (match) => !match.groups?.['lead'] && !match.groups?.['tail'] && !match.groups?.['more'] && match.groups?.['unit'],
  );
  const scaled = quantities.filter((match) => match.groups?.['unit'] && match.groups['unit'] !== '%');
  const counted = quantities.filter((match) => match.groups?.['unit']);
  return [
    changed('digit', text, pick(quantities, random), (groups) => ({
      ...groups,
      number: otherNumber(groups['number'] ?? '', random),
    })),
    changed('scale', text, pick(scaled, random), (groups) => ({
      ...groups,
      scale: otherScale(groups['scale'], random),
    })),
    changed('unit', text, pick(counted, random), (groups) => ({ ...groups, unit: otherUnit(groups['unit'], random) })),
    changed('bound-swapped', text, pick(bounded, random), (groups) => swapBound(groups, random)),
    changed('bound-dropped', text, pick(bounded, random), (groups) => ({ ...groups, lead: '', tail: '' })),
    changed('bound-added', text, pick(plain, random), (groups) => addBound(groups, random)),
    otherYear(text, random),
    otherPeriod(text, random),
    otherNumeral(text, random),
  ].filter((mutation) => mutation !== undefined);
}

function isYear(text: string, match: RegExpMatchArray): boolean {
  return (
    /^(?:19|20)\d{2}$/u.test(match.groups?.['number'] ?? '') && !match.groups?.['unit'] && !match.groups?.['scale']
  );
}

type Groups = Readonly<Record<string, string | undefined>>;

function changed(
  kind: MutationKind,
  text: string,
  match: RegExpExecArray | undefined,
  change: (groups: Groups) => Groups,
): Mutation | undefined {
  if (!match) return undefined;
  const claim = say(change(match.groups ?? {}));
  return { kind, text: text.slice(0, match.index) + claim + text.slice(match.index + match[0].length), claim };
}

function say({ lead = '', number = '', scale = '', more = '', unit = '', tail = '' }: Groups): string {
  return lead + number + scale + more + unit + tail;
}

function otherNumber(number: string, random: Random): string {
  const at = pick([...number.matchAll(/\d/gu)], random)?.index ?? 0;
  const digit = (Number(number[at]) + 1 + Math.floor(random() * 8)) % 10;
  return `${number.slice(0, at)}${at === 0 && digit === 0 ? '9' : digit}${number.slice(at + 1)}`.replace(
    new RegExp(`^${number}$`, 'u'),
    `${number}1`,
  );
}

function otherScale(scale: string | undefined, random: Random): string {
  return (
    pick(
      ['万', '亿', ''].filter((other) => other !== (scale ?? '')),
      random,
    ) ?? ''
  );
}

function otherUnit(unit: string | undefined, random: Random): string {
  return (
    pick(
      UNITS.filter((other) => other !== unit),
      random,
    ) ?? ''
  );
}

function swapBound(groups: Groups, random: Random): Groups {
  const leads = ['不低于', '不超过', '约', '≥', '≤'];
  const tails = ['左右', '以上', '以下'];
  const same = new Map([
    ['不低于', '≥'],
    ['不少于', '≥'],
    ['≥', '不低于'],
    ['不超过', '≤'],
    ['≤', '不超过'],
    ['以内', '以下'],
    ['近', '约'],
    ['低于', '≤'],
  ]);
  if (groups['tail']) {
    const others = tails.filter((other) => other !== groups['tail'] && other !== same.get(groups['tail'] ?? ''));
    return { ...groups, tail: pick(others, random) };
  }
  const others = leads.filter((other) => other !== groups['lead'] && other !== same.get(groups['lead'] ?? ''));
  return {
    ...groups,
    lead: pick(/^(?:超过?|突破|高于)$/u.test(groups['lead'] ?? '') ? ['不超过', '约', '≤'] : others, random),
  };
}

function addBound(groups: Groups, random: Random): Groups {
  return random() < 0.5
    ? { ...groups, lead: pick(['不低于', '超过', '不超过', '约'], random) }
    : { ...groups, tail: pick(['左右', '以上', '以下'], random) };
}

function otherYear(text: string, random: Random): Mutation | undefined {
  const match = pick([...text.matchAll(/(?<!\d)(?:19|20)\d{2}(?=年)/gu)], random);
  if (!match) return undefined;
  const year = String(Number(match[0]) + (pick([-5, -2, -1, 1, 2, 5, 10], random) ?? 1));
  return { kind: 'year', text: text.slice(0, match.index) + year + text.slice(match.index + 4), claim: `${year}年` };
}

function otherPeriod(text: string, random: Random): Mutation | undefined {
  const match = pick([...text.matchAll(/十[二三四五]五/gu)], random);
  if (!match) return undefined;
  const period =
    pick(
      ['十二五', '十三五', '十四五', '十五五'].filter((other) => other !== match[0]),
      random,
    ) ?? '';
  const after = text.slice(match.index + 3, match.index + 6);
  return {
    kind: 'period',
    text: text.slice(0, match.index) + period + text.slice(match.index + 3),
    claim: period + after,
  };
}

/** 五个 → 六个: Chinese numerals with a counter behind them. */
function otherNumeral(text: string, random: Random): Mutation | undefined {
  const match = pick(
    [...text.matchAll(/(?<![第一二两三四五六七八九十百])[二两三四五六七八九](?=[个项类条家]|大(?!学|型|力))/gu)],
    random,
  );
  if (!match) return undefined;
  const value = match[0] === '两' ? 2 : HAN.indexOf(match[0]) + 1;
  const other = HAN[(value + Math.floor(random() * 7)) % 9] ?? '';
  const numeral = other === '一' || other === match[0] ? (match[0] === '五' ? '七' : '五') : other;
  return {
    kind: 'numeral',
    text: text.slice(0, match.index) + numeral + text.slice(match.index + 1),
    claim: numeral + text.slice(match.index + 1, match.index + 2),
  };
}
