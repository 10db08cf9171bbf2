/** What stands between things set against one another. */
export const AGAINST =
  /(?<!占)比(?![例重率值])|较(?!为|大|高|多|强|好)|相对于?|除以|减去|减掉|距离?(?=[^，。]{2})|离(?!岗|退|子)|再?加上|再加|占(?!比)|在|[中里内](?=[，,])|是(?=[^，。否]{3})|相当于|去掉|除去|除了|扣除|刨去|刨掉|不算|不含|其中|以及|不管|不论|无论|(?<=[，,])同|[，,。；：:？?！!]/u;
/** The same where no share is asked for: 占 is part of the name of one (“新产品产值占全部产值的比重”). */
export const AGAINST_WHOLE_NAMES = new RegExp(AGAINST.source.replace('占(?!比)|', ''), 'u');
/** What stands between things counted side by side. */
export const BESIDE = /[和与跟及、＋+]|再?加上|加(?![快强大工密入油])/u;
/** What stands between what sets the scene and what is asked: “高新区里，国家级和省级合计”. */
export const SCENE = /[，,。；：:？?！!]|不管|不论|无论|[里中内](?=[，,])|其中|当中/u;
/** Words that say which value is meant, and not of what. */
export const SAYS_WHICH =
  /^(?:年|底|末|全部|整体|总|总数|总量|数|数量|量|额|存量|规模|水平|累计|底子|盘子|实有|当年|每年|年均|年度|五年|期间|一路|届时|真正|年份|口径|人数|家数|户数|项数|件数|[\d.]+%?|全|点|十[二三四五]五)$/u;

/** What of a phrase says which value is meant or how it is asked for, and is no part of a name. */
export const ASIDE =
  /累计|(?:征求)?意见稿|现状|底数|基数|大约|大概|已经|目标|实际|完成|达到|数量|总数|总量|规模|规划|计划|新增|每年|一年|年均|全省|全市|一共|总共|合计|定的|已有|现有|处在|阶段|[多少几的了个家项名种类这那两三四五人和与及在中里内到从要有是为数年末底约已还离比值额]/gu;
