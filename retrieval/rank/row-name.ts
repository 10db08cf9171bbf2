/** The name that a row's own text (without its caption) begins with, before “——”, without what brackets add. */
export function rowName(text: string): string {
  const cut = text.indexOf('——');
  const named = cut < 0 ? text : text.slice(0, cut);
  return named.slice(named.indexOf('：') + 1).replace(/\([^()]*\)|（[^（）]*）/gu, '');
}
