const DIGITS = '零一二三四五六七八九十';

/** The number of a section as official documents write it: 一、 for 0. */
export function numberSections(index: number): string {
  return `${hanNumber(index + 1)}、`;
}

/** Sub-headings with their numbers, （一）; one that stands alone has none, and a paragraph without a name has nothing. */
export function labelParagraphs(paragraphs: readonly { readonly name: string }[]): readonly string[] {
  const named = paragraphs.filter(({ name }) => name !== '').length;
  let number = 0;
  return paragraphs.map(({ name }) => {
    if (name === '') return '';
    number += 1;
    return named === 1 ? name : `（${hanNumber(number)}）${name}`;
  });
}

/** 12 → 十二; up to 99. */
export function hanNumber(value: number): string {
  if (value <= 10) return DIGITS[value] ?? String(value);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十${ones === 0 ? '' : (DIGITS[ones] ?? '')}`;
}
