import { splitClauses } from '../sentences.ts';

/** A clause of a sentence, read in order; what stands in brackets is a clause of its own behind the one it explains. */
export interface Clause {
  readonly text: string;
  /** Counts the parts that ； sets apart, 0-based. */
  readonly group: number;
  /** The words in front of the bracket that this clause stands in. */
  readonly host?: string;
  /** A label that ends in ：, such as “科技人才总量：”. */
  readonly label: boolean;
}

const BRACKET = /（[^（）]*）|\([^()]*\)/gu;
/** A bracket that states a figure of its own, and so is no part of a name: “（其中国家级14家）”, not “（R&D）”. */
const STATES = /\d\s*(?:余|多)?(?:万亿|万|亿|千|百)?(?:家|户|个|项|件|名|人|台|元|%|倍)/u;

/** The clauses of a sentence: cut at ；, ， and ：, brackets that state a figure taken out. */
export function readClauses(sentence: string): readonly Clause[] {
  const clauses: Clause[] = [];
  for (const [group, part] of splitGroups(sentence).entries()) {
    for (const { start, end } of splitClauses(part, { commas: true })) {
      for (const piece of splitLabels(part.slice(start, end))) clauses.push(...withBrackets(piece, group));
    }
  }
  return joinParts(clauses);
}

/** “其中，应用类科技成果1532项” is one clause. */
function joinParts(clauses: readonly Clause[]): readonly Clause[] {
  return clauses.flatMap((clause, index) => {
    if (clause.text === '其中' && index < clauses.length - 1) return [];
    return clauses[index - 1]?.text === '其中' ? [{ ...clause, text: `其中${clause.text}` }] : [clause];
  });
}

/** Parts set apart by ；outside brackets and quotes. */
function splitGroups(sentence: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let index = 0; index < sentence.length; index += 1) {
    const character = sentence[index] ?? '';
    if ('（(“《「'.includes(character)) depth += 1;
    if ('）)”》」'.includes(character)) depth = Math.max(0, depth - 1);
    if (character !== '；' || depth > 0) continue;
    parts.push(sentence.slice(from, index + 1));
    from = index + 1;
  }
  if (from < sentence.length) parts.push(sentence.slice(from));
  return parts;
}

function splitLabels(clause: string): readonly { text: string; label: boolean }[] {
  const at = clause.indexOf('：');
  if (at < 0 || /[“《（][^”》）]*$/u.test(clause.slice(0, at))) return [{ text: clause, label: false }];
  return [
    { text: clause.slice(0, at), label: true },
    { text: clause.slice(at + 1), label: false },
  ];
}

function withBrackets(piece: { text: string; label: boolean }, group: number): readonly Clause[] {
  const stating = [...piece.text.matchAll(BRACKET)].filter((match) => STATES.test(match[0]));
  if (stating.length === 0) return [{ ...piece, text: ended(piece.text), group }];
  const outer = stating.reduce((text, match) => text.replace(match[0], ''), piece.text);
  const inner = stating.flatMap((match) => {
    const host = piece.text.slice(0, match.index).replace(BRACKET, '');
    return splitClauses(match[0].slice(1, -1), { commas: true }).map(({ start, end }) => ({
      text: ended(match[0].slice(1 + start, 1 + end)),
      group,
      host,
      label: false,
    }));
  });
  return [{ text: ended(outer), group, label: piece.label }, ...inner];
}

function ended(text: string): string {
  return text.replace(/[，；。！？]+[”’）]*$/u, '').trim();
}
