import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Statement } from '../statement.ts';
import type { RowStatement } from './indicator-rows.ts';
import type { DraftRequest } from './request.ts';
import type { TableStatement } from './tables.ts';

/** What a reader must know of the draft. */
export interface NoteInput {
  readonly request: DraftRequest;
  /** Plans that are cited. */
  readonly cited: readonly PlanSummary[];
  /** Groups (places or plans) of which nothing on the topic was found. */
  readonly silent: readonly string[];
  /** Groups that say something of which nothing found room. */
  readonly omitted: readonly string[];
  readonly table: TableStatement | undefined;
  /** All rows found, those that are not shown included. */
  readonly rows: readonly RowStatement[];
  /** Points were left out for want of room. */
  readonly isCut: boolean;
}

/** 说明: what is not stated, which plan is a draft, where figures differ, what to check before it is used. */
export function notesOf(input: NoteInput): readonly Statement[] {
  const { request, cited, silent, omitted, table, isCut } = input;
  const notes: Statement[] = [];
  const plain = (text: string): void => void notes.push({ text, passages: [] });
  for (const plan of cited.filter(({ status }) => status === 'draft'))
    notes.push({
      text: `《${plan.title}》是征求意见稿，尚未正式印发，所列内容不能作为已生效的依据。`,
      passages: [],
      about: plan,
    });
  notes.push(...differences(input.rows));
  if (silent.length > 0) plain(`${namesOf(silent)}未提及这一内容。`);
  if (omitted.length > 0) plain(`限于篇幅，${namesOf(omitted)}的有关内容没有列入。`);
  const unstated = unstatedIn(table);
  if (unstated.length > 0) plain(`表中标“未提及”的，是该地规划没有写明这项指标：${unstated.join('；')}。`);
  if (table?.rows.some((row) => row.passages.length > 0 && (!row.baseline || !row.target)))
    plain('表中“—”表示规划没有写明。');
  if (request.question.otherPlaces.length > 0)
    plain(`规划库里没有${request.question.otherPlaces.join('、')}的规划，没有列入。`);
  const digests = cited.filter(({ edition }) => edition === 'digest');
  if (digests.length > 0)
    plain(
      digests.length === cited.length
        ? '以上依据规划要点本整理，对外使用前请与正式文本核对。'
        : `${digests.map(({ title }) => `《${title}》`).join('、')}依据要点本整理，对外使用前请与正式文本核对。`,
    );
  if (isCut && omitted.length === 0) plain('限于篇幅择要摘录，完整内容见所注章节。');
  return notes;
}

/** Most groups that are named. */
const MOST_NAMED = 4;

/** 安徽省、合肥市的规划; 《…规划》、《…规划》等9份规划. */
function namesOf(groups: readonly string[]): string {
  const named = groups.slice(0, MOST_NAMED);
  const names = named.join('、').replace(/》、《/gu, '》《');
  if (groups.length > named.length) return `${names}等${groups.length}份规划`;
  return groups.every((group) => group.startsWith('《')) ? names : `${names}的规划`;
}

function unstatedIn(table: TableStatement | undefined): readonly string[] {
  const silent = (table?.rows ?? []).filter((row) => row.passages.length === 0);
  return [...new Set(silent.map(({ key }) => key))].map(
    (key) =>
      `${key}（${silent
        .filter((row) => row.key === key)
        .map((row) => row.place || row.plan)
        .join('、')}）`,
  );
}

/** Most differences that are told. */
const MOST_DIFFERENCES = 4;

/** The same indicator of one place for the same year, with values that differ. */
function differences(rows: readonly RowStatement[]): readonly Statement[] {
  const groups = new Map<string, RowStatement[]>();
  for (const row of rows) {
    if (row.target?.value === undefined || row.target.time === undefined) continue;
    const key = [row.place, row.key, row.unit, row.target.time].join('\n');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()]
    .filter((group) => new Set(group.map((row) => row.target?.value)).size > 1)
    .slice(0, MOST_DIFFERENCES)
    .map((group): Statement => {
      const [first] = group;
      const values = group.map((row) => `《${row.plan}》写${withUnit(row.target?.text ?? '', row.unit)}`);
      return {
        text: `${first?.place ?? ''}${first?.key ?? ''}有不同写法：${values.join('；')}，请以原文为准。`,
        passages: group.flatMap((row) => row.passages.slice(0, 1)),
      };
    });
}

/** 3.8左右 with % → 3.8%左右. */
export function withUnit(value: string, unit: string): string {
  if (unit === '' || value.includes(unit)) return value;
  return value.replace(/\d[\d.]*(?:[-—～~]\d[\d.]*)?/u, `$&${unit}`);
}
