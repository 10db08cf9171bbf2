import type { Clause } from './clauses.ts';
import type { TimeMark } from './time.ts';

/** Places and programmes within the plan's own place: “科大硅谷”, 示范区内, ……大走廊. */
const SCOPE =
  /^(?:“[^“”]{2,12}”(?=要?(?:汇聚|集聚|形成|建成|吸引|拥有|累计|共))|该?示范区内|(?!国家级|省级|市级|省部级|首批|建设|打造|支持|推进|加快|提升|创建|布局)[\p{Script=Han}]{2,12}?(?:大走廊|走廊|科学城|科技城|示范区|示范园|硅谷)(?=科创|累计|已|集聚|汇聚|建成|拥有|内))/u;

/** The scope that a clause (its times taken out) opens: a name, '' for the whole of the plan's place, or undefined. */
export function scopeOf(clause: string): string | undefined {
  const opened = clause.replace(/^(?:力争|争取|即)+/u, '');
  if (/^(?:全省|全市|我省|我市|全国)/u.test(opened)) return '';
  return SCOPE.exec(opened)?.[0];
}

/**
 * The words between a figure and the next (or the clause's end) that it counts; empty when it is the value of what
 * stood before it.
 */
export function countedText(between: string, last: boolean): string {
  if (/^(?:[、，；。：）（]|和|及|与|以及|增|提|升|上升|扩大|下降|降|减|居|位居|位列|列|占|左右|以上|$)/u.test(between))
    return '';
  if (last) return between;
  const joint = /(?:、|以及|和|及)$/u.exec(between);
  if (joint && joint.index > 0) return between.slice(0, joint.index);
  const comma = between.search(/、(?=[^、]*$)|，/u);
  return comma > 0 ? between.slice(0, comma) : '';
}

/** Whether a figure that states what stood before it may be followed by these words. */
export function endsHere(between: string, last: boolean): boolean {
  if (/^(?:（[^（）]*）)?(?:[、，；。：）]|和|及|与|以及|居|位居|位列|列|占|$)/u.test(between)) return true;
  return !last && /^(?:增|提|升|上升|扩大|下降|降|减)/u.test(between);
}

/** The time that the words in front of a bracket end in: “比2015年（4.64亿元）”. */
export function hostTime(clause: Clause, marks: readonly TimeMark[]): string | undefined {
  const last = marks.at(-1);
  return last && /^的?$/u.test((clause.host ?? '').slice(last.end)) ? last.time : undefined;
}
