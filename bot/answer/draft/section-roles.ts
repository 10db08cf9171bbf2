import type { Aspects } from './request.ts';

/** What a section of a plan is for. */
export type SectionRole = 'status' | 'outlook' | 'principle' | 'goal' | 'task' | 'safeguard';

const ROLES: readonly (readonly [SectionRole, RegExp])[] = [
  ['goal', /目标(?!完成情况)|愿景/u],
  [
    'status',
    /成就|成效|成绩|(?:发展|工作|现实|已有)?基础(?:与|和|$)|发展基础|完成情况|回顾|“?十三五”?(?:以来|时期|期间|成)/u,
  ],
  ['outlook', /形势|环境$|短板|问题|不足|薄弱|挑战|机遇|面临|展望|国际环境|国内环境|区域发展$/u],
  ['principle', /指导思想|基本原则|总体思路|总体要求$|编制|前言|通知/u],
  ['safeguard', /保障|组织实施|规划实施|实施机制|组织领导|考核评估|监督评估/u],
];

/** Reads it from the headings, the innermost first: a goal stays one among general requirements. */
export function roleOf(path: readonly string[]): SectionRole {
  if (path.length === 0) return 'principle';
  for (const heading of [...path].reverse()) {
    const role = ROLES.find(([, pattern]) => pattern.test(heading))?.[0];
    // 优化人才发展政策环境 is a task, 发展环境 is none.
    if (role === 'outlook' && /优化|营造|改善|完善/u.test(heading)) continue;
    if (role === 'status' && /基础研究|夯实|产业基础|基础学科/u.test(heading)) continue;
    if (role !== undefined) return role;
  }
  return 'task';
}

/**
 * What a section of a role weighs in a draft, 0 when it has no place in it.
 * @param inTheme the section is one that the topic names, rather than one of the whole plan
 */
export function weightOf(role: SectionRole, aspects: Aspects, inTheme: boolean): number {
  const { targets, measures, status, shortfalls, safeguards } = aspects;
  if (safeguards) return role === 'safeguard' ? 1.2 : inTheme ? 0.8 : 0;
  if (role === 'status') return status ? 1.2 : 0;
  if (role === 'outlook') return shortfalls ? 1.2 : 0;
  if (role === 'principle') return inTheme ? 0.4 : 0;
  const onlyBack = (status || shortfalls) && !targets && !measures;
  if (onlyBack) return 0;
  if (role === 'goal') return targets || !measures ? 1.3 : 1;
  // Only aims are asked for: of tasks their figures count, see `pointValue`.
  if (role === 'safeguard') return inTheme ? 1 : targets && !measures ? 0 : 0.4;
  return 1;
}
