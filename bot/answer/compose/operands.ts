import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { Figure } from '../../../corpus/figures.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext, type Found } from '../look-up.ts';
import { parseRow, withUnit } from '../row.ts';
import { comparedPlaces, findByPlace } from './compare.ts';
import { pickFigure, rankFigures } from './fact.ts';
import { operandOfRecord, sameUnit, toOperand, type Operand } from './operand.ts';
import { findRecords, type RecordHit, type Wanted } from './record-search.ts';

/** The two figures that a question compares, adds or divides; fewer when they are not both there. */
export async function operandsOf(question: Question, context: AnswerContext): Promise<readonly Operand[]> {
  const places = comparedPlaces(question, context);
  // 相差几个百分点 asks for shares; 几倍 says nothing of the counter.
  const units = question.intent.units.some((unit) => unit.includes('百分点'))
    ? ['%']
    : question.intent.units.filter((unit) => !/倍|番|百分点|%/u.test(unit));
  const plain: Question = { ...question, intent: { ...question.intent, kind: 'figure', units } };
  if (places.length === 2) return ofPlaces(upToLastPlace(plain, context), places, context);
  const wanted = timesOf(question);
  if (wanted.length >= 2) {
    const records = await ofTimes(plain, wanted, context);
    if (records.length === 2) return records;
    // “实际数比目标多多少” of one year: a sentence mostly says both.
    if (wanted[0]?.year === wanted.at(-1)?.year) return withinSentence(plain, context);
  }
  const parts = await partRecords(plain, wanted[0] ?? {}, context);
  if (parts.length === 2) return parts;
  return wanted.length < 2 ? withinSentence(plain, context) : foundByTimes(plain, wanted, context);
}

/** The two values of one indicator that a question sets against one another: by year, or aimed at and reached. */
function timesOf(question: Question): readonly Wanted[] {
  const { text } = question;
  const years = [
    ...new Set(
      question.times.flatMap((time) =>
        time.aspect === 'during' && /\d{4}/u.test(text.slice(time.start, time.end)) ? [time.from, time.to] : [time.to],
      ),
    ),
  ].sort((a, b) => a - b);
  const aims = /目标|规划值|原定|定的/u.test(text);
  const reached = /实际|完成|做到|达成|超额|超了|超出|底子|累计|存量|底数|现状|基数/u.test(text);
  const [first] = years;
  const last = years.at(-1);
  if (
    years.length === 1 &&
    first !== undefined &&
    first <= 2020 &&
    aims &&
    reached &&
    !/十四五|2025|2[1-9]年/u.test(text)
  )
    return [
      { year: first, kind: 'target' },
      { year: first, kind: 'achieved' },
    ];
  if (years.length === 1 && first !== undefined && first <= 2020 && aims && !reached)
    return [byYear(first), byYear(2025)];
  if (years.length >= 2 && first !== undefined && last !== undefined) return [byYear(first), byYear(last)];
  // 离目标还差多少: from where the plan starts.
  const starts = reached || /[离距][^，。？]{0,16}目标|还[差缺]|比(?:十三五末|现在|目前)/u.test(text);
  if (starts && (aims || (first !== undefined && first > 2020)))
    return [byYear(2020), byYear(Math.max(2025, last ?? 0))];
  return first === undefined ? (aims ? [{ kind: 'target' }] : []) : [byYear(first)];
}

function byYear(year: number): Wanted {
  return { year, kind: year <= 2020 ? 'achieved' : 'target' };
}

function labelOf(wanted: Wanted): string {
  if (wanted.year === undefined) return '';
  return wanted.year <= 2020 && wanted.kind === 'target'
    ? '规划目标'
    : wanted.year <= 2020
      ? `${wanted.year}年`
      : `${wanted.year}年`;
}

async function ofTimes(
  question: Question,
  wanted: readonly Wanted[],
  context: AnswerContext,
): Promise<readonly Operand[]> {
  const [before, after] = await Promise.all(
    [wanted[0] ?? {}, wanted.at(-1) ?? {}].map((which) => findRecords(question, which, question.planIds, context)),
  );
  const pair = closestPair(before ?? [], after ?? []);
  const second = wanted.length > 1 && wanted[1]?.year === wanted[0]?.year ? '实际' : labelOf(wanted.at(-1) ?? {});
  return pair ? ofRecords(pair, [labelOf(wanted[0] ?? {}), second], context) : [];
}

/** The two records that fit best and stand close together: in one row, one plan, under one name. */
function closestPair(
  left: readonly RecordHit[],
  right: readonly RecordHit[],
): readonly [IndicatorRecord, IndicatorRecord] | undefined {
  let best: { pair: readonly [IndicatorRecord, IndicatorRecord]; score: number } | undefined;
  for (const { record: one, score: ofOne } of left.slice(0, 6)) {
    for (const { record: two, score: ofTwo } of right.slice(0, 6)) {
      const bare = (unit: string): string => unit.replace(/^(?:万亿|万|亿)(?=.)/u, '');
      if (one.id === two.id || !sameUnit(bare(one.unit), bare(two.unit))) continue;
      const near =
        (one.planId === two.planId ? 0.05 : 0) +
        (one.passageId === two.passageId ? 0.05 : 0) +
        (one.indicator === two.indicator ? 0.05 : 0);
      const score = ofOne + ofTwo + near;
      if (!best || score > best.score) best = { pair: [one, two], score };
    }
  }
  return best?.pair;
}

async function ofRecords(
  pair: readonly [IndicatorRecord, IndicatorRecord],
  labels: readonly [string, string],
  context: AnswerContext,
): Promise<readonly Operand[]> {
  const passages = await context.store.passages(pair.map((record) => record.passageId));
  return pair.flatMap((record, index) => {
    const passage = passages.find((candidate) => candidate.id === record.passageId);
    return (passage && operandOfRecord(record, labels[index] ?? '', passage)) ?? [];
  });
}

/** “安徽的目标减去合肥的目标，其他市…”: what is behind the clause of the last place says nothing of either. */
function upToLastPlace(question: Question, { read }: AnswerContext): Question {
  const last = Math.max(...question.places.filter((mention) => !mention.inName).map((mention) => mention.end));
  const stop = question.text.slice(last).search(/[，,。；？]/u);
  if (!Number.isFinite(last) || stop < 0) return question;
  const cut = read(question.text.slice(0, last + stop));
  return { ...cut, intent: question.intent };
}

/** The figure that the plans of each of two places give. */
async function ofPlaces(
  question: Question,
  places: readonly string[],
  context: AnswerContext,
): Promise<readonly Operand[]> {
  const findings = await findByPlace(question, places, context);
  const wanted = timesOf(question)[0] ?? { kind: 'target' as const };
  const operands: Operand[] = [];
  for (const { place, found } of findings) {
    const planIds = context.plans.filter((plan) => plan.region === place).map((plan) => plan.id);
    const yearly = /每年/u.test(question.text);
    const [hit] = [
      ...(yearly ? await findRecords(found.question, { yearly }, planIds, context) : []),
      ...(await findRecords(found.question, wanted, planIds, context)),
    ];
    const [passage] = hit ? await context.store.passages([hit.record.passageId]) : [];
    const read =
      (hit && passage && operandOfRecord(hit.record, place, passage)) ??
      operandOfFound(found, place, wanted.year ?? question.times.at(-1)?.to);
    if (read) operands.push(read);
  }
  return operands;
}

/** “农业高企目标占全省高企目标的”, “孵化器加上众创空间”: each side of the word between names an indicator. */
async function partRecords(question: Question, wanted: Wanted, context: AnswerContext): Promise<readonly Operand[]> {
  const parts = partsOf(question, context);
  if (parts.length !== 2) return [];
  const [left = [], right = []] = await Promise.all(
    parts.map((part) => findRecords(part, timesOf(part)[0] ?? wanted, question.planIds, context)),
  );
  const sure = (hits: readonly RecordHit[]): readonly RecordHit[] =>
    hits.filter(({ score }) => score >= Math.max(1.5, (hits[0]?.score ?? 0) - 0.1));
  const pair = closestPair(sure(left), sure(right));
  return pair ? ofRecords(pair, [pair[0].indicator, pair[1].indicator], context) : [];
}

const BETWEEN = /占|比|和|与|跟|加上|减去|减掉|以及|去掉|除去|离|是(?=[^，。]{4})/u;

function partsOf(question: Question, context: AnswerContext): readonly Question[] {
  return question.text
    .split(BETWEEN)
    .map((part) => context.read(part))
    .filter((part) => part.terms.length > 0);
}

async function foundByTimes(
  question: Question,
  wanted: readonly Wanted[],
  context: AnswerContext,
): Promise<readonly Operand[]> {
  const operands: Operand[] = [];
  for (const { year } of [wanted[0] ?? {}, wanted.at(-1) ?? {}]) {
    if (year === undefined) continue;
    const time = { from: year, to: year, aspect: 'end' as const, start: 0, end: 0 };
    const aspect = year <= 2020 ? ('result' as const) : ('target' as const);
    const asked = { ...question, times: [time], intent: { ...question.intent, aspect } };
    const found = await lookUp(asked, context, question.planIds);
    const read = found.shortfall === 'other-year' ? undefined : operandOfFound(found, `${year}年`, year);
    if (read) operands.push(read);
  }
  const [first, second] = operands;
  const same = first && second && first.number === second.number && first.passage.id === second.passage.id;
  return same || operands.length < 2 ? byParts(question, context) : operands;
}

async function byParts(question: Question, context: AnswerContext): Promise<readonly Operand[]> {
  const parts = partsOf(question, context);
  if (parts.length < 2) return [];
  const operands: Operand[] = [];
  for (const part of parts.slice(0, 2)) {
    const asked = {
      ...question,
      terms: part.terms,
      content: part.content,
      times: part.times.length > 0 ? part.times : question.times,
    };
    const found = await lookUp(asked, context, question.planIds);
    const label = part.content.replace(/\s+/gu, '').replace(/的$/u, '');
    const read = found.shortfall
      ? undefined
      : operandOfFound(found, label, part.times.at(-1)?.to ?? question.times.at(-1)?.to);
    if (read) operands.push(read);
  }
  const [first, second] = operands;
  return first && second && first.number === second.number ? [] : operands;
}

/** Two figures of one unit in the sentence that fits best (“1400名，其中省级800名”). */
async function withinSentence(question: Question, context: AnswerContext): Promise<readonly Operand[]> {
  const found = await lookUp(question, context, question.planIds);
  const { best } = found;
  if (!best || best.unit.passage.kind === 'row' || found.shortfall === 'off-topic' || found.shortfall === 'other-place')
    return [];
  const parts = question.text
    .split(/比|和|与|跟|加上|减去|去掉|除去|其中|非(?=国家|省|市)|是(?=[^，。]{4})|占/u)
    .map((part) => context.read(part))
    .filter((part) => part.terms.length > 0);
  const ranked = rankFigures(best, { ...question, terms: parts[0]?.terms ?? question.terms });
  const first = ranked[0];
  const others = parts[1] ? rankFigures(best, { ...question, terms: parts[1].terms }) : ranked;
  const fits = (figure: (typeof ranked)[number]): boolean =>
    figure !== first && first !== undefined && sameUnit(figure.unit, first.unit) && figure.unit !== '';
  const second = others.find(fits) ?? ranked.find(fits);
  const [, other] = parts;
  // A figure that is not of what the second part names is no operand.
  if (!first || !second || (other && !standsBy(second, other, best))) return byParts(question, context);
  return [first, second].flatMap(
    (figure) => toOperand(figure.digits, figure.text, figure.unit, '', best.unit.passage) ?? [],
  );
}

/** Whether the clause of a figure, up to the figure, has a word of what it should be of. */
function standsBy(figure: Figure, part: Question, { unit }: ScoredUnit): boolean {
  const clause = unit.clauses.find(({ start, end }) => figure.start >= start && figure.start < end);
  const text = matchText(unit.text.slice(clause?.start ?? 0, clause?.end));
  return part.terms.some((term) => matchTerm(term, text) > 0.4);
}

function operandOfFound(found: Found, label: string, year: number | undefined): Operand | undefined {
  const { best } = found;
  if (!best || found.shortfall === 'off-topic' || found.shortfall === 'other-place') return undefined;
  if (best.unit.passage.kind === 'row') {
    const row = parseRow(best.unit.passage);
    const values = (row?.values ?? []).filter((value) => !/增/u.test(value.header));
    const ofYear = values.filter((value) => year !== undefined && value.header.includes(String(year)));
    const column =
      ofYear.find((value) => /完成|实际/u.test(value.header)) ??
      ofYear[0] ??
      values.find((value) => (year ?? 2025) > 2020 && /目标/u.test(value.header)) ??
      (values.length === 1 ? values[0] : undefined);
    if (!row || !column) return undefined;
    const unit = /[（(]([^（()）]{1,6})[)）]$/u.exec(row.name)?.[1] ?? '';
    return toOperand(column.value, withUnit(column.value, unit), unit, label, best.unit.passage);
  }
  const figure = pickFigure(best, found.question);
  return figure ? toOperand(figure.digits, figure.text, figure.unit, label, best.unit.passage) : undefined;
}
