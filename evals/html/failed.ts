import { isEvidence, type PassageLike } from '../metrics/evidence.ts';
import type { Judgement, Outcome } from '../metrics/judge.ts';
import type { KnownFact } from '../questions.ts';
import type { Report } from '../report.ts';
import { markup, type Markup } from './markup.ts';

/** Passages shown of what the search found. */
const SHOWN = 3;

/**
 * The questions that were not answered right with a citation of the evidence: answer, expectation and evidence side by
 * side, kind by kind. Of a kept set nothing but a line that says why.
 */
export function failedSection({ set, outcomes, judgements, summary, baseline }: Report): Markup {
  if (set.isKept) return markup`<p class="note">The kept part is only counted: its questions are not shown.</p>`;
  const pairs = judgements.flatMap((judgement, index) => {
    const outcome = outcomes[index];
    return outcome && judgement.marks.cited !== true ? [{ judgement, outcome }] : [];
  });
  const kinds = [...summary.kinds.keys()].map((kind) => {
    const own = pairs.filter(({ judgement }) => judgement.kind === kind);
    if (own.length === 0) return markup``;
    const cards = own.map(({ judgement, outcome }) => {
      const before = baseline?.marks[judgement.id]?.split(' ') ?? [];
      return card(judgement, outcome, before.includes('cited'));
    });
    return markup`<h4>${kind} <small>${own.length} of ${summary.kinds.get(kind)?.questions ?? 0}</small></h4>${cards}`;
  });
  return markup`<h3>Failed questions (${pairs.length})</h3>${kinds}`;
}

function card(judgement: Judgement, outcome: Outcome, wasRight: boolean): Markup {
  const { question } = outcome;
  const badges = reasonsOf(judgement, outcome).map((reason) => markup`<span class="badge">${reason}</span>`);
  const turned = wasRight ? [markup`<span class="badge turned">right in the baseline</span>`] : [];
  const earlier = question.turns.slice(0, -1).map((turn) => markup`<span class="earlier">${turn}</span>`);
  return markup`<details class="card"><summary><code>${question.id}</code> ${earlier} <b>${question.turns.at(-1) ?? ''}</b> ${turned}${badges}</summary>
<div class="columns"><div><h5>Answer</h5>${answerOf(outcome)}</div><div><h5>Expected</h5>${expectedOf(question, judgement)}</div><div><h5>Evidence found</h5>${foundOf(outcome)}</div></div></details>`;
}

/** How many failed questions have each reason. */
export function countReasons({ outcomes, judgements }: Report): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [index, judgement] of judgements.entries()) {
    const outcome = outcomes[index];
    if (!outcome || judgement.marks.cited === true) continue;
    for (const reason of reasonsOf(judgement, outcome)) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}

/** Why a question counts as failed, in a few words each. */
function reasonsOf({ verdict, marks, declined, ungrounded }: Judgement, outcome: Outcome): readonly string[] {
  if (outcome.error !== undefined) return ['error'];
  return [
    ...(verdict.declineWrong ? [declined ? 'declined wrongly' : 'should be declined'] : []),
    ...(verdict.missing.length > 0 && !declined ? ['something missing'] : []),
    ...(verdict.forbidden.length > 0 ? ['something forbidden'] : []),
    ...(verdict.tooLong ? ['too long'] : []),
    ...(marks.right === true && marks.cited === false ? ['not cited'] : []),
    ...(marks['evidence@1'] === false
      ? [marks['evidence@5'] === true ? 'evidence not first' : 'evidence not found']
      : []),
    ...(ungrounded.length > 0 ? ['figure not grounded'] : []),
  ];
}

function answerOf({ answer, error }: Outcome): Markup {
  if (!answer) return markup`<p class="error">${error ?? ''}</p>`;
  const citations = answer.citations.map(
    ({ n, plan, section, quote }) =>
      markup`<li value="${n}"><span class="place">${plan} › ${section.at(-1) ?? ''}</span><q>${quote}</q></li>`,
  );
  return markup`<p class="answer">${emphasised(answer.text)}</p>
<p class="note">understood: ${answer.understood}</p><ol>${citations}</ol>`;
}

/** Markdown's `**` as bold; every second piece stands between two of them. */
function emphasised(text: string): readonly Markup[] {
  return text.split('**').map((piece, index) => (index % 2 === 1 ? markup`<b>${piece}</b>` : markup`${piece}`));
}

function expectedOf(question: KnownFact, { verdict, ungrounded }: Judgement): Markup {
  const groups = question.expect.map((group) => {
    const isMissing = verdict.missing.includes(group);
    return markup`<li class="${isMissing ? 'missing' : 'present'}">${group.join(' / ')}</li>`;
  });
  const declined = question.decline ? [markup`<p>The plans do not have it.</p>`] : [];
  const forbidden = verdict.forbidden.map((text) => markup`<p class="error">must not hold: ${text}</p>`);
  const loose =
    ungrounded.length > 0 ? [markup`<p class="error">in no cited passage: ${ungrounded.join('、')}</p>`] : [];
  const evidence = question.evidence.map(
    ({ plan, section, contains }) =>
      markup`<li><span class="place">${plan} › ${section}</span>${contains.join(' · ')}</li>`,
  );
  return markup`${declined}<ul class="groups">${groups}</ul>${forbidden}${loose}<ul>${evidence}</ul>`;
}

function foundOf({ question, found }: Outcome): Markup {
  const isRight = (passage: PassageLike): boolean =>
    question.evidence.some((expected) => isEvidence(passage, expected));
  const first = found.findIndex(isRight);
  const shown = found.filter((_, index) => index < SHOWN || index === first);
  const items = shown.map((passage) => {
    const rank = found.indexOf(passage) + 1;
    return markup`<li value="${rank}" class="${isRight(passage) ? 'present' : ''}"><span class="place">${passage.plan} › ${passage.section.at(-1) ?? ''}</span>${passage.text}</li>`;
  });
  return items.length === 0 ? markup`<p class="note">none</p>` : markup`<ol>${items}</ol>`;
}
