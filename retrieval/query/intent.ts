import { parseOrdinal } from '../../corpus/headings.ts';

/** What kind of answer a question asks for. */
export type AnswerKind = 'figure' | 'time' | 'list' | 'name' | 'yes-no' | 'summary' | 'status' | 'open';

/** The kind of answer, and for a figure what it is counted in. */
export interface Intent {
  readonly kind: AnswerKind;
  /** Counters the answer should have: 家, 亿元, %, 个百分点… Empty when the question does not say. */
  readonly units: readonly string[];
  /** The question asks for an order number (第几). */
  readonly ordinal: boolean;
  /** The value aimed at, the value reached, or either. */
  readonly aspect: 'target' | 'result' | 'either';
  /** The item with this number in a list is meant (第三项); negative from the end (最后一项 −1, 倒数第二个 −2). */
  readonly item: number | undefined;
  /** More than one value or item is wanted (各, 分别, 几大体系、几大创新). */
  readonly plural: boolean;
}

const SUMMARY =
  /起草|总结(?:一下|成|出|下|$|[^推经])|(?<![来被所可])概括(?:一下|成(?!哪|什么|几|了)|出|$|[^性，。成])|归纳|梳理(?:一下|成|出|$)|整理(?:成|出|一|下)|简述|概述|摘要|提纲|写一(?:段|份|页|篇)|汇报要点|列(?:个|出)要点|要点(?:是|有|吗|$)|的要点|介绍一下|(?<!大)概要|归拢|提炼|浓缩|压缩成|汇总(?:一下|成|出|$)|捋一?捋|理一理|串一?串|脉络|主要内容|核心内容|(?:一|两|二|三|四|五|几|各用一?)(?:句|段)话|[各每][^，。？]{0,4}一(?:句|段|行)|一(?:个|条|件|项)(?:用|说|写)?一句|简报|小结|提要|归总|几行|[缩写理列归压](?:减|简)?成(?:[一二三四五六七八九十两几\d]|短|要点)|个要点|要点版|(?:^|[，,：:]|请|帮我?|麻烦)(?:你|把|再|简单|简要|大致)*(?:梳理|概括|总结|整理|汇总|介绍)(?!的|了|过|表)/u;
/** What it is wanted for (念稿用, 开会要用) or how it is to be laid out: nothing else being asked, a summary. */
const SETTING =
  /(?:念稿|汇报|写稿|写材料|开会|材料)(?:要)?用(?=[：:，,]|$)|长话短说|(?:短点|分条|分点)(?:[列说写、，。]|$)|我(?:开会|汇报)(?:念|用|讲)/u;
const YES_NO =
  /对吗|对不对|对吧|对么|是不是|是否|没错吧|没错吗|属实吗?|行吗|准确吗|核对|核实|确认一下|说法|有没有|吗[？?。！!]*$/u;
const LIST =
  /逐(?:个|一|条|项)(?:地)?(?:写|说|列|报|点|讲|念)|写出(?:来|全部|所有)|(?:写|列|报)全(?![省市国社面球])|点(?:一下|个|下)?名(?!的|为)|列(?:给|出来|明)|哪些|哪几|列一?列|小?标题(?:是|有|分别|列|都|叫)|报(?:一?下)?(?:名称|名字|名)|全(?:都|部)?给我|一一(?:列|说|报)|有什么(?!特|具|要)|包括什么|包含什么|列(?:一下|出|举|全)|都有(?!多)|有哪|全列|列(?:个)?清单|哪(?:两|二|三|四|五|六|七|八|九|十|\d)|(?:几|[二三四五六七八九十两]|十几)(?:大|个|项|条|类|家|种|方面|块|步)[^，。？]{0,12}(?:分别|具体)?(?:是|为|指|有)(?:哪|什么|啥|指)|分别(?:是|为|指)(?:什么|啥|哪)|分别都?是?(?:什么|啥)|由哪|依次|逐项|[二三四五六七八九十两](?:个|项|类|大|条|种)[^，。？多几]{1,14}(?:是|为|有)[？?]*$|分(?:几|哪)|具体哪|各(?:是|有)(?:什么|啥)|哪几|有哪几|都是(?:谁|什么|啥|哪)|怎么分|(?:名字|名称)(?:都|全)|都?报(?:一下|出来|全)|都叫(?:什么|啥)/u;
/** 共六类, 分了九块, 写了十二个: so many things, and they are asked for. */
const COUNTED =
  /(?:共|分|写了?|列了?|提了?|点了?|包括|部署|下面的?|里的?)[^，。？]{0,4}(?:[三四五六七八九十]|十[一二三四五六七八九]|1?\d)(?:大(?!学)|个|项|类|条|块|种|方面|板块|步)/u;
const TIME = /哪一?年|何时|什么时候|啥时候|几月|哪天|多久|何年|时限|到哪年|什么时间/u;
const FIGURE =
  /给(?:我|一)?个?(?:准|具体)?数(?![据字量])|是几(?![个家项])|[写填定报]的?是?几(?=[？?，。]|$)|(?:数|值|目标|指标|水平|总数|规模)(?:上|是|为|在)+(?:啥|几|什么(?:数|水平)?)(?=[？?，。]|$)|什么(?:数|水平)(?=[？?，。呢]|$)|啥数|(?:两|三)个(?:数|值)(?:都|全)|多少|百分之几|几(?=家|个|项|户|名|人|件|成|位|种|大|条|类|所|级|期|倍|座|亿|万|批|台|处|场|点|年|次|届|岁|加|纳米|号|比|%)|多高|多大|多长|第几|几何|占多|定在|定的?(?:是|多)|占比呢?|比重呢?|(?:目标|指标|数量|规模|总量|强度|增速|增幅|比例|占比|比重|数值|个数|数目|企业数|[户家件人]数|面积|产值|经费|投入|底数|基数|余额)(?:值|数)?(?:又|呢|是|有|为|定|咋|怎|如何|[？?]*$)|目标咋|翻(?:几|多)|倍数|差(?:了)?(?:多少|几)|高(?:出)?几|怎么定(?![位义向])/u;
const NAME = /谁|哪(?!些|几)|什么|啥|叫|何处|何地|为谁|名称|全称/u;
const STATUS =
  /(?:算不算|是不是|能不能|可不可以|能否|可否)[^，。？]{0,10}(?:正式|生效|印发|定稿|终稿|依据|征求意见)|(?:当|作为?|做)(?:正式|政策)?依据(?:不|吗|么|用)|(?:正式|生效|印发|发布|出台|公布|发文|颁布|草案|征求意见|定稿|有效|终稿)[^，。？]{0,12}(?:吗|没|了没|哪|谁|何时|什么时候|日期|单位|时间|状态|机关|部门)|(?:谁|哪个部门|哪家单位|什么单位|哪个单位|哪年|何时|什么时候|几时|哪天|啥时候)[^，。？]{0,8}(?:印发|发布|发的|出台|下发|公布|颁布)|规划期|覆盖(?:哪|几)|(?:起止|年限|期限|哪几年|管到哪|时间范围)|依据(?:哪|什么|了哪)|编制依据/u;

const COUNTERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /百分之(?:几|多少)|占比|比重|强度|增速|增幅|比例|增长率|贡献率|覆盖率|普及率|年均(?:增|涨)|几成|占[^，。]{1,16}(?:多少|几)|涨(?:了)?(?:多少|几)/u,
    ['%'],
  ],
  [/百分点|几个点/u, ['个百分点', '百分点', '%']],
  [
    /多少亿|(?:[补奖拨投花]|奖励|补贴|资助)(?:贴|助|给)?[^，。？]{0,4}(?:多少|几)(?:钱|万|元|亿)|(?:总投资|概算|预算|造价)[^，。]{0,4}(?:多少|几)|几(?:个|百|千|十)?亿|多少(?:资金|钱|经费|投入|产值|成交额|交易额|财政)|(?:金额|产值|成交额|交易额|增加值|基金规模|(?<!(?:人才|人员|队伍|团队|企业|用户|培训|推广|招生)[\p{Script=Han}]{0,4})规模)[^，。]{0,6}(?:多少|多大)|(?:投入|支出|经费|资金|奖补|补助)[^，。]{0,4}多少/u,
    ['亿元', '万元', '元', '亿', '万亿元'],
  ],
  [/多少(?:万元|元)/u, ['万元', '元', '亿元']],
  [/(?:多少|几)\s?(?:家|户)/u, ['家', '户', '个', '万家', '万户']],
  [/(?:多少|几)\s?个(?!点)/u, ['个', '家', '项', '所', '种', '类', '大', '条', '处']],
  [/(?:多少|几)\s?(?:项|条|大|类|种|块|方面)/u, ['项', '条', '大', '个', '类', '种']],
  [
    /(?:多少|几)\s?(?:名|人|位)|多少(?:优秀|高端|顶尖)?(?:人才|专家|院士|学生)/u,
    ['名', '人', '位', '万名', '万人', '人次'],
  ],
  [/(?:多少|几)\s?件/u, ['件', '万件']],
  [/多少(?:纳米|nm)/u, ['nm', '纳米']],
  [/几级/u, ['级']],
  [/特斯拉|磁场强度/u, ['T', '特斯拉']],
  [/(?:多少|几)(?:平方公里|公里|平方米|亩|吨|万吨)/u, ['平方公里', '公里', '平方米', '亩', '吨', '万亩', '万吨']],
  [/(?:多少|几)\s?倍|翻(?:了)?几/u, ['倍', '番']],
];

/** Reads from the words of a question what kind of answer it wants. Of several kinds the most specific one counts. */
export function readIntent(question: string): Intent {
  const text = question.replace(/\s+/gu, '');
  const units = COUNTERS.flatMap(([pattern, counters]) => (pattern.test(text) ? counters : []));
  const plural =
    /各(?!级|类|市|县|区|地|界|方|种|项|部)|分别|几[^，。]{1,8}几|各自|依次|以及|[多几][^，。？]{1,10}[？?，、]\s*(?:又|还有|排|在|占|其中|和)?[^，。？]{0,10}[多几第]/u.test(
      text,
    );
  const result =
    /完成|实际|已经?|达到了|现状|底数|基数|基期|现有|已有|目前|现在|当前|眼下|眼前|如今|十三五[”"]?(?:末|期间|时期|收官|以来)|20(?:1\d|20)年|做到了|实有|实绩|存量|拿下|前几年|前些年|过去几年|这几年|多少钱了|[卖拍花投]了多少/u.test(
      text,
    );
  const target =
    /目标|下一步|今后|接下来|要(?!求)|力争|冲到?|干到|整到|打算|计划|准备|想|十四五[”"]?末|20(?:2[1-9]|3\d)年|2[1-9]年|预计|力图|争取|将|不得低于|不低于/u.test(
      text,
    );
  const aspect: Intent['aspect'] = target === result ? 'either' : target ? 'target' : 'result';
  const item = readItem(text);
  const base = { aspect, item, units, ordinal: /第几|排名?几|排多少/u.test(text), plural };
  // 第五个 is one, not five.
  return { kind: kindOf(text.replace(ITEM, '那项')), ...base };
}

const ITEM_COUNTER = '(?:项|个|条|类|种|大|块|方面|部分|点|步)';
const ITEM = new RegExp(
  `(倒数)?第\\s*([一二三四五六七八九十]{1,3}|\\d{1,2})(?:${ITEM_COUNTER}|(?<=排(?:在|行)?(?:倒数)?第\\s*[一二三四五六七八九十\\d]{1,3})(?:位|名)?的)`,
  'u',
);
const LAST_ITEM = new RegExp(`最后(?:的|那|的那)?一?${ITEM_COUNTER}|末(?:一)?${ITEM_COUNTER}`, 'u');

function readItem(text: string): number | undefined {
  if (LAST_ITEM.test(text)) return -1;
  const match = ITEM.exec(text);
  const number = match?.[2] === undefined ? undefined : parseOrdinal(match[2]);
  if (number === undefined || number === 0) return undefined;
  return match?.[1] === undefined ? number : -number;
}

/** 标题列一列, 名单给我, 全给我, 一个别漏, “……，分别是”: everyday ways of asking for all of them. */
const ALL_OF =
  /(?:标题|名单|名称)(?:都|全|列|报|给|念)|标题(?:又|都)?(?:是|有|为)|报名称?|列一列|全(?:给我|报|念)|(?:别|不要?)(?:漏|落下)|分别(?:是|为|指|叫|有)?[？?。]*$/u;

const TELLING = /(?:对照着|对着|都|分别|各自)?(?:报|列|摆)(?:一下|出来|个对比|个数)/gu;

/** “……，数都报一下”: whatever else is asked, figures are wanted. */
const NUMBERS_TOO = /(?<=[，。？])数[都也全](?:报|给|列|说)(?:一?下|我|出来)?/u;

/** Asks for a figure, a time or a yes beside what it is wanted for. */
function asksOne(text: string): boolean {
  if (/哪些(?:具体|硬)?(?:数字|数据|指标)/u.test(text)) return false;
  return FIGURE.test(text) || TIME.test(text) || YES_NO.test(text) || COUNTED.test(text) || NAMED.test(text);
}

/** Asks for names alone. */
const NAMED = /全称|名称|名字|名单|叫(?:什么|啥)|分别(?:是|叫|为)/u;

function kindOf(text: string): AnswerKind {
  if (SUMMARY.test(text)) return 'summary';
  if (STATUS.test(text)) return 'status';
  if (SETTING.test(text) && !asksOne(text)) return 'summary';
  if (NUMBERS_TOO.test(text)) return 'figure';
  // “……建了多少，对照着报一下”: it is figures that are to be told.
  const listed = /多少|百分之/u.test(text) ? text.replace(TELLING, '') : text;
  if ((LIST.test(listed) || ALL_OF.test(listed)) && !/多少(?:家|个|项|户|名)[^，。]{0,4}[？?]*$/u.test(text))
    return 'list';
  if (COUNTED.test(text) && !/多少|几|第[一二三四五六七八九十\d]|最后|吗|吧|对不对/u.test(text)) return 'list';
  if (FIGURE.test(text)) return 'figure';
  if (TIME.test(text)) return 'time';
  if (YES_NO.test(text)) return 'yes-no';
  if (NAME.test(text)) return 'name';
  return 'open';
}
