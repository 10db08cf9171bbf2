import type { Passage } from '../../../corpus/types.ts';
import { SCRIPTED_PLANS, scriptedPassage } from '../../service/scripted-service.fixture.ts';
import type { SourceView } from '../../service/types.ts';

/** A passage of the invented plans. */
export const SOURCE_PASSAGE: Passage = scriptedPassage('300家以上');

/** A passage between neighbours. */
export function someSource(passage: Passage, neighbours: readonly Passage[]): SourceView {
  const [plan] = SCRIPTED_PLANS;
  if (!plan) throw new Error('there is no scripted plan');
  return { plan, passage, before: neighbours, after: neighbours };
}
