/**
 * Words of reporting: they say who says something, that it is aimed at or how much there is of it, and nothing about the
 * subject. A sentence may have them although its passage has not. Words that change what is said (已, 必须, 首个, 高于,
 * 减少, 全部, 取消…) are not among them, nor is any noun that names a thing.
 */
const REPORTING = `
根据 按照 依据 依照 据此 其中 此外 另外 同时 以及 并且 而且 还有 还要 还将 也要 也将 此项 该项 这项 这一 这些 该市 该省 该县 本市 本省 全市 全省 全县
当地 上述 前述 如下 以下 下列 为此 对此 方面 领域 内容 具体 主要 相关 有关 相应 分别 各自 一是 二是 三是 四是 五是 六是 首先 其次
规划 文件 方案 意见 该规划 文中 原文 文本 段落 表中 专栏 提出 提到 指出 明确 写明 载明 列出 列明 列有 列为 给出 设定 确定 规定 显示 表明 安排 部署 要求
目标 目标值 指标 指标值 预期 预期值 数值 数量 数目 总数 个数 规模 总量 水平 情况 计划 任务 将要 将会 打算 预计 拟定
达到 达至 实现 为止 达成 到达 力争 争取 左右 以上 以下 以内 超过 不低于 不少于 不超过 不高于 至少 约为 大约 约占 占到 占比 比重 比例 比率
期间 时期 时候 之际 末年 年末 年底 年度 年份 届时 截至 底前 到期
包括 包含 涵盖 涉及 分为 由此 之一 等等 等方面 共有 共计 合计 一共 总共 共列 项目标 属于 作为 称为 名为 即为 也就是 就是 成为 为的是
我国 国内 问题 答案 所问 提问 关于 对于 围绕 针对 通过 利用 采取 方式 方法 做法 举措 措施 工作 开展 进行
`;

const WORDS: ReadonlySet<string> = new Set(REPORTING.split(/\s+/u).filter((word) => word !== ''));

/** Whether a word says nothing that a passage would have to bear out. */
export function isReporting(word: string): boolean {
  return (
    WORDS.has(word) ||
    /^(?:其|该|这|那|本|各|每|将|要|并|且|则|均|都|的|是|为|在|于|由|从|向|把|被|对|和|与|及|或)[的是为在于]$/u.test(
      word,
    )
  );
}

/**
 * Words that turn a statement round or make it stronger. One of them that the source has not is one too many, however
 * well the rest fits.
 */
const DECISIVE =
  /^(?:提高|提升|增加|增长|增至|扩大|加强|加快|强化|放宽|鼓励|支持|允许|促进|推动|上升|上调|翻番|翻倍|降低|减少|缩小|削弱|减缓|放缓|弱化|收紧|限制|禁止|取消|停止|暂停|退出|压缩|淘汰|下降|下调|下滑|高于|低于|优于|多于|少于|大于|小于|领先|落后|相差|差距|最高|最低|最大|最小|最多|最少|第一|首位|首个|唯一|全部|所有|一律|必须|应当|可以|强制|自愿|免费|已经|完成|实际|超额|提前|推迟|延期|优先|仅限|除外)$/u;

/** Whether a word that the source has not makes another statement of it. */
export function isDecisive(word: string): boolean {
  return DECISIVE.test(word);
}
