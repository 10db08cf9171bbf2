/**
 * The words around a figure that say how it is stated and not what it counts. Lists of the plans' own standing phrases;
 * each is a source for regular expressions.
 */

/** Verbs of a flow: kept with the indicator, since 新增省级重点实验室 is not 省级重点实验室. */
export const FLOW_VERBS =
  '新引进培育|新培育创建|新布局建设|新引进|新培育|新建成|新获批|新获得|新获|新增加|新增|新建|新设|新认定|新签订|新签|引进培育|引进集聚|引进共建|引进资助|引进培养|培养引进|引进|引育|引培|遴选培育|培育创建|培育|培养|选派|派遣|举办|组织实施|组织举办|实施|共建|争创|争取|创建|布局创建|布局建设|布局|建设|打造|组建|设立|认定|备案|获批|获得|荣获|取得|转化推广|转化|推广|扶持|攻克|解决|集聚|汇聚|打造|支持|帮扶|建立|选择|入选|促成';

/** Verbs that only say that the figure is so. */
export const STATE_VERBS =
  '达到|达|达成|建成|拥有|共有|建有|设有|现有|已有|有|为|是|实现|形成|突破|超过|超|占到|保持在|保持|稳定在|维持在|控制在|增长到|增长至|增加到|增加至|增至|增到|提升到|提升至|提高到|提高至|上升到|上升至|升至|升到|升|扩大到|扩大至|扩至|发展到|下降到|下降至|降至|降到|在';

/** Words of intention and degree in front of a verb or a noun. */
export const ADVERBS =
  '力争|争取(?!国家|$)|努力|预计|计划|确保|同时|并且|并|即|还|也|将|要|已经|已|均|都|进一步|加快|着力|大力|积极|持续|不断|共同|全面|深入|滚动|率先|首次|目前|先后|逐步|常态化|[省市县区]{2,4}(?:[两二三四]级)?联动|以来|期间|为主|[我本][省市县区]为主|到|至|截至|共计|总计|合计|共(?!建|同|性|享|有|富|计)|基本|高标准|及时|同年|同期|而(?!且)|另';

/** Words between a subject and its verb or figure. */
export const TRAILING_ADVERBS =
  '力争|争取|努力|确保|要确保|要办|重点|滚动|平均|另|同时|也|将|要|已经|已|均|都|目前|先后|逐步|以来|基本|到|至|共计|总计|合计|预计';

/** Places that a plan speaks of as a whole; the record's plan says as much. */
export const WHOLE_PLACE = '全省|全市|全县|全区|我省|我市|我县|我区|本省|本市|在全省|在全市';

/** Growth: verbs are dropped from the indicator, nouns belong to it. */
export const GROWTH_VERBS = '增长|增加|提高|提升|上升|扩大|下降|降低|减少|压减|多|增';
export const GROWTH_NOUNS = '复合增长率|年均增幅|年均增速|年均增长率|年均增长速度|增幅|增速|增长率|增长速度';

/** Heads that mean nothing without what stands before them. */
export const BARE_HEADS =
  '总数|总量|总额|数量|规模|占比|比重|比例|份额|产值|增加值|营业收入|经费|投入经费|累计投入经费|累计投入|直接经费|核心成员|总规模|总产值|入库|项目数|认定数';
