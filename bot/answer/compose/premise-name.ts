import type { Passage } from '../../../corpus/types.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../../retrieval/rank/score.ts';
import { readUnits } from '../../../retrieval/rank/units.ts';
import type { Statement } from '../statement.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { windowAround } from '../window.ts';
import type { Claim } from './claim.ts';
import { nameOf, sharedRuns } from './sections.ts';

/** A subject this well covered is what a passage is about. */
const ABOUT = 0.6;
/** Longest quoted run, in characters. */
const LIMIT = 110;

/**
 * “甲的重点是乙，对吧”: what the plan says of the subject, and that it is not what is claimed when the passage does not have the
 * claimed name. Undefined when it has: whether it says so is for the reader.
 */
export async function composeNamedPremise(
  claim: Claim,
  question: Question,
  context: AnswerContext,
): Promise<readonly Statement[] | undefined> {
  const { subject, value } = claim.named ?? { subject: '', value: '' };
  const asked = context.read(subject);
  const claimed = context.read(value);
  const names = [
    ...claimed.terms.map((term) => term.surface),
    ...claimed.otherPlaces,
    ...claimed.places.map(({ place }) => place),
  ];
  if (asked.terms.length === 0 || names.length === 0) return undefined;
  const found = await lookUp(
    { ...asked, planIds: question.planIds, intent: { ...asked.intent, kind: 'open' } },
    context,
  );
  const quoted = [...subject.matchAll(/“([^”]{2,20})”/gu)].map((match) => match[1] ?? '');
  const candidates = found.evidence
    .slice(0, 12)
    .filter(({ passage }) => question.planIds === undefined || question.planIds.includes(passage.planId))
    .filter(({ passage, units }) =>
      quoted.length > 0 ? quoted.every((name) => passage.text.includes(name)) : (units[0]?.coverage ?? 0) >= ABOUT,
    );
  if (candidates.length === 0) return undefined;
  // Said of another passage of the same subject: then it may be right.
  if (candidates.some(({ passage }) => says(passage, claimed, value))) return undefined;
  // 领导小组 of …领导小组: a sentence with a thing of the claimed kind says what it is instead.
  const kind = value.slice(-4);
  const ofKind = (scored: ScoredUnit): boolean => value.length > 5 && scored.unit.text.includes(kind);
  const best =
    candidates.find(({ passage }) => isBeside(passage, value)) ??
    candidates.find(({ units }) => units.some(ofKind)) ??
    candidates[0];
  const unit =
    best?.units.find(ofKind) ?? best?.units.find((scored) => saysSomething(scored, quoted)) ?? best?.units[0];
  if (!best || !unit) return undefined;
  const said = sentenceOf(unit, best.passage, quoted);
  const leaf = nameOf({ planId: best.passage.planId, path: best.passage.section, lines: best.passage.lines });
  const where =
    quoted.length > 0 && leaf !== '' && leaf.length <= 24 && !said.startsWith(leaf)
      ? `“${leaf}”部分写的是`
      : '规划写的是';
  return [{ text: `与规划不符，${where}：${said}`, passages: [best.passage] }];
}

/** Whether a passage or its headings have the claimed name. */
function says(passage: Passage, claimed: Question, value: string): boolean {
  const text = matchText(`${passage.text} ${passage.section.join(' ')}`);
  if (text.includes(matchText(value))) return true;
  const places = [...claimed.otherPlaces, ...claimed.places.map(({ place }) => place.slice(0, -1))];
  if (claimed.terms.length === 0) return places.every((place) => text.includes(place));
  const hits = claimed.terms.filter((term) => matchTerm(term, text) > 0.4).length;
  return (
    hits >= claimed.terms.length * 0.75 &&
    sharedRuns(value.replace(/[^\p{Script=Han}]/gu, ''), text) >= value.length * 0.7
  );
}

/** The passage's heading is a thing of the claimed kind: 蜀山区 beside 庐阳区. */
function isBeside(passage: Passage, value: string): boolean {
  const leaf = passage.section.at(-1) ?? '';
  return leaf !== '' && leaf.at(-1) === value.at(-1) && leaf.length <= 12;
}

function saysSomething({ unit }: ScoredUnit, quoted: readonly string[]): boolean {
  const leaf = unit.passage.section.at(-1) ?? '';
  return unit.text.length > leaf.length + 4 && quoted.every((name) => unit.text.includes(name));
}

/** The sentence around the subject; a sentence that is no more than the heading is left for the next one. */
function sentenceOf(scored: ScoredUnit, passage: Passage, quoted: readonly string[]): string {
  const leaf = nameOf({ planId: passage.planId, path: passage.section, lines: passage.lines });
  const units = readUnits(passage);
  const own =
    scored.unit.text.replace(/[。：]/gu, '').endsWith(leaf) && leaf !== ''
      ? units[units.findIndex((unit) => unit.span.start === scored.unit.span.start) + 1]
      : undefined;
  const unit = own ?? scored.unit;
  const at = quoted[0] === undefined ? -1 : unit.text.indexOf(quoted[0]);
  const clause = unit.clauses.findIndex(({ start, end }) => at >= start && at < end);
  const text = windowAround(unit, [Math.max(0, clause < 0 ? (own ? 0 : scored.clause) : clause)], LIMIT, {
    wants: () => true,
  }).text;
  return own && leaf.length <= 24 ? `${leaf}：${text}` : text;
}
