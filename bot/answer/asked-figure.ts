import { findFigures, type Figure } from '../../corpus/figures.ts';
import type { Question } from '../../retrieval/query/question.ts';
import type { Term } from '../../retrieval/query/terms.ts';
import { matchTerm, matchText, type ScoredUnit } from '../../retrieval/rank/score.ts';
import { askedDimension, hasDimension } from './asked-dimension.ts';
import { pickFigure } from './compose/fact.ts';

/** What a part is asked of: 甲里乙有多少, 甲当中乙占几成. Where it is written is no whole. */
const PART =
  /(?<!规划|文件|方案|文本|稿|表|栏|目标|指标|部分|本子|章|节|期间|五年)(?:里面?|当中|其中|之中|(?<![集高初期年])中(?!心|试|国|小|医|药|部|外|科|央|间|介|高|期|级|长))[，,的]?(?<part>[^，,。？?里中]{2,14}?)(?:一共|总共|大概|各|分)?(?:占|有|是|达|为|的|到)*(?:多少|几|百分之)/u;

/**
 * Whether the figure found is another than the one asked for: it is the one that the question states itself, it is counted
 * in something else, or it is of a whole where a part of it is asked for.
 */
export function isOtherFigure(scored: ScoredUnit, question: Question): boolean {
  const { unit } = scored;
  const text = `${unit.text} ${unit.passage.section.join(' ')}`;
  const dimension = askedDimension(question.text);
  // The number of a heading (3.新型显示) counts nothing.
  if (dimension !== undefined && !hasDimension(dimension === 'things' ? unit.text : text, dimension)) return true;
  const whole = `${unit.passage.text} ${text}`;
  if (missesPart(scored, question) || missesBody(question, whole) || missesZone(question, whole)) return true;
  if (TOTAL.test(question.text) && PER.test(sayingOf(scored, question))) return true;
  return unit.passage.kind !== 'row' && isStatedInQuestion(scored, question);
}

/** A total is asked for; a figure for every ten thousand is none. */
const TOTAL = /总(?:人|家|户)?数|总量|总规模|多少万[人名件]/u;
const PER = /^每[百千万]|^人均|^户均/u;

/** A row's name without its caption; of a sentence the clause with the figure that fits best. */
function sayingOf(scored: ScoredUnit, question: Question): string {
  const { unit } = scored;
  if (unit.passage.kind === 'row') return /(?:^|：)([^：]*?)——/u.exec(unit.text)?.[1] ?? unit.text;
  const at = pickFigure(scored, question)?.start ?? 0;
  const clause = unit.clauses.find(({ start, end }) => at >= start && at < end);
  return unit.text.slice(clause?.start ?? 0, clause?.end);
}

/** A zone of the place asked about (示例市高新区) is a place of its own. */
const ZONE = /^(?:市|省)?(?<zone>高新区|经开区|开发区|自贸区|新区)(?!域|数|总|家|个)/u;

function missesZone({ text, places }: Question, said: string): boolean {
  return places.some(({ end }) => {
    const zone = ZONE.exec(text.slice(end))?.groups?.['zone'];
    return zone !== undefined && !said.includes(zone);
  });
}

/** Whether the clauses with a figure say nothing of the part asked for; a clause may go on with what the one before names. */
function missesPart({ unit }: ScoredUnit, question: Question): boolean {
  const part = PART.exec(question.text)?.groups?.['part'];
  if (part === undefined) return false;
  const terms = question.terms.filter(({ surface }) => part.includes(surface));
  const letters = (some: readonly Term[]): number => some.reduce((sum, { surface }) => sum + surface.length, 0);
  const leaf = unit.passage.section.at(-1) ?? '';
  const speaks = (text: string): boolean =>
    letters(terms.filter((term) => matchTerm(term, matchText(`${text} ${leaf}`)) > BARELY)) >= letters(terms) / 2;
  if (terms.length === 0) return false;
  // Of several figures one may be of the part, in other words than the question's; not where the whole's is known already.
  const { units } = question.intent;
  const known = findFigures(question.text).some(({ isYear, digits }) => !isYear && /\d/u.test(digits));
  if (!known && unit.figures.filter((figure) => units.includes(figure.unit)).length > 1) return false;
  if (unit.passage.kind === 'row') return !speaks(unit.text);
  const texts = unit.clauses.map(({ start, end }) => unit.text.slice(start, end));
  return !texts.some(
    (text, at) =>
      FIGURE.test(text) && speaks(`${/^(?:其中|达|为|占|约|共)/u.test(text) ? (texts[at - 1] ?? '') : ''}${text}`),
  );
}

const FIGURE = /\d|[一二两三四五六七八九十]{1,3}[个项家名成]/u;

/** A term met no better than this is met by its commonest words alone (企业 of 民营企业). */
const BARELY = 0.4;

/** What the names of bodies end in. */
const BODY =
  /^(?:省|市|区|县)?(?:实验室|研究院|研究所|大学(?!生)|学院|医院|公司|集团|协会|科协|局(?![面部限])|厅|委(?![托员派外]))/u;

/** Whether a body is named in the question (湖畔|实验室) and the text, with its headings, does not have its name. */
function missesBody(question: Question, text: string): boolean {
  const lower = question.text.toLowerCase();
  return question.terms.some((term) => {
    const at = lower.indexOf(term.surface);
    if (at < 0 || !BODY.test(lower.slice(at + term.surface.length))) return false;
    return matchTerm(term, matchText(text)) <= BARELY;
  });
}

/** “3万家企业里…有多少家”: 3万家 is what the asker knows. Undecided where the sentence has another figure of that counter. */
function isStatedInQuestion(scored: ScoredUnit, question: Question): boolean {
  const picked = pickFigure(scored, question);
  if (!picked) return false;
  const known = findFigures(question.text).filter(({ isYear, digits }) => !isYear && /\d/u.test(digits));
  const same = (one: Figure, other: Figure): boolean =>
    one.value !== undefined &&
    one.value === other.value &&
    (one.unit === '' || other.unit === '' || one.unit === other.unit);
  if (!known.some((figure) => same(figure, picked))) return false;
  const { units } = question.intent;
  return !scored.unit.figures.some(
    (figure) => (figure.unit === picked.unit || units.includes(figure.unit)) && !same(figure, picked),
  );
}
