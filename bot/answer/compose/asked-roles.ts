import type { SectionRole } from '../draft/section-roles.ts';

const ASKED: readonly (readonly [SectionRole, RegExp])[] = [
  ['goal', /目标|愿景|硬?指标|硬数|量化/u],
  [
    'status',
    /成就|成绩|成效|亮点|家底|现状|现有|基础(?=有哪|如何|怎么样|是什么|情况|[？?。，]|$)|发展基础|“?十三五”?|干出|取得|已经?(?:做|有|建)/u,
  ],
  ['outlook', /形势|挑战|机遇|短板|不足|薄弱|问题|环境(?=如何|怎么样|[？?。，]|$)/u],
  ['principle', /指导思想|(?:基本)?原则/u],
  ['safeguard', /保障|组织实施|规划实施/u],
];

/** What parts of a plan a request names: 成绩 is told where it takes stock, 打算 where it sets tasks. Empty: none in particular. */
export function askedRoles(text: string): ReadonlySet<SectionRole> {
  const roles = new Set(ASKED.flatMap(([role, pattern]): SectionRole[] => (pattern.test(text) ? [role] : [])));
  // 现状和打算: what is planned as well.
  if (roles.size > 0 && /打算|举措|措施|怎么|如何|部署|任务/u.test(text.replace(/保障措施/gu, ''))) roles.add('task');
  return roles;
}
