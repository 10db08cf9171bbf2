import { findFigures, type Figure } from '../../corpus/figures.ts';
import { splitClauses, splitSentences, type Stretch } from '../../corpus/sentences.ts';
import { findTimes, type TimeSpan } from '../../corpus/times.ts';
import type { Passage } from '../../corpus/types.ts';
import { matchText } from './match-text.ts';
import { rowName } from './row-name.ts';

/** A sentence of a passage, or a table row: what is scored against a question and what an answer is made of. */
export interface Unit {
  readonly passage: Passage;
  /** Where the sentence stands in the passage's text. */
  readonly span: Stretch;
  readonly text: string;
  /** Clauses of the sentence, offsets within `text`. */
  readonly clauses: readonly Stretch[];
  readonly figures: readonly Figure[];
  /** Times the sentence names; when it names none, those that the passage last named before it. */
  readonly times: readonly TimeSpan[];
  /** Text of the sentence before and after it in the passage. */
  readonly around: string;
  /** The same texts as terms are looked for in them. */
  readonly match: UnitMatchTexts;
}

/** Texts of a passage by `matchText`, which all its units share. */
export interface PassageMatchTexts {
  /** Its own heading. */
  readonly leaf: string;
  /** The headings above that. */
  readonly path: string;
  readonly text: string;
  /** Times that its own heading names. */
  readonly leafTimes: readonly TimeSpan[];
}

/** Texts of a unit by `matchText`. A row's caption stands in its text, but only its own name says what its values are of: it is left out. */
export interface UnitMatchTexts {
  readonly passage: PassageMatchTexts;
  readonly sentence: string;
  /** One a clause; a row is a single clause. */
  readonly clauses: readonly string[];
  /** What each clause says beside figures and punctuation; of a row its name alone. */
  readonly bareClauses: readonly string[];
  /** The sentence only repeats its heading. */
  readonly repeatsHeading: boolean;
  readonly around: string;
}

/** A clause longer than this, in characters, is cut at commas inside its quotes and brackets too. */
const LONG_CLAUSE = 120;

function cutLongClause(text: string, clause: Stretch): readonly Stretch[] {
  if (clause.end - clause.start <= LONG_CLAUSE) return [clause];
  const cuts = [...text.slice(clause.start, clause.end).matchAll(/[，；]/gu)].map(
    (match) => clause.start + match.index + 1,
  );
  return [clause.start, ...cuts]
    .map((start, index) => ({ start, end: cuts[index] ?? clause.end }))
    .filter((piece) => piece.end > piece.start);
}

/** Units by passage: what they hold follows from the passage alone, and a store gives the same object while it keeps it. */
const read = new WeakMap<Passage, readonly Unit[]>();

/** The sentences of a passage. A table row is one unit. The same array each time for the same passage object. */
export function readUnits(passage: Passage): readonly Unit[] {
  const known = read.get(passage);
  if (known) return known;
  const units = unitsOf(passage);
  read.set(passage, units);
  return units;
}

function unitsOf(passage: Passage): readonly Unit[] {
  const spans = passage.kind === 'row' ? [{ start: 0, end: passage.text.length }] : splitSentences(passage.text);
  const texts = spans.map((span) => passage.text.slice(span.start, span.end));
  const leaf = passage.section.at(-1) ?? '';
  const shared: PassageMatchTexts = {
    leaf: matchText(leaf),
    path: matchText(passage.section.slice(0, -1).join(' ')),
    text: matchText(passage.kind === 'row' ? rowOwnText(passage) : passage.text),
    leafTimes: findTimes(leaf),
  };
  let carried: readonly TimeSpan[] = passage.section.flatMap((heading) => findTimes(heading)).slice(-1);
  return spans.map((span, index) => {
    const text = texts[index] ?? '';
    // “比2015年增加” compares with 2015 and speaks of another year.
    const own = findTimes(text).filter((time) => !/[比较]$/u.test(text.slice(0, time.start)));
    if (own.length > 0) carried = own;
    const clauses = splitClauses(text, { commas: true }).flatMap((clause) => cutLongClause(text, clause));
    const around = `${texts[index - 1] ?? ''}${texts[index + 1] ?? ''}`;
    const row = passage.kind === 'row';
    const matchClauses = row ? [shared.text] : clauses.map((clause) => matchText(text.slice(clause.start, clause.end)));
    return {
      passage,
      span,
      text,
      clauses,
      figures: findFigures(text).filter((figure) => !figure.isYear),
      times: own.length > 0 ? own : carried,
      around,
      match: {
        passage: shared,
        sentence: row ? shared.text : matchText(text),
        clauses: matchClauses,
        bareClauses: matchClauses.map((clause) => (row ? rowName(clause) : clause.replace(/[\d.,%\p{P}\s]+/gu, ''))),
        repeatsHeading: !row && repeats(text, leaf),
        around: matchText(around),
      },
    };
  });
}

/** A sentence that only repeats its heading says nothing more. */
function repeats(sentence: string, heading: string): boolean {
  if (heading === '' || sentence.replace(/[。：—]/gu, '').trim().length > heading.length) return false;
  return sentence.includes(heading.slice(-6));
}

/** A row's text without its caption. */
function rowOwnText(passage: Passage): string {
  const caption = passage.section.at(-1) ?? '';
  return caption !== '' && passage.text.startsWith(`${caption}：`)
    ? passage.text.slice(caption.length + 1)
    : passage.text;
}
