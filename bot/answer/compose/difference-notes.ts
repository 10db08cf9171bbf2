import type { Statement } from '../statement.ts';
import type { PlaceFinding } from './find-side.ts';

/** What keeps the values of a comparison from being compared: years, kinds, units or definitions that differ. */
export function differenceNotes(findings: readonly PlaceFinding[]): readonly Statement[] {
  const stated = findings.flatMap(({ records }) => records.slice(0, 1));
  if (stated.length < 2 || stated.length !== findings.filter(({ statement }) => statement).length) return [];
  const notes: string[] = [];
  const differ = (of: (record: (typeof stated)[number]) => string): boolean => new Set(stated.map(of)).size > 1;
  const names = stated.map((record) => record.indicator);
  if (names.some((name) => name.includes('产值')) && names.some((name) => /增加值/u.test(name) && !/产值/u.test(name)))
    notes.push('有的按产值、有的按增加值计');
  const levels = names.map((name) => /国家|省级?(?=[\p{Script=Han}])(?!领军)|市级/u.exec(name)?.[0].slice(0, 1) ?? '');
  if (levels.every((level) => level !== '') && new Set(levels).size > 1) notes.push('级别不同');
  if (differ((record) => (record.time === '每年' ? '每年' : ''))) notes.push('有的是每年数、有的是累计数');
  else if (differ((record) => (record.kind === 'achieved' ? '实际' : '目标'))) notes.push('有的是实际数、有的是目标数');
  if (names.some((name) => /吸纳/u.test(name)) && names.some((name) => !/吸纳/u.test(name)))
    notes.push('有的吸纳和输出都算');
  return notes.length === 0 ? [] : [{ text: `（口径不同：${notes.join('；')}，不宜直接比较。）`, passages: [] }];
}
