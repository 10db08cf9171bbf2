/** How a request to sum up wants it. */
export interface SummaryWish {
  /** Figures: those alone, those before other sentences, or as they come. */
  readonly figures: 'only' | 'first' | 'any';
  /** Headings alone: 缩成六个短语. */
  readonly isNamesOnly: boolean;
  /** A sentence for each sub-heading: 各一句. */
  readonly isOneEach: boolean;
  /** Longest summary of a section, in characters. */
  readonly limit: number;
}

const ONLY_FIGURES = /量化|硬指标|硬数|具体指标|指标数|只要数|数字(?:都|全)|数据(?:都|全)/u;
const FIGURES_FIRST = /带(?:上|着)?(?:点)?数|数量|有数|数字|数据|多少|指标/u;
const NAMES = /短语|关键词|小标题|只要?标题|(?:标题|名字|名称)(?:就行|即可|就好)|只要名/u;
const ONE_EACH =
  /[各每](?:个|条|点|块|项|方面|部分|章|节)?(?:都|各)?(?:用|写|给|说|来)?一(?:句|行)|逐[条点项个](?:用|写)?一?句|一(?:个|条|件|项)(?:用)?一句|[各每](?:个|条|点|块|项)[^，。]{0,4}一句/u;
const SHORT = /[一两二三四](?:三|四|五)?(?:句话|行)|百(?:来|把)?字|长话短说|短点|简短|几行/u;

/** Characters of a summary: when it is to be short, as a rule, and when all figures are wanted. */
const SHORT_LIMIT = 800;
const LIMIT = 1500;
const FIGURES_LIMIT = 2000;

/** Reads how a summary is wanted from the words that ask for it. */
export function readWish(text: string): SummaryWish {
  const figures = ONLY_FIGURES.test(text) ? 'only' : FIGURES_FIRST.test(text) ? 'first' : 'any';
  return {
    figures,
    isNamesOnly: NAMES.test(text),
    isOneEach: ONE_EACH.test(text),
    limit: figures !== 'any' ? FIGURES_LIMIT : SHORT.test(text) ? SHORT_LIMIT : LIMIT,
  };
}
