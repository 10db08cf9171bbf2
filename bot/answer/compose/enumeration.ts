import type { Question } from '../../../retrieval/query/question.ts';
import type { ScoredUnit } from '../../../retrieval/rank/score.ts';
import type { Found } from '../look-up.ts';
import { askedCount, askedNoun } from './asked.ts';

/** A sentence that lists, and how well it fits the question. */
export interface Enumeration {
  readonly scored: ScoredUnit;
  readonly coverage: number;
  /** It has as many items as the question says there are. */
  readonly fitsCount: boolean;
}

/** A sentence this far below the best is not looked at. */
const NEAR = 0.75;

/** The sentence whose enumeration fits the question best. */
export function bestEnumeration(found: Found): Enumeration | undefined {
  const wanted = askedCount(found.question.text);
  const noun = askedNoun(found.question.text);
  const top = found.evidence[0]?.score ?? 0;
  const units = found.evidence
    .slice(0, 8)
    .flatMap((evidence) => evidence.units.slice(0, 4))
    .filter((scored) => scored.score >= top * NEAR);
  const ranked = units
    .map((scored) => {
      const items = itemCount(scored);
      const fitsCount = wanted !== undefined && items === wanted;
      const named = noun !== undefined && items >= 3 && namesKind(scored.unit.text, noun);
      return {
        scored,
        coverage: scored.coverage,
        fitsCount,
        rank: scored.score + (items >= 3 ? 0.12 : 0) + (fitsCount ? 0.25 : 0) + (named ? 0.2 : 0),
      };
    })
    .sort((a, b) => b.rank - a.rank);
  return ranked[0];
}

/** “紫金港科技城、未来科技城”, “……等方式”: what is listed are things of the kind that the question counts. */
function namesKind(text: string, noun: string): boolean {
  const literal = noun.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(`${literal}(?:、|和|与|及|，|。|；)|等[^，。；]{0,6}${literal}`, 'u').test(text);
}

function itemCount(scored: ScoredUnit): number {
  const counts = scored.unit.clauses.map(
    (clause) => scored.unit.text.slice(clause.start, clause.end).split(/、|(?<=”)(?=“)/u).length,
  );
  return Math.max(...counts, 1);
}

/** The clause with the words that the question puts in quotes (“六基”): what they stand for is mostly said there. */
export function quotedClause(scored: ScoredUnit, question: Question): number | undefined {
  const quoted = [...question.text.matchAll(/“([^”]{2,20})”/gu)].map((match) => match[1] ?? '');
  const at = scored.unit.clauses.findIndex((clause) =>
    quoted.some((name) => scored.unit.text.slice(clause.start, clause.end).includes(name)),
  );
  return at < 0 ? undefined : at;
}

/**
 * The clause with the most items, near the one that fits the question best.
 * @param noun what is asked for several of (科技城): a clause that lists such things goes first
 */
export function enumerationClause(scored: ScoredUnit, noun?: string): number {
  let best = scored.clause;
  let most = 0;
  scored.unit.clauses.forEach((clause, index) => {
    const text = scored.unit.text.slice(clause.start, clause.end);
    const kind = noun !== undefined && text.includes('、') && namesKind(text, noun) ? 4 : 0;
    const items = text.split('、').length + kind - Math.abs(index - scored.clause) * 0.5;
    if (items > most) [best, most] = [index, items];
  });
  return best;
}

/** A verb before the first item of an enumeration, and what follows the last. */
const BEFORE =
  /^.*?(?:聚焦|围绕|包括|包含|重点(?:发展|培育|支持|推进|建设|开展)|培育|发展|建设|布局|推进|打造|形成|构建|完善|健全|支持|加强与|推进与|与|由|为|是|在|对|以|：)(?=[^、]{1,24}$)/u;
const BEHIND = /等.*$|(?<=.{2})(?:[二三四五六七八九十两\d]+(?:大|个|项|类|种)[\p{Script=Han}]{0,8})$/u;

/**
 * The items of an enumeration (“重点培育A、B和C等产业” → A, B, C); empty when there are fewer than three.
 */
export function itemsOf(clause: string): readonly string[] {
  const text = clause.replace(/[，。；：\s]+$/u, '');
  const pieces = splitOutsideQuotes(text);
  if (pieces.length < 2) return [];
  const first = (pieces[0] ?? '').replace(BEFORE, '');
  const behind = (pieces.at(-1) ?? '').replace(BEHIND, '');
  const last = behind.split(/(?:以及|和|与|及)(?=[\p{Script=Han}A-Za-z“]{2,}$)/u).filter((piece) => piece !== '');
  const items = [first, ...pieces.slice(1, -1), ...last].map((piece) => piece.trim()).filter((piece) => piece !== '');
  return items.length >= 3 && items.every((item) => item.length <= 40) ? items : [];
}

function splitOutsideQuotes(text: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let piece = '';
  for (const character of text) {
    if (/[“（(《]/u.test(character)) depth += 1;
    if (/[”）)》]/u.test(character)) depth -= 1;
    if (character === '、' && depth <= 0) {
      pieces.push(piece);
      piece = '';
    } else piece += character;
  }
  return [...pieces, piece];
}
