import { shortPlace } from '../../../corpus/places.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import type { Statement } from '../statement.ts';
import { regionOf, type AnswerContext } from '../look-up.ts';
import { agreementOn } from './agreement.ts';
import { differenceNotes } from './difference-notes.ts';
import { findBySide, type PlaceFinding } from './find-side.ts';
import { topicOf } from './say-side.ts';
import { asksWhichPlans, sidesOf } from './sides.ts';
import { verdictOn } from './verdict.ts';

/** The places a question compares; empty when it is about one or none. */
export function comparedPlaces(question: Question, context: AnswerContext): readonly string[] {
  return [...new Set(sidesOf(question, context).map((side) => side.place))];
}

/** The comparison that a question asks for; undefined when it names one side only, or no plan has an answer. */
export async function compare(question: Question, context: AnswerContext): Promise<readonly Statement[] | undefined> {
  const sides = sidesOf(question, context);
  if (sides.length < 2) return undefined;
  const findings = await findBySide(sides, context);
  if (!findings.some(({ statement }) => statement)) return undefined;
  if (asksWhichPlans(question)) return whichPlans(findings, context);
  const verdict = await verdictOn(question, findings, context);
  const stated = findings.map(({ statement }) => statement?.text ?? '');
  return [...(verdict.length > 0 ? verdict : agreementOn(question, stated)), ...composeComparison(findings)];
}

/** The plans that speak of it, best first, one line each; of the others only that there are some. */
async function whichPlans(
  findings: readonly PlaceFinding[],
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const speaking: PlaceFinding[] = [];
  for (const finding of findings) {
    const { best, question } = finding.found;
    if (!finding.statement || !best) continue;
    const term = await topicOf(question, context);
    if (term && matchTerm(term, matchText(best.unit.text)) === 1) speaking.push(finding);
  }
  if (speaking.length === 0) return undefined;
  let room = ROOM;
  const sorted = speaking.toSorted((a, b) => (b.found.best?.score ?? 0) - (a.found.best?.score ?? 0));
  // The best plan of each place, before further ones of a place that has many.
  const placeOf = ({ found }: PlaceFinding): string => regionOf(found.best?.unit.passage.planId ?? '', context.plans);
  const isFirst = (finding: PlaceFinding, at: number): boolean =>
    sorted.findIndex((other) => placeOf(other) === placeOf(finding)) === at;
  const shown = [...sorted.filter(isFirst), ...sorted.filter((finding, at) => !isFirst(finding, at))]
    .slice(0, MOST_PLANS)
    .filter(({ place, statement }) => (room -= place.length + (statement?.text.length ?? 0) + MARKS) > 0);
  const rest = findings.length - speaking.length;
  return [...composeComparison(shown), ...(rest > 0 ? [{ text: '其余规划未提及。', passages: [] }] : [])];
}

/** Most plans that are quoted in one answer. */
const MOST_PLANS = 6;
/** Longest answer of such lines, and what a line has besides its words, in characters. */
const ROOM = 640;
const MARKS = 12;

/** One line per side, 未提及 where its plans are silent, and what keeps the values from being compared. */
function composeComparison(findings: readonly PlaceFinding[]): readonly Statement[] {
  const lines = findings.map(({ place, found, statement }): Statement => {
    if (!statement && found.shortfall === 'other-place' && found.evidence.length === 0)
      return { text: `- **${place}**：规划库里没有它的规划`, passages: [] };
    if (!statement) return { text: `- **${place}**：未提及`, passages: [] };
    return {
      ...statement,
      text: `- **${place}**：${statement.text.replace(new RegExp(`^${shortPlace(place)}[省市]?`, 'u'), '')}`,
    };
  });
  return [...lines, ...differenceNotes(findings)];
}
