/** Where a text may be cut, by kind, in order. Offsets count UTF-16 units. */
export interface PlacesToCut {
  /** After blank lines. */
  readonly paragraphs: readonly number[];
  /** After line ends. */
  readonly lines: readonly number[];
  readonly sentences: readonly number[];
  readonly clauses: readonly number[];
}

const PARAGRAPH = /(?<end>)(?<bold>)(?<marks>)(?<space>[^\S\n]*\n(?:[^\S\n]*\n)+)/gu;
const LINE = /(?<end>)(?<bold>)(?<marks>)(?<space>[^\S\n]*\n)/gu;
const SENTENCE =
  /(?<end>(?:[。！？；!?…]+|(?<=[\p{L}\p{Nd}])\.(?=\s))[”’"」』）)】》]*)(?<bold>(?:\*\*)?)(?<marks>(?:\[\p{Nd}{1,4}\])*)(?<space>[^\S\n]*)/gu;
const CLAUSE =
  /(?<end>[，、：,:][”’"」』）)】》]*)(?<bold>(?:\*\*)?)(?<marks>(?:\[\p{Nd}{1,4}\])*)(?<space>[^\S\n]*)/gu;

/** A heading belongs to what follows it. */
const AFTER_HEADING = /(?:^|\n)#{1,6}[^\S\n][^\n]*\s*$/u;

/** Finds them. White space at a place goes with the piece before it, as far as that has room: `longest` for all of it. */
export function placesToCut(text: string, longest: number): PlacesToCut {
  const afterHeading = (position: number): boolean => AFTER_HEADING.test(text.slice(0, position));
  const places = (pattern: RegExp): readonly number[] =>
    [...text.matchAll(pattern)]
      .flatMap((match) => ends(match))
      .map(({ end, withSpace }) => Math.min(withSpace, Math.max(longest, end)))
      .filter((position) => position > 0 && position <= longest && !afterHeading(position));
  return {
    paragraphs: places(PARAGRAPH),
    lines: places(LINE),
    sentences: places(SENTENCE),
    clauses: places(CLAUSE),
  };
}

interface End {
  readonly end: number;
  /** `end` and the white space after it. */
  readonly withSpace: number;
}

/** After a closing `**` and the marks; and before a `**`, which may be an opening one, unless marks follow it. */
function ends({ index, groups = {} }: RegExpExecArray): readonly End[] {
  const { end = '', bold = '', marks = '', space = '' } = groups;
  const before = index + end.length;
  const after = before + bold.length + marks.length;
  const full = { end: after, withSpace: after + space.length };
  return bold !== '' && marks === '' ? [{ end: before, withSpace: before }, full] : [full];
}
