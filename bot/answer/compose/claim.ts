import { findFigures, type Figure } from '../../../corpus/figures.ts';
import type { Question } from '../../../retrieval/query/question.ts';
import type { AnswerContext } from '../look-up.ts';

/** A claim that a question makes and wants confirmed, or takes for granted. */
export interface Claim {
  /** Its figures, years apart, in order. */
  readonly figures: readonly Figure[];
  /** The order number it states (全国第二), as digits; undefined when it states none. */
  readonly rank: string | undefined;
  /** The question without the claimed figures, asking for the true ones. */
  readonly question: Question;
  /** What is said of what, when it is a name and not a figure: “…的重点是生物医药”. */
  readonly named: { readonly subject: string; readonly value: string } | undefined;
  /** The statement alone, without the words that ask to confirm it. */
  readonly statement: string;
}

const CONFIRM =
  /(?:对吗|对不对|对吧|对么|对不|是不是|没错吧?|没毛病吧?|没记错吧?|没(?:有)?写错吧?|属实吗?|行吗|可以吗|能用吗|成立吗|准确吗|有没有问题|请?(?:帮我|帮忙)?(?:核对|核实|确认)(?:一下|下)?|这个?说法|这么写|这样(?:写|介绍|说|画)|核对无误|听说|据说|写材料|要引用|引用|为啥|为什么|凭什么|怎么(?:分解|落实|实现|完成))/u;
const TAG = /(?:的)?吧[？?。！\s]*$|不是[^，。？]{2,40}吗[？?]*$/u;
const ASKS = /多少|几(?![天个人]?天)|哪|什么(?!时候的)|谁|啥(?<!为啥)|如何|怎样/u;
/** The words around a claim: what asks to confirm it and what it is wanted for. */
const AROUND =
  /(?:[，,。；]?\s*(?:请|麻烦)?(?:帮我|帮忙|给我)?(?:再)?(?:核对|核实|确认)(?:一下|下)?(?:这个?说法)?(?:再发稿)?[^，。；]{0,6}|[，,]?\s*(?:我)?(?:在[^，。]{1,8}上)?(?:这么|这样)(?:写|介绍|说|画)[^，。]{0,10}|[，,]?\s*(?:对吗|对不对|对吧|对么|对不|是不是|没错吧?|没错|没毛病吧?|数?没记错吧?|属实吗?|行吗|可以吗|准确吗|请给出处|写材料要引用)|^(?:听说|据说)|[，,]?\s*(?:我)?核对无误[^，。]{0,8}|[，,]\s*(?:为啥|为什么|凭什么|这目标怎么|这个口径)[^。]*|的?吧|吗)[？?。！\s]*$/u;

/** The claim of a question that asks to confirm a figure or a statement; undefined when it makes none. */
export function readClaim(question: Question, context: AnswerContext): Claim | undefined {
  const asked = question.text;
  if (!CONFIRM.test(asked) && !TAG.test(asked)) return undefined;
  const statement = stripAround(asked);
  if (statement.length < 4 || ASKS.test(statement)) return undefined;
  const figures = findFigures(statement).filter(
    (figure) => !figure.isYear && /\d|[二三四五六七八九十]/u.test(figure.digits),
  );
  const rank = /第([一二三四五六七八九十]|\d{1,2})(?![一二三四五六七八九十\d项个条章节批次届])/u.exec(statement)?.[1];
  let text = statement;
  for (const figure of [...figures].sort((a, b) => b.start - a.start))
    text = `${text.slice(0, figure.start)}${figure.start === 0 ? '' : ' '}${text.slice(figure.end)}`;
  const bare = context.read(text);
  const units = [...new Set(figures.map((figure) => figure.unit).filter((unit) => unit !== ''))];
  const kind = figures.length > 0 ? ('figure' as const) : ('open' as const);
  return {
    figures,
    rank: rank === undefined ? undefined : String('一二三四五六七八九十'.indexOf(rank) + 1 || rank),
    question: { ...bare, intent: { ...bare.intent, kind, units, plural: figures.length > 1 } },
    named: figures.length > 0 ? undefined : namedIn(statement),
    statement,
  };
}

function stripAround(text: string): string {
  let statement = text.trim();
  for (let before = ''; before !== statement;) {
    before = statement;
    statement = statement.replace(AROUND, '').trim();
  }
  return statement.replace(/^(?:听说|据说|请问|我记得)/u, '').replace(/不是(?=[^，。]{2,40}$)/u, '');
}

/** Subject and name of “甲（的重点）是乙”, “甲放在乙下面”, “甲由乙牵头”; undefined for other statements. */
function namedIn(statement: string): Claim['named'] {
  const match =
    /^(?<subject>.{3,40}?)[，,]?(?:是|为|叫|就是)?(?:以|由|归|放在|列在|落在|设在|建在|写在|属于|是|为|叫)(?<value>[^，。是]{2,24}?)(?:下面的?|里面的?|名下了?|牵头(?:的)?|在?打造的?|负责(?:的)?|为核心的?|的)?$/u.exec(
      statement,
    );
  const subject = match?.groups?.['subject'];
  const value = match?.groups?.['value'];
  return subject === undefined || value === undefined ? undefined : { subject, value };
}
