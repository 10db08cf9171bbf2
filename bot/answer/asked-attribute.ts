/** A property that questions ask for by its name, and the words of which a text that states it has one. */
interface Attribute {
  readonly asked: RegExp;
  readonly stated: RegExp;
}

/**
 * Properties that nothing else stands in for: a sentence about a plant says nothing of its output, one about a road nothing
 * of its length, one about a programme nothing of what each of its members gets.
 */
const ATTRIBUTES: readonly Attribute[] = [
  { asked: /产量|总产(?!值)/u, stated: /产量|总产(?!值)|产能|年产|吨|斤/u },
  { asked: /销量|销售量|出货量|保有量/u, stated: /销量|销售|出货|保有量/u },
  { asked: /产值/u, stated: /产值|规模|营业?收入?|亿/u },
  { asked: /全长|总长|里程|长度|多长(?!时间)/u, stated: /长度?为|全长|总长|里程|公里|千米|\d米/u },
  { asked: /占地|面积/u, stated: /占地|面积|亩|平方|公顷/u },
  { asked: /总投资|投资额|造价|概算|耗资/u, stated: /投资|造价|概算|耗资|投入/u },
  { asked: /预算(?!法)/u, stated: /预算|概算/u },
  { asked: /年薪|月薪|薪酬|薪资|工资/u, stated: /薪|工资|报酬/u },
  { asked: /奖金|奖励(?:标准|金额)/u, stated: /奖金|\d\s*[万亿]?元/u },
  { asked: /市值/u, stated: /市值/u },
  { asked: /安家费|住房补贴|生活补贴/u, stated: /安家|住房|生活补/u },
  {
    asked: /编制数|人员编制|事业编|行政编|编制(?:名额)?(?:有|是|为)?(?:多少|几)|在编|定员/u,
    stated: /编制数?(?:为|共)?\d|在编|定员/u,
  },
  { asked: /拨款/u, stated: /拨款|财政/u },
  { asked: /融资额|贷款额|授信额/u, stated: /融资|贷款|授信/u },
  { asked: /在校|在读|招生/u, stated: /在校|在读|招生/u },
  { asked: /年龄|(?:多少|几)岁/u, stated: /年龄|岁/u },
  { asked: /就业人数|从业人[数员]|用工/u, stated: /就业人数|就业\d|[吸带新][纳动增]就业|从业人|用工/u },
  { asked: /(?:常住|户籍|总)人口/u, stated: /(?:常住|户籍|总)人口/u },
  { asked: /出口额|进出口|创汇/u, stated: /出口|创汇/u },
  { asked: /利润|利税/u, stated: /利润|利税|盈利/u },
  { asked: /税收(?!优惠|减免|政策)|纳税额?/u, stated: /税/u },
  { asked: /能耗/u, stated: /能耗/u },
  { asked: /面额|单价|票价|售价|租金/u, stated: /面额|价|租金|元/u },
];

/** 人均, 每家…多少: what falls to one of them. 每年 and 每万人 are part of what is counted. */
const EACH_ASKED =
  /(?:人均|户均|平均每|每(?:一)?(?:家|个|户|县|项|名|位|人(?!口)|支|处|所))[^，。？]{0,16}(?:多少|几|百分之)/u;
const EACH_STATED = /均|每(?:一)?[家个户县项名位人支处所]|各|单[个家项]/u;

/** A rate by its name: 净流入率, 结案率. Those that other words state too are left out. */
const RATE = /(\p{Script=Han}{2})率/gu;
const RATE_SAID_OTHERWISE = /增长|增速|比|占有|的|效|税|功|频|速|汇|利|毛利|概|分辨/u;

/** Whether a question for a figure names a property that the text does not speak of. @param text a sentence with its headings */
export function missesAttribute(question: string, text: string): boolean {
  if (ATTRIBUTES.some(({ asked, stated }) => asked.test(question) && !stated.test(text))) return true;
  if (EACH_ASKED.test(question) && !EACH_STATED.test(text)) return true;
  return [...question.matchAll(RATE)].some(
    ([rate, of = '']) =>
      !RATE_SAID_OTHERWISE.test(of) &&
      !text.includes(rate) &&
      !new RegExp(`${of}[^，。；]{0,12}\\d[\\d.]*%`, 'u').test(text),
  );
}

/** What asks when something happens, and what asks for the month or the day of it. */
const MONTH_ASKED = /几月|哪(?:个)?月|几号|哪天|哪一天|几月几/u;
const TIME_STATED =
  /\d{2,4}\s*年|[一二三四五六七八九十两]年|每年|年[底末初内中]|月|“?十[一二三四五六]五|期[间末内]|阶段|时期|近期|远期|当前|\d+[天日周]|20\d\d/u;

/** Whether a question for a time is met by a text that names none, or no month where the month is asked for. */
export function missesTime(question: string, text: string): boolean {
  return MONTH_ASKED.test(question) ? !/月/u.test(text) : !TIME_STATED.test(text);
}
