import type { Words } from '../types.ts';
import { canonical, type Synonyms } from './synonyms.ts';

/** One thing a question asks about, in all the wordings that count as the same. */
export interface Term {
  /** As the question has it. */
  readonly surface: string;
  /** The surface and its synonyms; any of them in a text is a match. */
  readonly variants: readonly string[];
  /** The variants as they are looked for in a text: lower case, long official names shortened. */
  readonly matchers: readonly string[];
  /** Words of the variants, for the full-text search. */
  readonly words: readonly string[];
  /** Less than 1 for a term carried over from an earlier turn of the conversation. */
  readonly factor?: number;
}

/**
 * Words of a question that say nothing about its subject: politeness, fillers, interrogatives, and the verbs that
 * every target is stated with. Longest first, so that 是多少来着 goes before 多少.
 */
const ASKING = [
  '请问一下', '请问', '问一下', '我想问', '想问', '我想知道', '想知道', '我想了解', '帮我查一下', '帮我查', '帮我看看', '帮我看', '帮忙查', '帮忙', '帮我', '麻烦', '劳驾', '查一下', '看一下', '说一下',
  '讲一下', '核对一下', '确认一下', '核实一下', '请核对', '对一下', '介绍一下', '列一下', '列出', '列举', '告诉我', '你好', '您好', '谢谢', '急用', '开会', '领导等着要', '领导', '是多少来着', '多少来着',
  '来着', '是多少', '有多少', '达多少', '多少', '百分之几', '几何', '第几', '哪些', '哪几个', '哪几项', '哪几家', '哪几', '哪个', '哪家', '哪所', '哪里', '哪儿', '哪位', '哪一年', '哪年', '哪项',
  '百分之多少', '百分之', '百分点', '亿元', '万元', '哪条', '哪座', '哪部', '哪种', '哪类', '哪天', '什么时候', '啥时候', '何时', '什么样', '什么', '怎么样', '怎么', '咋样', '咋定', '如何', '为什么', '为啥', '为何', '几个', '几项', '几家', '几大',
  '几条', '几类', '几种', '几名', '几人', '几成', '几级', '几倍', '是不是', '是否', '有没有', '对不对', '对吗', '对吧', '对么', '没错吧', '没错', '行吗', '属实', '准确吗', '说法', '这么写',
  '规划里面', '规划里', '规划中', '规划上', '规划', '文件里', '方案里', '提到的', '提到', '提出的', '写的', '写着', '写明', '点名', '讲了', '讲的', '说的', '说了', '分别是', '分别', '各自', '各是',
  '一共', '总共', '关于', '对于', '按照', '根据', '要达到', '要到', '做到', '干到', '冲到', '整到', '搞到', '升到', '几件', '几户', '几位', '几万', '几亿', '几年', '几月', '差多少', '三家',
  '两家', '各家', '两市', '两省', '三市', '三地', '两地', '四地', '各地', '表里', '那张', '这块', '写法', '一致', '对比', '相比', '对照', '谁高', '谁更', '更高', '更多', '说要', '说清楚',
  '三句话', '一句话', '实有', '原定', '规划值', '未来几年', '什么级', '哪方面', '哪块', '哪部分', '哪一段', '哪一项', '哪一个', '哪一家', '从哪到哪', '到哪', '倒推', '哪个时间', '本子', '这本', '那本',
  '那份', '那个', '那块', '那段', '这个', '这份', '省里', '市里', '名下', '咋谈', '写在', '数从', '起来', '加起来', '哪份', '什么级别', '查查', '一下',
].sort((a, b) => b.length - a.length);

/** Words that carry no subject when they stand by themselves; inside a longer word (增加 in 增加值) they do. */
const FILLERS = [
  '一章', '一节', '章', '节', '五个', '两个', '三个', '四个', '六个', '件事', '几件', '要点', '概括', '总结', '起草', '梳理', '归纳', '提炼', '整理', '怎样', '几句', '几句话', '一段', '介绍', '摘要', '概述', '简述', '汇报', '带', '注明', '写成', '做成',
  '数量', '数目', '计划数', '选派数',
  '百分之', '哪', '咋', '啥', '谁', '材料', '引用', '出处', '文件', '里头', '里面', '当中', '提出', '明确', '要求的', '要求', '讲', '说', '具体', '大概', '大约', '差不多', '究竟', '到底',
  '目前', '现在', '其中', '以及', '还有', '并且', '而且', '按', '依据', '达到', '实现', '打算', '计划', '准备', '将要', '将会', '想要', '需要', '应该', '应当', '可以', '能够', '能', '会',
  '想', '要', '得', '让', '把', '被', '给', '用', '去', '来', '到', '是', '有', '在', '的', '了', '呢', '吗', '啊', '呀', '吧', '么', '嘛', '哎', '诶', '喂', '嗯', '那', '这',
  '它', '该', '也', '都', '就', '还', '再', '才', '和', '与', '跟', '及', '或', '从', '由', '为', '以', '等', '对', '个', '每', '下', '上', '里', '中', '内', '百分点', '亿元',
  '万元', '相差', '差了', '差', '净增', '提高', '增加', '还要再', '再增加', '比重', '比例', '全省', '全市', '表格', '指标表', '这项', '不同', '区别', '差别', '差异', '异同', '比较', '最高',
  '最多', '大多', '多高', '多大', '多久', '多长', '口径', '表述', '提法', '抓手', '清楚', '简单', '简要', '愿景', '远景', '实际', '既定', '目标数', '接下来', '下一步', '今后', '往后', '整',
  '搞够', '搞', '弄', '干', '冲', '升个', '建个', '办成', '做成', '变成', '建成', '新设', '层面', '方面的', '年度', '全部', '所有', '完整', '逐一', '推算', '算', '算下来', '约', '大体',
  '至少', '最少', '下限', '上限值', '不低于', '以内', '期间', '时期', '时间段', '那会', '当时', '份', '管的', '涉及', '那里', '那条', '合计', '全名', '定的', '定在', '放在', '设了', '排了',
  '头一次', '自己', '就是', '不是', '大致', '最终', '主要', '进行', '相关', '打造成', '级别', '程度', '急', '求', '我', '你', '咱', '咱们', '我们', '他们', '人家', '本', '各', '几', '多',
  '所', '一', '二', '三', '个数', '时候', '日期', '那会儿', '现状', '底数', '基数', '完成', '叫做', '叫', '名称', '全称', '指的', '指', '属于', '包括', '包含', '方面', '情况', '内容',
  '目标值', '目标', '指标', '数字', '数值', '数据', '一项', '一个', '一年', '左右', '以上',
];

const ASKING_PHRASE = new RegExp(ASKING.map((word) => word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')).join('|'), 'gu');
const EMPTY_SET: ReadonlySet<string> = new Set([...ASKING, ...FILLERS]);

/** The content of a question: empty phrases and punctuation replaced by spaces. */
export function contentOf(question: string, cut: readonly { readonly start: number; readonly end: number }[]): string {
  let text = question;
  for (const { start, end } of [...cut].sort((a, b) => b.start - a.start)) text = `${text.slice(0, start)} ${text.slice(end)}`;
  return text.normalize('NFKC').replace(ASKING_PHRASE, ' ').replace(/[^\p{L}\p{N}&+%./-]+/gu, ' ').trim();
}

/** The terms of a content text: synonym groups first, longest match, then the other words. */
export function readTerms(content: string, words: Words, synonyms: Synonyms): readonly Term[] {
  const terms: Term[] = [];
  let rest = canonical(content.toLowerCase());
  const members = synonyms.groups.flatMap((group) => group.map((member) => ({ member: canonical(member.normalize('NFKC').toLowerCase()), group })));
  members.sort((a, b) => b.member.length - a.member.length);
  for (const { member, group } of members) {
    if (!rest.includes(member)) continue;
    rest = rest.replace(new RegExp(member.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'), 'giu'), ' ');
    const variants = group.map((variant) => variant.normalize('NFKC'));
    terms.push({ surface: member, variants: [member, ...variants.filter((variant) => variant !== member)], matchers: matchersOf([member, ...variants]), words: unique(variants.flatMap((variant) => words.split(variant))) });
  }
  const found = unique(words.split(rest)).filter((word) => !isEmpty(word));
  for (const word of found) {
    // The search mode of the segmenter gives a long word's parts too: they are one term, met in part by its parts.
    if (found.some((other) => other !== word && other.includes(word))) continue;
    const parts = found.filter((other) => word.includes(other));
    terms.push({ surface: word, variants: [word], matchers: [word.toLowerCase()], words: parts });
  }
  return terms;
}

function isEmpty(word: string): boolean {
  if (EMPTY_SET.has(word)) return true;
  return /^\p{Script=Han}$/u.test(word) || /^[^\p{L}\p{N}]+$/u.test(word);
}

function matchersOf(variants: readonly string[]): readonly string[] {
  return unique(variants.map((variant) => canonical(variant.toLowerCase().replace(/\((?:r&d|gdp)\)/gu, '').replace(/r&d/gu, '研发'))));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
