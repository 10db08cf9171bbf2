const DIGITS = '零一二三四五六七八九十';

/** The number of a section as official documents write it: 一、 for 0. */
export function numberSections(index: number): string {
  return `${hanNumber(index + 1)}、`;
}

/** The number of a sub-heading: （一） for 0. */
export function numberParagraphs(index: number): string {
  return `（${hanNumber(index + 1)}）`;
}

/** 12 → 十二; up to 99. */
export function hanNumber(value: number): string {
  if (value <= 10) return DIGITS[value] ?? String(value);
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十${ones === 0 ? '' : (DIGITS[ones] ?? '')}`;
}
