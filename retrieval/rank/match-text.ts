import { canonical } from '../query/synonyms.ts';

/** A text as terms are looked for in it: lower case, NFKC, Latin glosses in brackets (“（R&D）”) taken out. */
export function matchText(text: string): string {
  return canonical(
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/\((?:r&d|gdp|[a-z]{2,5})\)/gu, '')
      .replace(/r&d/gu, '研发'),
  );
}
