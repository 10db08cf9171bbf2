import type { Stretch } from '../../corpus/sentences.ts';
import type { Unit } from '../../retrieval/rank/units.ts';

/** A run of clauses of a sentence that can stand as an answer. */
export interface Window {
  readonly text: string;
  /** Where it stands in the unit's text; a leading time clause may have been put before it. */
  readonly span: Stretch;
}

/** Punctuation that may not end or open a quoted run. */
const EDGES = /^[，、；：。\s]+|[，、；：\s]+$/gu;

/**
 * The clauses around `core` that a reader needs: as many neighbours as fit into `limit` characters, nearest first, those
 * wanted by `wants` before others; the sentence's opening time or subject is kept when it is short.
 */
export function windowAround(
  unit: Unit,
  core: readonly number[],
  limit: number,
  options: { wants?: (clause: number) => boolean; anchor?: Stretch } = {},
): Window {
  const { wants = () => false, anchor } = options;
  const { clauses, text } = unit;
  if (text.length <= limit) return { text: tidy(text), span: { start: 0, end: text.length } };
  let from = Math.min(...core);
  let to = Math.max(...core);
  const length = (): number => (clauses[to]?.end ?? 0) - (clauses[from]?.start ?? 0);
  const fits = (clause: number): boolean => {
    const stretch = clauses[clause];
    return stretch !== undefined && length() + stretch.end - stretch.start <= limit;
  };
  for (let grown = true; grown;) {
    grown = false;
    if (to + 1 < clauses.length && wants(to + 1) && fits(to + 1)) {
      to += 1;
      grown = true;
    }
    if (from > 0 && wants(from - 1) && fits(from - 1)) {
      from -= 1;
      grown = true;
    }
  }
  const start = clauses[from]?.start ?? 0;
  const end = clauses[to]?.end ?? text.length;
  if (end - start > limit && anchor)
    return {
      text: cutItems(text.slice(start, end), anchor.start - start, anchor.end - start, limit),
      span: { start, end },
    };
  const opening = from > 0 ? openingOf(unit, from, limit - (end - start)) : '';
  return { text: tidy(opening + text.slice(start, end)), span: { start, end } };
}

/** The items of a long enumeration around an anchor, with …… where items are left out. */
function cutItems(text: string, anchorStart: number, anchorEnd: number, limit: number): string {
  let start = Math.max(text.lastIndexOf('、', anchorStart), text.lastIndexOf('，', anchorStart)) + 1;
  let end = text.slice(anchorEnd).search(/[、，；。]/u);
  end = end < 0 ? text.length : anchorEnd + end;
  for (;;) {
    const after = text.slice(end + 1).search(/[、，；。]/u);
    const next = end >= text.length ? end : after < 0 ? text.length : end + 1 + after;
    if (next > end && next - start <= limit * 0.8) {
      end = next;
      continue;
    }
    const before = text.lastIndexOf('、', start - 2) + 1;
    if (start > 0 && before < start && end - before <= limit * 0.9) start = before;
    else break;
  }
  const verb = start > 0 ? (/^[\p{Script=Han}]{2,4}(?=[\p{Script=Han}“])/u.exec(text)?.[0].slice(0, 4) ?? '') : '';
  return `${verb === '' ? '' : '……'}${tidy(text.slice(start, end))}${end < text.length ? '……' : ''}`;
}

/** “到2025年，” at the head of the sentence, when the clauses between are left out. */
function openingOf(unit: Unit, from: number, room: number): string {
  const first = unit.clauses[0];
  if (!first || from === 0) return '';
  const head = unit.text.slice(first.start, first.end);
  return head.length <= Math.min(room, 18) && /\d{4}年|十[一二三四五六]?五/u.test(head) ? head : '';
}

function tidy(text: string): string {
  return text.replace(EDGES, '').replace(/^——/u, '');
}
