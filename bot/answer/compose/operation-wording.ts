const COUNTER = '(?:万|个?亿)?(?:个?百分点|个?点|人年|人次|[家户个项件名人位所座支条元倍]|亿元|万元)?';
const HOW_MANY = '(?:多少|几)';

/** Everyday wordings of an operation, and what stands for them in the words that operations are read from. */
const WORDINGS: readonly (readonly [RegExp, string])[] = [
  // “甲、乙各有一个数，前者超出后者几家”: which of the two comes first, the figures themselves say.
  [/(?:前者|后者)(?<between>[^，。？]{0,6}?)(?:前者|后者)/gu, '$<between>'],
  [/(?<=[，,。；、\s])(?:前者|后者)(?=[^，。？]{0,8}(?:多少|几))/gu, ''],
  [new RegExp(`(?:还|尚)?有?(?<many>${HOW_MANY}${COUNTER})的(?:缺口|差距|落差|差额)`, 'gu'), '还差$<many>'],
  // “目标值扣掉2020年的，是几个百分点”
  [
    new RegExp(
      `(?:扣掉|扣除|减掉|减去|刨去|去掉)(?<base>(?=[^，。？]{0,6}(?:20\\d\\d|现有|已有|底数|基数|存量|底子))[^，。？]{2,14}?)[，,]?(?:之?后)?[，,]?(?:还|净)?(?:是|有|剩|差|增)?(?:下|了)?(?<many>${HOW_MANY}${COUNTER})`,
      'gu',
    ),
    '比$<base>多$<many>',
  ],
  [new RegExp(`超(?:出|过)?了?(?:原定|既定|规划|计划|当初)?的?(?:目标|任务|计划|规划)数?(?<many>${HOW_MANY})`, 'gu'), '比目标超出$<many>'],
  [/多(?:掏|拿|给|拨|派|育|建|招|添|引|挣)(?=[了出]|多少|几)/gu, '多'],
  [/多出来(?=多少|几)/gu, '多出'],
  [/(?<=[要再得需]|五年|期内)提(?=多少|几)/gu, '提高'],
  [/从(?<base>[^，。？从]{2,16}?)的?(?:基础|水平|底子|存量)上(?:[要再得需]|还)*/gu, '比$<base>'],
  [/(?<=涨|增|增长|提高|增加|上升|多)[了出]?(?:大约|大概|约)?(?:多少|几)成/gu, '百分之几'],
  [/(?:涨|增)(?=百分之几)/gu, '增长'],
  [/能?占(?:到|了)?(?:多少|几)个?(?:百分)?点/gu, '占百分之几'],
  [/占(?:了|到)?(?<whole>[^，。？占]{2,16})的(?:多少|多大)(?=[？?，。]|$)/gu, '占$<whole>的百分之几'],
  [/(?:均|摊|算|折|折算|除)下来[，,]?(?=(?:每|一)[个家项件名人户所场亩座])/gu, '平均'],
  [/(?:均摊|分摊|摊|分)到(?<each>每[个家项件名人户所场亩座][^，。？]{0,6}?)(?:身?上)?(?:是|有|约)*(?=多少|几)/gu, '平均$<each>'],
  [/全(?:部|都)?(?:都)?算(?:进来|进去|在内|到一起)/gu, '全算上'],
  [/(?:合|凑|拢|并|归)(?:在|到)?一[块起]儿?/gu, '加起来'],
  [/累加|拢共|统共|加个和/gu, '合计'],
  // “较2015年底涨了28.9亿，那会儿的底数是几亿”
  [
    /(?<=[比较][^，。？]{2,10}(?:增加|多|涨|增长|提高)[^。？]{0,24})(?:那会儿|那时候?|当时|彼时)的?(?:底数|基数|底子|数)?(?=是|有|为|约|多少|几)/gu,
    '倒推底数',
  ],
];

/** A question with the wordings of an operation that are everyday in the words that operations are read from. */
export function plainOperation(text: string): string {
  return WORDINGS.reduce((plain, [wording, said]) => plain.replace(wording, said), text);
}

/** Talk around a sum: who asks, that it is to be reckoned, what the result is called. It names nothing that is counted. */
const TALK: readonly RegExp[] = [
  /(?:领导|老板|有人)(?:问|想知道|想问)[，,：:]?|(?:写材料|手头)[^，。：:]{0,12}[，：:]/gu,
  /(?:请|麻烦)?(?:再|顺便|顺手)?帮(?:我|忙|着)*(?:把|算|核|查|找|推|减|加|求|看|数)*(?:一?下|一算|个总|个数|个差值?|个比例|出来)?[：:，,]?/gu,
  /(?<=^|[，,。；：:\s])(?:再|顺便)?(?:算|求|数|核)(?:一?下|一算|一数|个总|个差值?|个比例|[一两几]个增量)[：:，,]?|请(?:给出|算出|列出|问)/gu,
  /(?<=[，,\s])帮?(?:相减|减)一?[下减]/gu,
  /各(?:自)?有[一两]个数(?:字|值)?/gu,
  /(?:这|那)?(?:两|二|三|四|几)(?:者|样|类|块|边|项|地|处|个|级)(?:数|的|之)?(?=\s|$|，)/gu,
  /(?:按|照|据)[^，。]{0,14}(?:征求)?(?:意见稿|规划|方案)(?:[里中上]|要求|规定)*的?(?:数字?)?[，,]|(?:这份|那份)?(?:征求)?意见稿(?:[里中上]|要求|规定)*的?(?:数字?)?(?=\s|$|[，,]|每)/gu,
  new RegExp(
    `(?:余数|得数|结果|总数|合计数|总和|加总)?(?:每年)?(?:至少|最[多少]|大概|大约|约|一?共|总共|合计|会|能|将)*(?:是|有|为|达|到|剩|等于)?${HOW_MANY}${COUNTER}(?:来着|呢)?(?=\\s|$|[，,。？?])`,
    'gu',
  ),
];

/** What is left of a question without the talk around what is to be worked out. */
export function withoutTalk(text: string): string {
  return TALK.reduce((left, talk) => left.replace(talk, ' '), text);
}
