import type { Question } from '../../retrieval/query/question.ts';

/** Offices, and what leads to whoever holds them. A clause that says who wants to know (主任刚问) asks for none. */
const ROLE =
  /(?:院长|主任|局长|厅长|市长|省长|县长|区长|书记|校长|负责人|联系人|所长|理事长|董事长|会长|秘书长|馆长|总裁|总经理|部长|处长|科长|执笔人|电话|邮箱|地址)(?![们]?(?:刚|又|在|还|也)?(?:问|要|说|让|想|催|叫我|交代|等着))/u;

/** Who holds an office is asked for, and a text does not speak of that office. */
export function missesRole(question: Question, text: string): boolean {
  const role = ROLE.exec(question.text)?.[0];
  return role !== undefined && !text.includes(role);
}
