import type { Question } from '../../../retrieval/query/question.ts';
import { claimsFigure } from './given-figures.ts';

/** A thing of which is asked whether the plans have it. */
export interface Presence {
  /** The thing in words; what stands in brackets is another name of it. */
  readonly readings: readonly string[];
  /** Names in quotes, which must stand letter for letter. */
  readonly quoted: readonly string[];
  /** Asked by 有没有, 是否 and the like; else the question only ends in 吗. */
  readonly marked: boolean;
}

const MARK =
  /有没有|有无|(?:提|写|说|讲|列)没(?:有)?(?:提|写|说|讲|列)(?:到|过)?|是否|会不会|要不要|打不打算|(?<=[里中上划]|^)有(?=[^，。？]{2,20}(?:吗|么|没有|没)[？?]?$)/u;
/** What plans do with a thing; whether it is done is asked, and not in which of these words. */
const DONE =
  '有|还|也|要|会|将|想|在|专门|打算|计划|规划|安排|准备|考虑|提到过?|提出|提及|提|写到|写明|写|说到|说|讲到|讲|列出|列|涉及|涵盖|包括|包含|明确|设立|设置|设|建设|建立|建成|建|新建|组建|布局|部署|支持|鼓励|推动|推进|开展|实施|争创|创建|制定|出台|举办|引进|给予|给|针对|关于|与|和|过|了';
const LEADING = new RegExp(`^(?:${DONE})+`, 'u');
const TRAILING = new RegExp(
  `(?:(?:的|这)?(?:安排|打算|计划|目标|要求|内容|部署|说法|表述|考虑|设想|任务|措施|举措|提法|合作|支持|回事|一?说|一?条|一?项)|${DONE}|吗|么|呢|啊|没有|没|[？?。！!，,])+$`,
  'u',
);
/** “会建…吗”: no more than one clause. */
const ENDS_IN_MA = /^(?=[^，,。；]{4,30}[吗么][？?]?$)/u;
/** A claim is to be confirmed, or something other than a thing's being there. */
const CHECKS =
  /(?:对|是|行|真|准|错|能用|可以|正式|生效|有效|文件|够|在)(?:的)?[吗么]|算|能|可以|草案|定稿|正式|[^，]*是[^，]*[吗么]/u;
/** Something else is asked beside. */
const ASKS_MORE =
  /多少|几(?!何)|哪|什么|啥|谁|怎么|怎样|如何|咋|分别|各(?:是|有|自)|为何|一致|一样|相同|区别|不同|差别|矛盾|出入|冲突|对得上|印证|统一|吻合|还是/u;

/** The thing of which a question asks whether the plans have it, and nothing else; undefined for other questions. */
export function readPresence({ text, intent }: Question): Presence | undefined {
  if (!/^(?:yes-no|open|status)$/u.test(intent.kind) || ASKS_MORE.test(text)) return undefined;
  if (claimsFigure(text)) return undefined;
  const marked = MARK.exec(text);
  const mark = marked ?? (CHECKS.test(text) ? null : ENDS_IN_MA.exec(text));
  if (!mark) return undefined;
  const behind = thingOf(text.slice(mark.index + mark[0].length));
  const thing = behind === '' ? thingOf(clauseBefore(text.slice(0, mark.index))) : behind;
  if (thing === '') return undefined;
  const quoted = [...thing.matchAll(/“([^”]{2,20})”/gu)].map(([, name = '']) => name);
  const rest = thing.replace(/“[^”]*”/gu, ' ');
  const bracketed = /^(?<before>[^（(]*)[（(](?<other>[^）)]{1,12})[）)](?<after>.*)$/u.exec(rest)?.groups;
  const readings = bracketed
    ? [
        `${bracketed['before'] ?? ''}${bracketed['after'] ?? ''}`,
        `${bracketed['other'] ?? ''}${bracketed['after'] ?? ''}`,
      ]
    : [rest];
  return {
    readings: readings.map((reading) => reading.trim()).filter((reading) => reading !== ''),
    quoted,
    marked: marked !== null,
  };
}

function thingOf(text: string): string {
  return text.trim().replace(LEADING, '').replace(TRAILING, '').trim();
}

/** The clause that ends before the mark; the one before it when that says nothing. */
function clauseBefore(text: string): string {
  const clauses = text.split(/[，,。；]/u).filter((clause) => thingOf(clause) !== '');
  return clauses.at(-1) ?? '';
}
