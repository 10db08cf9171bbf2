import { bareFigure } from '../../../corpus/figures.ts';
import type { IndicatorRecord, Passage } from '../../../corpus/types.ts';
import type { AnswerContext } from '../look-up.ts';
import { foundValue } from './found-value.ts';
import { isCounted, operandOfRecord, type Operand } from './operand.ts';
import type { OperandPhrase } from './operand-phrases.ts';
import { ASIDE } from './operand-words.ts';
import {
  askedIndicators,
  bare,
  namePairs,
  pairsOf,
  qualifiersOf,
  shareOf,
  wholeName,
  yearsOf,
  type AskedIndicator,
  type CharacterPairs,
} from './records-of.ts';
import type { Wanted } from './wanted-value.ts';

/** A value that a phrase may mean, and how well it fits. */
export interface Candidate {
  readonly operand: Operand;
  readonly score: number;
  readonly planId: string;
  /** Tells values apart. */
  readonly key: string;
  /** What the plan itself calls the value of a row that no record is of. */
  readonly rowName?: string;
}

/** Least share of a phrase's character pairs that an indicator has, and of its own that the phrases have. */
const FORWARD = 0.6;
const BACKWARD = 0.45;
/** Least fit of a value that is a record's; one that is only found in a sentence fits less. */
export const RECORDED = 0.7;
/** Values of a phrase that are tried with those of the others. */
export const TRIED = 6;

/** The values that a phrase may mean, best first: from records, else from the row or sentence that fits best. */
export async function valuesOf(phrase: OperandPhrase, context: AnswerContext): Promise<readonly Candidate[]> {
  const planIds = phrase.planIds ?? context.plans.map(({ id }) => id);
  const area = areaIn(phrase.question.text);
  const names = namesOf(
    area === undefined ? phrase : { ...phrase, own: phrase.own.replace(area, '') },
    await known(phrase, context),
  );
  const fits = (await context.store.records({ planIds }))
    .map((record) => ({ record, score: fitOf(record, phrase, names, levelOf(record, context)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, area === undefined ? TRIED : undefined);
  const passages = await context.store.passages(fits.map(({ record }) => record.passageId));
  const candidates = fits.flatMap(({ record, score }): readonly Candidate[] => {
    const passage = passages.find(({ id }) => id === record.passageId);
    if (area !== undefined && passage && !speaksOf(area, passage)) return [];
    const operand = passage && operandOfRecord(record, labelOf(record, phrase, passage), passage);
    return operand ? [{ operand, score, planId: record.planId, key: record.id }] : [];
  });
  if (candidates.length > 0) return candidates.slice(0, TRIED);
  // “甲省比乙省的”: what is named is said once, for both.
  return !phrase.elliptic || phrase.own === phrase.shared
    ? foundValue(phrase, context)
    : valuesOf({ ...phrase, own: phrase.shared }, context);
}

/** Areas by a name of their own: what is asked of one is not said by a figure of its whole province. */
const AREA =
  /(?<name>\p{Script=Han}{2,12}?)(?:走廊|科学城|科技城|示范区|自创区|自贸区|试验区|先行区|硅谷|产业带|创新带|小镇|新城)/u;
/** Least share of the character pairs of an area's name that a passage has: a name may be shortened. */
const AREA_NAMED = 0.6;

function areaIn(text: string): string | undefined {
  const name = AREA.exec(text)?.groups?.['name']?.replace(/^.*[的在里中年要]/u, '');
  return name === undefined || name.length < 2 || /^(?:国家|省|市)级?$/u.test(name) ? undefined : name;
}

function speaksOf(area: string, { text, section }: Passage): boolean {
  const words = bare(`${text}${section.join('')}`.replace(/\s+/gu, ''));
  return shareOf(pairsOf(bare(area)), (pair) => words.includes(pair)) >= AREA_NAMED;
}

/** Whose and, where the question does not say it, which year's value it is. */
function labelOf({ indicator, time }: IndicatorRecord, { label, wanted }: OperandPhrase, { text }: Passage): string {
  const year = `${String(yearsOf(time)?.to)}年`;
  const dated = wanted.year === undefined && text.includes(year) ? year : '';
  return `${label}${dated}${indicator.replace(/[（(][^（()）]{1,6}[)）]$/u, '')}`;
}

/** What is measured: a share, a growth, an output or what it adds are other things, also of one subject. */
const MEASURES = [/占|比重|比例|份额|强度/u, /增速|增幅|增长率/u, /(?<!总)产值/u, /增加值/u];

const GROWTH = /增速|增幅|增长率/u;

/** What a phrase names, read once for all records. */
interface PhraseNames {
  /** Its own words, without spaces. */
  readonly own: string;
  /** The words that all phrases share, with the names of the indicators among them, without spaces. */
  readonly shared: string;
  /** The indicators among its own words. */
  readonly named: readonly AskedIndicator[];
  /**
   * The character pairs of its own words, of these with each indicator called by its name, of those that plans have, and of
   * what is shared.
   */
  readonly pairs: Readonly<Record<'own' | 'spelt' | 'known' | 'shared', CharacterPairs>>;
}

/** The words of a phrase that plans have, in its order: 做出来的 and 登记在册 say nothing of what is counted. */
async function known({ own, question }: OperandPhrase, { store }: AnswerContext): Promise<string> {
  const terms = question.terms.filter(({ factor = 1 }) => factor === 1);
  const { counts } = await store.documentFrequencies([...new Set(terms.flatMap(({ words }) => words))]);
  return terms
    .filter(({ words }) => words.some((word) => (counts.get(word) ?? 0) > 0))
    .map(({ surface }) => surface)
    .sort((one, other) => own.indexOf(one) - own.indexOf(other))
    .join('');
}

/** The level of the government whose plan a record is of: 省级 of a province. */
function levelOf({ planId }: IndicatorRecord, { plans }: AnswerContext): string {
  return `${plans.find(({ id }) => id === planId)?.region.at(-1) ?? ''}级`;
}

function namesOf(phrase: OperandPhrase, words: string): PhraseNames {
  const { question } = phrase;
  const names = askedIndicators({ ...question, content: phrase.shared }).map(({ name }) => name);
  const own = phrase.own.replace(/\s+/gu, '');
  const shared = `${phrase.shared}${names.join('')}`.replace(/\s+/gu, '');
  const named = askedIndicators({ ...question, content: phrase.own });
  // An indicator called by another name is compared by its own, too.
  const spelt = named.reduce((text, { written, name }) => text.replace(written, name), own);
  const pairs = {
    own: pairsOf(bare(own)),
    spelt: pairsOf(bare(spelt)),
    known: pairsOf(bare(words)),
    shared: pairsOf(bare(shared)),
  };
  return { own, shared, named, pairs };
}

/** How well a record is what a phrase names, above 0 when at all. */
function fitOf(
  record: IndicatorRecord,
  phrase: OperandPhrase,
  { own, shared, named, pairs }: PhraseNames,
  level: string,
): number {
  // The growth of an indicator is a value of its own, asked for by its name.
  if ((record.kind === 'growth' && !GROWTH.test(`${own}${shared}`)) || !isCounted(record)) return 0;
  const time = timeOf(record, phrase.wanted);
  if (time === undefined) return 0;
  const stated = `${record.indicator} ${record.canonical ?? ''}`;
  const is = named.find(({ name }) => name === (record.canonical ?? wholeName(record)));
  // The qualifiers of an indicator's own name need not be said when it is called by another.
  const missing = qualifiersOf(is ? own.replace(is.written, '') : own).filter((word) => !stated.includes(word));
  const extra = is ? [] : qualifiersOf(record.indicator).filter((word) => !own.includes(word));
  // The number that the asker gives tells which of several it is.
  const given = phrase.wanted.value !== undefined;
  const unsaid = extra.filter((word) => !given && !shared.includes(word) && !phrase.question.text.includes(word));
  // A province counts what is its own (省级), whether that is said or not.
  if (missing.length > 0 || unsaid.some((word) => word !== level)) return 0;
  // “甲谷”培育企业: a figure of one area is not that of its whole province.
  const quoted = /“(?<name>[^”]+)”/u.exec(record.indicator)?.groups?.['name'];
  if (quoted !== undefined && !phrase.question.text.includes(quoted)) return 0;
  if (!is && MEASURES.some((measure) => measure.test(own) !== measure.test(stated))) return 0;
  const { indicator: name, stated: have } = namePairs(record);
  const said = best([pairs.own, pairs.spelt, ...(pairs.known.size >= KNOWN ? [pairs.known] : [])], name);
  if (said.size === 0 && missing.length + qualifiersOf(own).length === 0) return 0;
  const forward = said.size === 0 ? 1 : shareOf(said, (pair) => have.has(pair));
  const backward = name.size === 0 ? 0 : shareOf(name, (pair) => said.has(pair) || pairs.shared.has(pair));
  if (!is && (forward < FORWARD || backward < BACKWARD)) return 0;
  const likeness = 0.6 * forward + 0.4 * backward;
  // “地方财政拨款用于基础研究的经费” says more than 基础研究经费: a record with all of it fits better.
  const beside = is ? own.replace(is.written, '').replace(ASIDE, '') : '';
  const more = beside.length >= 4 && shareOf(pairs.own, (pair) => have.has(pair)) < HALF ? MORE_IS_SAID : 0;
  const literal = record.indicator.replace(/^.*其中|[（(][^（）()]*[)）]/gu, '');
  // “省级创建高新区” is what the plan itself calls it.
  const exact = literal.length >= EXACT && own.includes(literal) ? AS_CALLED : 0;
  return (is ? Math.max(1, likeness) - more : likeness) + exact + time - 0.1 * extra.length - 0.2 * unsaid.length;
}

/** Shortest name of a record that is taken as called by it, in characters, and what that adds to the fit. */
const EXACT = 5;
const AS_CALLED = 0.25;
/** Fewest pairs of the words that plans have of a phrase, by which alone a record is found. */
const KNOWN = 5;

/** An indicator that has less than this share of a phrase's pairs is not all that it names; what that takes from the fit. */
export const HALF = 0.5;
const MORE_IS_SAID = 0.25;

/** Of the ways of writing a phrase, the character pairs of the one that an indicator has most of. */
function best(ways: readonly CharacterPairs[], indicator: CharacterPairs): CharacterPairs {
  const share = (pairs: CharacterPairs): number =>
    pairs.size === 0 ? 0 : shareOf(pairs, (pair) => indicator.has(pair));
  return ways.reduce((most, way) => (share(way) > share(most) ? way : most));
}

/** How well a record is of the time and kind wanted; undefined when it is of another. */
function timeOf(record: IndicatorRecord, wanted: Wanted): number | undefined {
  if (wanted.value !== undefined) {
    const other = wanted.year !== undefined && yearsOf(record.time)?.to !== wanted.year;
    return numberOf(record) === wanted.value && !other ? 0.3 : undefined;
  }
  if (wanted.kind !== undefined && record.kind !== 'unknown' && record.kind !== wanted.kind) return undefined;
  if (record.time === '每年') return wanted.yearly ? 0.3 : wanted.year !== undefined ? undefined : -0.1;
  const years = yearsOf(record.time);
  if (wanted.year === undefined) {
    const before = record.kind === 'target' && years !== undefined && years.to <= wanted.eve;
    return (wanted.yearly ? -0.2 : 0) - (before ? 0.3 : 0);
  }
  if (!years) return record.kind === wanted.kind ? 0.05 : undefined;
  return years.to === wanted.year ? 0.2 : undefined;
}

const numberOf = ({ raw }: IndicatorRecord): number => Number(/[\d.]+/u.exec(bareFigure(raw))?.[0]);
