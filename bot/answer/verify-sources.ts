import type { Passage, Plan } from '../../corpus/types.ts';
import { parseRow } from './row.ts';
import { plainText, readQuantities, type Quantity } from './verify-quantities.ts';

/** A quantity that a source states; a bare cell of a table may be read with the unit of its row, too. */
export interface SourceQuantity extends Quantity {
  readonly units: readonly string[];
}

/** What the reader of a citation sees, in the form that statements are held against. */
export interface Source {
  /** Words, headings and title as one text: for names. */
  readonly text: string;
  readonly title: string;
  readonly quantities: readonly SourceQuantity[];
}

/** A passage with its headings and the title of its plan. */
export function sourceOfPassage(passage: Passage, planTitle: string): Source {
  const headings = passage.section.map(plainText);
  const words = plainText(passage.text);
  const title = plainText(planTitle);
  const quantities = [
    ...headings.flatMap((heading) => quantitiesOf(heading)),
    ...(passage.kind === 'row' ? rowQuantities(passage) : quantitiesOf(words)),
  ];
  return { text: [words, ...headings, title].join('｜'), title, quantities };
}

/** What is known of a plan itself, said as answers say it. */
export function sourceOfPlan(plan: Plan): Source {
  const title = plainText(plan.title);
  const [year, month, day] = (plan.date ?? '').split('-').map(Number);
  const parts = [
    year ? `${year}年${month ? `${month}月` : ''}${day ? `${day}日` : ''}` : '',
    plan.period ? `${plan.period.from === undefined ? '' : `${plan.period.from}年—`}${plan.period.to}年` : '',
    plainText(plan.issuer ?? ''),
  ];
  const text = parts.join('｜');
  return { text: `${text}｜${title}`, title, quantities: quantitiesOf(text) };
}

function quantitiesOf(text: string, units: readonly string[] = [], year?: string): readonly SourceQuantity[] {
  return readQuantities(text).map((quantity) => ({
    ...quantity,
    sentenceYear: year ?? quantity.sentenceYear,
    lastYear: year ?? quantity.lastYear,
    units: quantity.suffix === '' ? units : [],
  }));
}

/** Each cell with the unit in the brackets of its header, its row's name or its caption, and the year of its header. */
function rowQuantities(passage: Passage): readonly SourceQuantity[] {
  const row = parseRow(passage);
  if (!row) return quantitiesOf(plainText(passage.text), unitsIn(passage.text));
  const ofRow = unitsIn(row.name);
  const fallback = ofRow.length > 0 ? ofRow : unitsIn(row.caption);
  return [
    ...quantitiesOf(plainText(`${row.caption}；${row.name}`)),
    ...quantitiesOf(plainText(/（[^（）]*）$/u.exec(passage.text)?.[0] ?? '')),
    ...row.values.flatMap(({ header, value }) => {
      const ofHeader = unitsIn(header);
      const [year, ...others] = [...new Set(header.match(/(?:19|20)\d{2}(?=年)/gu) ?? [])];
      return [
        ...quantitiesOf(plainText(header)),
        ...quantitiesOf(
          plainText(value),
          ofHeader.length > 0 ? ofHeader : fallback,
          others.length === 0 ? year : undefined,
        ),
      ];
    }),
  ];
}

/** The counters in the brackets of a text: （亿元）, （单位：%）. */
function unitsIn(text: string): readonly string[] {
  return [...text.matchAll(/[（(](?:单位[：:])?([^（()）]{1,8})[)）]/gu)].flatMap((match) => {
    const [quantity] = readQuantities(plainText(`1${match[1] ?? ''}`));
    return quantity?.number === '1' && quantity.suffix !== '' ? [quantity.suffix] : [];
  });
}
