import { findTimes } from '../times.ts';
import type { IndicatorRecord, Passage, Plan } from '../types.ts';
import { yearsOf } from './time.ts';

/** What a section of a plan speaks of: what has been reached, what is aimed at, or what is to be done. */
export type SectionRole = 'past' | 'aims' | 'tasks';

const PAST =
  /完成情况|(?:发展|现有|工作|已有|创新)基础(?!研究)|基础(?:与|和|及|、)(?:形势|现状|环境)|形势|成就|回顾|现状|成绩|历史机遇|发展成效|取得的成效/u;
const AIMS = /目标|愿景|预期指标|主要指标/u;

/** Judges the role of a section by its headings, the innermost telling one first. */
export function sectionRole(path: readonly string[]): SectionRole {
  for (const heading of [...path].reverse()) {
    if (/完成情况/u.test(heading)) return 'past';
    if (AIMS.test(heading)) return 'aims';
    if (PAST.test(heading)) return 'past';
  }
  return 'tasks';
}

/** The first year of the plan's own period, or four years before its horizon where only that is known. */
export function firstYear(plan: Plan): number | undefined {
  return plan.period?.from ?? (plan.period === undefined ? undefined : plan.period.to - 4);
}

/** Whether a figure is aimed at or reached, from its time and, where that does not tell, from its section. */
export function kindOf(
  time: string | undefined,
  role: SectionRole,
  plan: Plan,
): Exclude<IndicatorRecord['kind'], 'growth'> {
  const years = time === undefined ? undefined : yearsOf(time);
  const first = firstYear(plan);
  if (years && first !== undefined) return years.to < first ? 'achieved' : 'target';
  if (role === 'past') return 'achieved';
  return plan.period === undefined && role === 'tasks' ? 'unknown' : 'target';
}

/**
 * Times that reach down the outline: “到2025年，……：” above a list of aims is the time of each aim below it. Passages
 * must be given in order, each once, before the time of its section is asked for.
 */
export class SectionTimes {
  readonly #plan: Plan;
  readonly #opening = new Map<string, string>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Notes the time that opens a passage (or a sentence of it), for the sections below. */
  note(passage: Passage, times: readonly string[]): void {
    const horizon = this.#plan.period === undefined ? undefined : String(this.#plan.period.to);
    const time = times.find((each) => each === horizon) ?? times.find((each) => each !== '每年');
    const section = passage.section.join('\n');
    if (time !== undefined && !this.#isWithin(time, this.#opening.get(section))) this.#opening.set(section, time);
  }

  /** The time a figure of this passage has when its sentence names none; tasks have none. */
  of(passage: Passage, role: SectionRole): string | undefined {
    if (role === 'tasks') return undefined;
    const { period } = this.#plan;
    for (let depth = passage.section.length; depth > 0; depth -= 1) {
      const opened = this.#opening.get(passage.section.slice(0, depth).join('\n'));
      if (opened !== undefined && this.#fits(opened, role)) return opened;
      const heading = findTimes(passage.section[depth - 1] ?? '').at(-1);
      if (heading) {
        const time = heading.from === heading.to ? String(heading.to) : `${String(heading.from)}-${String(heading.to)}`;
        if (role === 'past') return this.#fits(time, role) ? time : undefined;
        return heading.to === period?.to ? String(period.to) : time;
      }
    }
    return role === 'aims' && period !== undefined ? String(period.to) : undefined;
  }

  /** “2020年” in a section that looks back on 2016-2020: the other passages of it still speak of the whole period. */
  #isWithin(time: string, opened: string | undefined): boolean {
    const years = yearsOf(time);
    const span = opened === undefined ? undefined : yearsOf(opened);
    if (!years || !span || span.from === span.to || !this.#fits(opened ?? '', 'past')) return false;
    return years.from >= span.from && years.to <= span.to;
  }

  #fits(time: string, role: SectionRole): boolean {
    return kindOf(time, 'tasks', this.#plan) === (role === 'past' ? 'achieved' : 'target');
  }
}
