import { normalise } from './compare.ts';
import type { ExpectedEvidence } from './questions.ts';

/** A plan as it stands in an official file. */
export interface OfficialPlan {
  readonly title: string;
  /** Lines of the file that belong to the plan. */
  readonly lines: readonly string[];
  /** Headings with the index into `lines` where each stands. */
  readonly headings: readonly { readonly path: readonly string[]; readonly at: number }[];
}

/** How far after a heading that is not in the outline (of a table, of a front page) its text may stand, in characters. */
const REACH = 3000;

/**
 * Whether evidence stands in the official text, under the heading it names: between that heading and the next that
 * is not below it; under a heading that is no part of the outline, in the stretch after it; anywhere, when what it
 * names is the plan itself.
 */
export function standsInSection(evidence: ExpectedEvidence, plan: OfficialPlan): boolean {
  return stretchesOf(evidence.section, plan).some((stretch) =>
    evidence.contains.every((wanted) => stretch.includes(normalise(wanted))),
  );
}

/** The plan's text in which expected strings are looked for. White space is gone, so figures may touch others. */
export function textOf(plan: OfficialPlan): string {
  return normalise(plan.lines.join('\n'));
}

function stretchesOf(section: string, plan: OfficialPlan): readonly string[] {
  const outlined = plan.headings.flatMap(({ path, at }, index) => {
    if (!isSame(path.at(-1) ?? '', section)) return [];
    const next = plan.headings.slice(index + 1).find((other) => !path.every((heading, i) => other.path[i] === heading));
    return [normalise(plan.lines.slice(at, next?.at).join('\n'))];
  });
  const whole = textOf(plan);
  if (bare(plan.title) === bare(section)) return [whole];
  const wanted = normalise(section);
  const loose: string[] = [];
  for (let at = whole.indexOf(wanted); at !== -1; at = whole.indexOf(wanted, at + 1)) {
    loose.push(whole.slice(at, at + REACH));
  }
  return [...outlined, ...loose];
}

/** Headings are compared by letters and digits; one may say more than the other (a number, a colon and what follows). */
function isSame(heading: string, wanted: string): boolean {
  const one = bare(heading);
  const other = bare(wanted);
  return one === other || (Math.min(one.length, other.length) > 3 && (one.includes(other) || other.includes(one)));
}

function bare(text: string): string {
  return normalise(text).replace(/[^\p{L}\p{N}]/gu, '');
}
