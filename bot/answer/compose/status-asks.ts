/** What a question may ask of a plan itself. */
export type StatusAsk =
  'status' | 'date' | 'issuer' | 'addressee' | 'number' | 'period' | 'horizon' | 'nature' | 'basis';

const ISSUE = '(?:印发|发布|出台|公布|下发|发的|颁布)';

/** How each is asked for. */
const ASKS: Readonly<Record<StatusAsk, RegExp>> = {
  status: new RegExp(
    '(?:哪(?:一?[份个本部]|些)|谁)[^，。？]{0,6}(?:是|还)[^，。？]{0,4}(?:正式|生效|草案|定稿|终稿|征求意见|意见稿)|' +
      '(?:正式|生效|有效|定稿|终稿|草案|征求意见)[^，。？]{0,10}(?:吗|么(?![\\p{Script=Han}])|不(?=[？?]|$)|了没|没有(?=[？?]|$)|没(?=[？?]|$)|阶段|还是)|' +
      '(?:算不算|是不是|是否|算|属于|还是)[^，。？]{0,10}(?:正式|生效|草案|定稿|终稿|征求意见)|' +
      '能(?:不能)?(?:直接)?(?:当|作为|拿来|用作|写进|写到|写入|引用)[^，。]{0,14}(?:吗|么|不|依据|引用|报告|文件)|' +
      '(?:拿|用|以)(?:它|这份|那份|这个|其)?(?:来)?(?:当|作|做)(?:为)?[^，。]{0,4}依据|什么状态|作数|管用吗',
    'u',
  ),
  date: new RegExp(
    `(?:什么时候|何时|哪年|哪天|哪一天|啥时候|几月|几号|日期)[^，。]{0,10}(?:${ISSUE}|封面|$|的|没)|${ISSUE}[^，。]{0,6}(?:时间|日期|什么时候|哪年|哪天|几号)|封面|落款|几年几月(?!到)`,
    'u',
  ),
  issuer: new RegExp(
    `(?:谁|哪个(?:单位|部门|机关)|什么(?:单位|部门|机关)|哪家(?:单位)?)[^，。]{0,4}${ISSUE}|(?:谁|哪个(?:单位|部门))发(?:的|了|出)?(?:通知|文)|(?:印发|发文|发布|落款)(?:的)?(?:单位|机关|部门)`,
    'u',
  ),
  addressee:
    /发给(?:谁|哪|什么)|(?:写|印|下发|主送)(?:给)?(?:谁|哪些?(?:单位|部门|地方))|主送(?:机关|单位)?|抬头(?:是|写)|抄送|发到哪/u,
  number: /(?<!国)字号|文号|第?几号文|多少号文/u,
  period:
    /规划期(?!内|间|末|限内)|规划(?:期限|年限)|时间段|哪几年|到哪一?年|哪年到哪年|(?:管|覆盖|涵盖|适用)[^，。]{0,4}(?:哪几年|到哪年|几年)|起止(?:年|时间)?|起始年|终止年|起讫|(?:期限|时间范围|目标年份|目标年)|(?:规划|有效|适用)期(?:限)?内?[^，。]{0,4}(?:吗|么|没|不|[？?]|$)|过期|过没过期/u,
  horizon: /展望(?:到|至|期|的|里|中|什么|哪|了|[？?]|$)|远期(?:到|目标)?(?:是)?(?:哪|什么时候)/u,
  nature:
    /(?:什么|啥|哪种|何种)性质|性质(?:是|上)|(?:指导|约束|预期|纲领)性(?:文件|规划|的)?[^，。]{0,6}(?:还是|吗|么)|性质(?:如何|怎么)|硬约束|刚性约束|有没有(?:强制|约束)力/u,
  basis:
    /(?:编制|制定|上位)[^，。]{0,4}依据|依据(?:的|了)?(?:是)?(?:哪|什么)|(?:根据|依据|按)(?:哪|什么)[^，。]{0,8}(?:编|制定|制订)/u,
};

/** What a question asks of a plan itself; empty when it asks for something that the plan says of the world. */
export function readStatusAsks(text: string): ReadonlySet<StatusAsk> {
  const asks = new Set<StatusAsk>();
  for (const [ask, pattern] of Object.entries(ASKS) as [StatusAsk, RegExp][]) if (pattern.test(text)) asks.add(ask);
  // 能写进报告吗 is asked of many things.
  if (!/规划|意见|文件|稿|方案|[这那](?:份|本|个)|它/u.test(text)) asks.delete('status');
  // 哪年到哪年 asks for the period alone.
  if (asks.has('period') && !ASKS.date.test(text.replace(/哪一?年到哪一?年|到哪一?年/gu, ''))) asks.delete('date');
  // “除了五年目标，还展望到什么时候”: the year is that of the outlook.
  if (asks.has('horizon')) asks.delete('period');
  return asks;
}
