import type { Passage } from '../../corpus/types.ts';
import type { Question } from '../../retrieval/query/question.ts';

/** The parts of a row's text: “caption：name——header value；header value（group）”. */
export interface RowText {
  readonly caption: string;
  readonly name: string;
  readonly values: readonly { readonly header: string; readonly value: string; readonly text: string }[];
}

/** Takes a row passage's text apart again. */
export function parseRow(passage: Passage): RowText | undefined {
  const caption = passage.section.at(-1) ?? '';
  const body = passage.text.startsWith(`${caption}：`) ? passage.text.slice(caption.length + 1) : passage.text;
  const dash = body.indexOf('——');
  if (dash < 0) return undefined;
  const name = body.slice(0, dash);
  const rest = body.slice(dash + 2).replace(/（[^（）]*）$/u, '');
  const values = rest.split('；').map((text) => {
    const cut = text.lastIndexOf(' ');
    return cut < 0
      ? { header: '', value: text, text }
      : { header: text.slice(0, cut), value: text.slice(cut + 1), text };
  });
  return { caption, name, values };
}

/** The values of a row that a question asks for, as one line. */
export function readRowValues(passage: Passage, question: Question): string | undefined {
  const row = parseRow(passage);
  if (!row) return undefined;
  const { name, unit } = nameAndUnit(row.name);
  const chosen = chooseColumns(row, question);
  const say = (value: { header: string; value: string }): string =>
    `${value.header === '' ? '' : `${value.header}为`}**${withUnit(value.value, unit)}**`;
  return `${name}：${chosen.map(say).join('，')}`;
}

/** The name of a row and the counter that stands in brackets behind it: 高企（家）. */
export function nameAndUnit(written: string): { readonly name: string; readonly unit: string } {
  const bracket = /[（(]([^（()）]{1,6})[)）]$/u.exec(written);
  return { name: bracket ? written.slice(0, bracket.index) : written, unit: bracket?.[1] ?? '' };
}

/** 3.8左右 with % → 3.8%左右; 10000 with 户 → 10000户; words stay. */
export function withUnit(value: string, unit: string): string {
  if (
    unit === '' ||
    !/\d/u.test(value) ||
    /[%％]/u.test(value) ||
    !/^[*＊≥≤＞＜><=约]?[\d.,\-—–~]+\*?(?:左右|以上)?$/u.test(value)
  )
    return value;
  const match = /^([*＊≥≤＞＜><=约]?[\d.,\-—–~]+)(\*?)(.*)$/u.exec(value);
  return match ? `${match[1] ?? ''}${unit}${match[2] ?? ''}${match[3] ?? ''}` : value;
}

function chooseColumns(row: RowText, question: Question): RowText['values'] {
  const filled = row.values.filter((value) => !/^[-—–]$/u.test(value.value));
  const usable = filled.length > 0 ? filled : row.values;
  const text = question.text;
  const wantsGrowth = /增速|增幅|增长|年均/u.test(text) && !/增速|增幅/u.test(row.name);
  const years = question.times.map((time) => String(time.to));
  const byYear = usable.filter((value) => years.some((year) => value.header.includes(year)));
  const target = /目标|要达|要到|力争|规划(?:到|值)|将达|十四五|计划|要多/u.test(text);
  const achieved = /完成|实际|达到了|已|现状|底数|基数|基期|目前|现有|十三五末/u.test(text);
  let chosen = byYear.length > 0 ? byYear : usable;
  if (/完成|实际/u.test(text) && chosen.some((value) => value.header.includes('完成')))
    chosen = chosen.filter((value) => value.header.includes('完成'));
  else if (
    /“?十三五”?规划目标|目标是|定的|规划目标/u.test(text) &&
    chosen.some((value) => /规划目标/u.test(value.header))
  )
    chosen = chosen.filter((value) => /规划目标/u.test(value.header));
  if (byYear.length === 0) {
    if (years.length === 0 && achieved && !target)
      chosen = usable.filter((value) => /2020|现状|完成/u.test(value.header));
    else if (years.some((year) => Number(year) >= 2021) || target)
      chosen = usable.filter((value) => /目标|20(?:2[1-9]|3\d)年/u.test(value.header));
  }
  if (wantsGrowth && usable.some((value) => /增速|增长|增幅/u.test(value.header)))
    chosen = usable.filter((value) => /增速|增长|增幅/u.test(value.header));
  else if (chosen.length > 1 && chosen.some((value) => /增速|增长|增幅/u.test(value.header))) {
    const plain = chosen.filter((value) => !/增速|增长|增幅/u.test(value.header));
    if (plain.length > 0) chosen = plain;
  }
  const aims = usable.filter(({ header }) => /目标/u.test(header) && !/增速|增长|增幅/u.test(header));
  if (asksBoth(text) && chosen.length > 0)
    return usable.filter((value) => chosen.includes(value) || aims.includes(value));
  return chosen.length > 0 ? chosen : usable;
}

/** “2020年多少人次，目标多少”: asked in one clause for the target and in another for what there is. */
function asksBoth(text: string): boolean {
  if (/(?:现状|基数|底数|20\d\d年)[值数末底]?(?:[（(][^（()）]*[)）])?[和跟与、及同][^，。？]{0,4}目标/u.test(text))
    return true;
  const asking = text.split(/[，,；、？]/u).filter((clause) => /多少|几/u.test(clause));
  const aims = asking.filter((clause) => /目标/u.test(clause));
  return aims.length > 0 && aims.length < asking.length;
}
