import { splitClauses, type Stretch } from '../../../corpus/sentences.ts';

/** A run of clauses that stands by itself, offsets within the sentence. */
export interface Segment extends Stretch {
  readonly text: string;
}

const VERBS =
  '加快|加强|加大|推动|推进|布局|建设|建立|建成|完善|强化|提升|提高|实施|构建|打造|培育|优化|支持|鼓励|探索|深化|健全|促进|开展|引导|落实|营造|设立|组建|扩大|争创|争取|引进|集聚|推行|推广|出台|制定|改革|试点|培养|成立|统筹|组织|创建|举办|完成|力争|新增|新建|累计|重点|依法|充分|用好|办好|做大|做优|做强|壮大|拓展|畅通|搭建|发展|发挥|发布|加入|参与|承接|整合|规范|激励|激发|遴选|攻克|突破|研发|攻关|联合|申创|谋划|实行|坚持|注重|突出';
const ADVERBS =
  '(?:积极|大力|深入|持续|全面|进一步|着力|不断|切实|加紧|主动|高标准|高水平|高质量|率先|有序|扎实|稳步|还|并|同时|努力)*';
/** A clause that begins so says something of its own. */
const STARTS = new RegExp(`^${ADVERBS}(?:${VERBS})|^(?:到|至)?“?(?:20\\d\\d年|十[三四五]五)|^每年|^力争`, 'u');
/** Clauses that lead up to the next one. */
const LEADS =
  /^(?:围绕|依托|按照|根据|结合|通过|聚焦|针对|面向|立足|瞄准|以|在|对|为|到|至|截至|随着|经过|从|将|把|由|“?十[三四五]五)/u;
const LEADS_WITHIN = /^(?:围绕|依托|按照|根据|结合|通过|聚焦|针对|面向|立足|瞄准|到20|截至)/u;
/** A whole said before its parts. */
const PART =
  /^(?:其中|包括|含|分别|即|如|例如|等|特别是|尤其|从而|以便|使|让|形成|实现|助力|支撑|为|用于|用来|以|确保|并)/u;
/** “支持企业联合高校院所，” waits for what they are to do. */
const AWAITS =
  /^(?:积极|大力)?(?:支持|鼓励|引导|推动|组织)[^，；]*(?:联合|牵头|会同|依托|协同|发挥\p{Script=Han}*优势)[^，；的]{0,24}[，]$/u;
/** Shorter runs say too little to stand by themselves, in characters. */
const SHORTEST = 9;

/**
 * Cuts a sentence into runs of whole clauses that can each be left out or kept: at semicolons, and at commas before a
 * clause with a verb of its own. What leads up to a clause, or depends on the one before, stays with it.
 */
export function segmentsOf(sentence: string): readonly Segment[] {
  const clauses = splitClauses(sentence, { commas: true });
  const segments: { start: number; end: number; open: boolean }[] = [];
  let afterSemicolon = true;
  for (const { start, end } of clauses) {
    const clause = sentence.slice(start, end);
    const last = segments.at(-1);
    const leads = segments.length === 0 || afterSemicolon ? LEADS.test(clause) : LEADS_WITHIN.test(clause);
    const begins =
      !last ||
      afterSemicolon ||
      (!last.open && !PART.test(clause) && (leads || STARTS.test(clause)) && last.end - last.start >= SHORTEST);
    const open = leads && !hasOwnVerb(clause);
    const awaits = AWAITS.test(clause);
    if (begins) segments.push({ start, end, open: open || awaits });
    else segments[segments.length - 1] = { start: last.start, end, open: awaits || (last.open && open) };
    afterSemicolon = /；[”’）)]*$/u.test(clause);
  }
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of segments) {
    const last = merged.at(-1);
    if (last && end - start < SHORTEST) last.end = end;
    else merged.push({ start, end });
  }
  return merged.map(({ start, end }) => ({ start, end, text: sentence.slice(start, end) }));
}

/** “以更大力度推动…实施” leads nowhere: it has its verb, with something behind it; “围绕…战略实施” has none. */
function hasOwnVerb(clause: string): boolean {
  const rest = clause.replace(/^.{1,2}/u, '').replace(/[，；。]$/u, '');
  if (/(?:为\p{Script=Han}{1,6}|基础上|方面|领域|导向|牵引|抓手|要求|原则|目标|任务|需求|方向|重点|主体)$/u.test(rest))
    return false;
  return new RegExp(`(?<![的、])(?:${VERBS})(?=\\p{Script=Han}{3})`, 'u').test(rest) || COUNTED.test(rest);
}

/** A figure that something reaches. */
const COUNTED = /达到|增至|超过|\d[万亿]?(?:家|个|项|户|名|人|件|%|％|元)/u;

/** “到2025年，” or “‘十四五’期间，” at the head of a sentence: what the later clauses are for. */
export function timeOpening(sentence: string): string {
  return /^(?:到|至|截至)?“?(?:20\d\d年|十[三四五]五)[^，。；\d]{0,8}，/u.exec(sentence)?.[0] ?? '';
}

/** The segments kept of a sentence as one text: neighbours as they stand, others parted by semicolons, full stop at the end. */
export function joinSegments(sentence: string, kept: readonly Segment[]): string {
  const [first] = kept;
  if (!first) return '';
  const opening = first.start > 0 && kept.some(({ text }) => /\d/u.test(text)) ? timeOpening(sentence) : '';
  const startsWithTime = /^(?:到|至|截至)?“?(?:20\d\d年|十[三四五]五|每年)/u.test(first.text);
  let text = opening !== '' && !startsWithTime ? opening : '';
  for (const [index, segment] of kept.entries()) {
    const next = kept[index + 1];
    const isNeighbour = next !== undefined && next.start === segment.end;
    text += isNeighbour ? segment.text : segment.text.replace(/[，；、：。\s]+$/u, '') + (next ? '；' : '');
  }
  return `${text.replace(/^[，；、：。\s]+|[，；、：。\s]+$/gu, '')}。`;
}
