import type { IndicatorRecord } from '../../../corpus/types.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';

/** How many examples are offered. */
const EXAMPLES = 4;
/** A longer name of an indicator makes no example that is read at a glance. */
const LONGEST_NAME = 16;
const YEAR = /^20\d\d$/u;

interface Known {
  readonly region: string;
  readonly name: string;
  readonly time: string;
  readonly kind: IndicatorRecord['kind'];
}

/** Questions that the loaded plans answer, made from their records: a comparison, targets, a result, a list. */
export function exampleQuestions(
  plans: readonly PlanSummary[],
  records: readonly IndicatorRecord[],
): readonly string[] {
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const known = records.flatMap(({ planId, canonical, value, time, kind }): readonly Known[] => {
    const plan = planOf.get(planId);
    const isPlain = plan?.status === 'final' && plan.region !== '' && value !== undefined && YEAR.test(time ?? '');
    return isPlain && canonical !== undefined && canonical.length <= LONGEST_NAME
      ? [{ region: plan.region, name: canonical, time: time ?? '', kind }]
      : [];
  });
  const targets = known.filter(({ kind }) => kind === 'target');
  const shared = mostShared(targets);
  const used = new Set<string>(shared?.name === undefined ? [] : [shared.name]);
  const regions = [...new Set(targets.map(({ region }) => region))];

  const comparison = shared ? [`${shared.regions.slice(0, 2).join('和')}的${shared.name}目标各是多少？`] : [];
  const facts = regions.flatMap((region) => {
    const fact = targets.find((one) => one.region === region && !used.has(one.name));
    if (!fact) return [];
    used.add(fact.name);
    return [`${region}${fact.time}年${fact.name}的目标是多少？`];
  });
  const result = known.find(({ kind, name }) => kind === 'achieved' && !used.has(name));
  const results = result ? [`${result.region}${result.time}年${result.name}是多少？`] : [];
  const lists = plans
    .filter(({ status, counts }) => status === 'final' && counts.tables > 0)
    .map(({ title }) => `${title}的主要指标有哪些？`)
    .filter((question) => question.length <= 34);
  return [...facts.slice(0, 1), ...comparison, ...lists.slice(0, 1), ...results, ...facts.slice(1)].slice(0, EXAMPLES);
}

/** The indicator for which most places state a target, and these places. */
function mostShared(
  targets: readonly Known[],
): { readonly name: string; readonly regions: readonly string[] } | undefined {
  const regionsOf = new Map<string, Set<string>>();
  for (const { name, region } of targets) regionsOf.set(name, (regionsOf.get(name) ?? new Set()).add(region));
  const [best] = [...regionsOf]
    .map(([name, regions]) => ({ name, regions: [...regions] }))
    .filter(({ regions }) => regions.length > 1)
    .toSorted((left, right) => right.regions.length - left.regions.length || left.name.length - right.name.length);
  return best;
}
