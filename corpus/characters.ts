/**
 * Characters as they should have been typed. Texts taken out of PDF files carry Kangxi and other radicals in place of
 * ideographs (⼈ for 人), and spaces where the type was set loosely. Full-width punctuation is left as it is: it is
 * how Chinese is written.
 */

/**
 * CJK Radicals Supplement characters that NFKC leaves alone, with the ideograph they stand for
 * (Unicode Character Database, EquivalentUnifiedIdeograph.txt).
 */
const RADICAL_SUPPLEMENT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '⺁': '厂',
    '⺅': '亻',
    '⺋': '㔾',
    '⺌': '小',
    '⺍': '小',
    '⺎': '兀',
    '⺏': '尢',
    '⺐': '尣',
    '⺒': '巳',
    '⺓': '幺',
    '⺔': '彑',
    '⺕': '彐',
    '⺗': '心',
    '⺝': '月',
    '⺟': '母',
    '⺠': '民',
    '⺡': '氵',
    '⺣': '灬',
    '⺤': '爫',
    '⺥': '爫',
    '⺦': '丬',
    '⺧': '牛',
    '⺨': '犭',
    '⺩': '王',
    '⺪': '疋',
    '⺫': '罒',
    '⺬': '示',
    '⺭': '礻',
    '⺮': '竹',
    '⺯': '糹',
    '⺰': '纟',
    '⺱': '罓',
    '⺲': '罒',
    '⺵': '网',
    '⺶': '羊',
    '⺷': '羊',
    '⺸': '羊',
    '⺹': '老',
    '⺺': '聿',
    '⺻': '聿',
    '⺼': '肉',
    '⺽': '臼',
    '⺾': '艹',
    '⻀': '艹',
    '⻁': '虎',
    '⻂': '衤',
    '⻃': '覀',
    '⻄': '西',
    '⻅': '见',
    '⻆': '角',
    '⻉': '贝',
    '⻋': '车',
    '⻌': '辶',
    '⻍': '辶',
    '⻎': '辶',
    '⻏': '阝',
    '⻐': '钅',
    '⻑': '長',
    '⻒': '镸',
    '⻓': '长',
    '⻔': '门',
    '⻖': '阝',
    '⻗': '雨',
    '⻘': '青',
    '⻙': '韦',
    '⻚': '页',
    '⻛': '风',
    '⻜': '飞',
    '⻝': '食',
    '⻞': '食',
    '⻟': '飠',
    '⻠': '饣',
    '⻢': '马',
    '⻣': '骨',
    '⻤': '鬼',
    '⻥': '鱼',
    '⻦': '鸟',
    '⻧': '卤',
    '⻨': '麦',
    '⻩': '黄',
    '⻪': '黾',
    '⻫': '斉',
    '⻬': '齐',
    '⻭': '歯',
    '⻮': '齿',
    '⻰': '龙',
    '⻳': '龟',
  }),
);

/** Radical 29 (又), which some PDF fonts put where radical 30 (口) is meant. */
const HAND_RADICAL = '\u2F1C';
const RADICALS = /[\u2E80-\u2F1B\u2F1D-\u2FDF\uF900-\uFAFF]/gu;

/** Neighbours that make a radical 29 a 口: 人口, 进出口, 突破口, 口岸… */
const MOUTH = new RegExp(
  `(?<=[人出窗端接港关路户缺风入进破河井洞胃牲渡]\\s?)${HAND_RADICAL}|${HAND_RADICAL}(?=\\s?[岸径腔碑罩服述粮吻味感号语])`,
  'gu',
);

/** Folds radicals and compatibility ideographs into the ideographs they stand for. One character stays one character. */
export function foldRadicals(text: string): string {
  // 口 is told by its neighbours, which must be folded before: ⼈⼜ is 人口.
  return text
    .replace(RADICALS, (character) => {
      const folded = RADICAL_SUPPLEMENT.get(character) ?? character.normalize('NFKC');
      return folded.length === character.length ? folded : character;
    })
    .replace(MOUTH, '口')
    .replaceAll(HAND_RADICAL, '又');
}

/** A character next to which a space has no meaning: ideographs, CJK and full-width punctuation, curly quotes. */
const WIDE = '[\\p{Script=Han}\\u2014\\u2018\\u2019\\u201C\\u201D\\u2026\\u3001-\\u303F\\uFF00-\\uFFEF·]';
const SPACE_BESIDE_WIDE = new RegExp(`(?<=${WIDE}) | (?=${WIDE})`, 'gu');

/** What a reader does not see: format characters (joiners, direction overrides, tags that smuggle ASCII) and variation selectors. */
const HIDDEN = /[\p{Cf}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu;

/** Removes the spaces that loose type-setting left between Chinese characters, keeps those between Latin words. */
export function tightenSpaces(text: string): string {
  return text
    .replace(HIDDEN, '')
    .replace(/\s+/gu, ' ') // first, so that the rest meets single spaces and stays linear
    .replace(SPACE_BESIDE_WIDE, '')
    .replace(/\( | \)/gu, (bracket) => bracket.trim())
    .replace(/(?<=\d) (?=[%％‰])/gu, '')
    .trim();
}

/** One line of prose, ready to be read: radicals folded, spaces tightened. */
export function cleanLine(line: string): string {
  return tightenSpaces(foldRadicals(line));
}

/** Joins two pieces of a line that was broken: a space only between Latin letters. */
export function joinPieces(left: string, right: string): string {
  return left + pieceSeparator(left, right) + right;
}

/** What stands between two pieces of a broken line: one space between Latin letters, else nothing. */
export function pieceSeparator(left: string, right: string): '' | ' ' {
  return /[A-Za-z]/u.test(left.slice(-1)) && /[A-Za-z]/u.test(right.slice(0, 1)) ? ' ' : '';
}

/** Width in half-width units, as it is set: a Chinese character counts two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += character.charCodeAt(0) > 0x2e7f || '“”‘’—…·≥≤'.includes(character) ? 2 : 1;
  return width;
}

/** Letters and digits only, NFKC, lower case: for comparing texts that differ in spaces and punctuation. */
export function bareText(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
