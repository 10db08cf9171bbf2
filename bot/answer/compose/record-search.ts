import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { termWeights } from '../../../retrieval/search.ts';
import type { AnswerContext } from '../look-up.ts';

/** Which of an indicator's values is meant. */
export interface Wanted {
  /** Last year of the time it is for; absent: any. */
  readonly year?: number;
  readonly kind?: 'target' | 'achieved';
  /** Per year (每年). */
  readonly yearly?: boolean;
  /** Counters it may have; absent: any. */
  readonly units?: readonly string[];
}

/** A record and how well its indicator is what the question names, 0 to 1.9. */
export interface RecordHit {
  readonly record: IndicatorRecord;
  readonly score: number;
}

/** Least weighted share of the question's terms that the indicator has, and of its letters that the terms account for. */
const COVERED = 0.75;
const TIGHT = 0.34;

/** The records whose indicator a question names, best first. Growth rates are none: they are no values of it. */
export async function findRecords(
  question: Question,
  wanted: Wanted,
  planIds: readonly string[] | undefined,
  context: AnswerContext,
): Promise<readonly RecordHit[]> {
  const terms = await knownTerms(question, context);
  if (terms.length === 0) return [];
  const asked = { ...question, terms };
  const weights = await termWeights(context.store, asked);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ids = planIds ?? context.plans.map((plan) => plan.id);
  const hits: RecordHit[] = [];
  for (const record of await context.store.records({ planIds: ids })) {
    if (record.value === undefined || !fits(record, wanted)) continue;
    const name = matchText(`${record.indicator} ${record.canonical ?? ''}`);
    const own = matchText(record.indicator).replace(/[\p{P}\s]/gu, '');
    let covered = 0;
    let letters = 0;
    terms.forEach((term, index) => {
      const strength = matchTerm(term, name);
      covered += strength * (weights[index] ?? 0);
      if (strength > 0.4)
        letters += Math.max(
          0,
          ...[...term.matchers, ...term.words].filter((word) => own.includes(word)).map((word) => word.length),
        );
    });
    const coverage = total === 0 ? 0 : covered / total;
    const tightness = Math.min(1, letters / Math.max(1, own.length));
    if (coverage < COVERED || tightness < TIGHT) continue;
    hits.push({ record, score: 1.5 * coverage + 0.4 * tightness });
  }
  return hits.sort((a, b) => b.score - a.score);
}

/** The terms that name a thing: not those that say which of its values is meant, nor words that no plan has. */
async function knownTerms(question: Question, { store }: AnswerContext): Promise<Question['terms']> {
  const terms = question.terms.filter((term) => !SAYS_WHICH.test(term.surface));
  const { counts } = await store.documentFrequencies([...new Set(terms.flatMap((term) => term.words))]);
  return terms.filter((term) => term.words.some((word) => (counts.get(word) ?? 0) > 0));
}

/** Words that say which value is meant and not of what. */
const SAYS_WHICH =
  /^(?:占|比|倍|多少倍|差额|差值|数量|数|目标数|总数|实际数|累计|底子|水平|大约|大概|还缺|缺|加上|减去|末|年末|全部|合计|额|多出|多几|高几|够到|离|存量|规模|每年|新增数|选派数|十三五|十四五|[\d.]+|几家|几个)$/u;

function fits(record: IndicatorRecord, wanted: Wanted): boolean {
  if (record.kind === 'growth') return false;
  if (wanted.kind !== undefined && record.kind !== 'unknown' && record.kind !== wanted.kind) return false;
  if (wanted.yearly === true && record.time !== '每年') return false;
  if (wanted.units && wanted.units.length > 0 && record.unit !== '' && !wanted.units.includes(record.unit))
    return false;
  if (wanted.year === undefined) return true;
  const last = /(\d{4})$/u.exec(record.time ?? '')?.[1];
  return last !== undefined && Number(last) === wanted.year;
}
