import type { Shortfall } from '../shortfall.ts';
import type { Found } from '../look-up.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Statement } from '../statement.ts';

/** Places of the plans that a refusal names; of more, these stand for the others. */
const NAMED_PLACES = 8;

/** One line that says why there is no answer. It offers no figure. */
export function composeRefusal(found: Found, reason: Shortfall, plans: readonly PlanSummary[]): readonly Statement[] {
  const { question } = found;
  const regions = [...new Set(plans.map((plan) => plan.region))].filter((region) => region !== '');
  if (reason === 'other-place' && question.otherPlaces.length > 0) {
    return [
      {
        text: `规划库里没有查到${question.otherPlaces.join('、')}的相应内容，现有规划涉及${someOf(regions)}。`,
        passages: [],
      },
    ];
  }
  if (reason === 'other-year') {
    const years = question.times.map((time) => `${time.to}年`).join('、');
    return [
      {
        text: `规划没有给出${years}的这项内容。`,
        passages: [],
        computed: question.times.map((time) => String(time.to)),
      },
    ];
  }
  const where =
    question.planIds && question.planIds.length > 0
      ? `${[...new Set(plans.filter((plan) => question.planIds?.includes(plan.id)).map((plan) => plan.region || plan.title))].join('、')}的规划`
      : '现有规划';
  return [{ text: `${where}没有写明这一点。`, passages: [] }];
}

function someOf(regions: readonly string[]): string {
  const named = regions.slice(0, NAMED_PLACES).join('、');
  return regions.length > NAMED_PLACES ? `${named}等地` : named;
}
