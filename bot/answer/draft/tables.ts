import type { PlanSummary } from '../../../retrieval/types.ts';
import type { RowStatement } from './indicator-rows.ts';
import type { DraftRequest } from './request.ts';

/** A table before its citations are numbered; a row without passages says that a place is silent. */
export interface TableStatement {
  readonly caption: string;
  readonly compares: boolean;
  readonly rows: readonly RowStatement[];
}

/** Fewer indicators are said in sentences, unless a table was asked for. */
const FEWEST_ROWS = 4;

/** The table of a draft; undefined when sentences say it as well. */
export function tableOf(
  rows: readonly RowStatement[],
  request: DraftRequest,
  plans: readonly PlanSummary[],
  mostRows: number,
): TableStatement | undefined {
  if (request.grouping !== 'theme') return comparisonOf(rows, request, plans, mostRows);
  const { targets, status } = request.aspects;
  const fewest = request.wantsTable ? 1 : FEWEST_ROWS;
  const shown = chooseRows(rows, mostRows);
  if (shown.length < fewest) return undefined;
  return { caption: status && !targets ? '主要完成情况' : '主要指标', compares: false, rows: shown };
}

/** Rows of the plans' own tables go before those of sentences where not all fit; the order stays. */
function chooseRows(rows: readonly RowStatement[], most: number): readonly RowStatement[] {
  const isTabled = (row: RowStatement): boolean => row.passages[0]?.kind === 'row';
  const kept = new Set([...rows.filter(isTabled), ...rows.filter((row) => !isTabled(row))].slice(0, most));
  return rows.filter((row) => kept.has(row)).sort((a, b) => Number(isTabled(b)) - Number(isTabled(a)));
}

/** Each indicator for each place, those that most places state first; 未提及 where a place says nothing of it. */
function comparisonOf(
  rows: readonly RowStatement[],
  request: DraftRequest,
  plans: readonly PlanSummary[],
  mostRows: number,
): TableStatement | undefined {
  const groupOf = ({ region, title }: { region: string; title: string }): string =>
    request.grouping === 'place' && region !== '' ? region : title;
  const groups = [...new Set(plans.map(groupOf))];
  const groupOfRow = (row: RowStatement): string => groupOf({ region: row.place, title: row.plan });
  const keys = [...new Set(rows.map(({ key }) => key))];
  const statedBy = (key: string): number => new Set(rows.filter((row) => row.key === key).map(groupOfRow)).size;
  // Of whole plans, only what most of them state is worth a line for each.
  const least = request.themes.length > 0 ? 2 : Math.max(2, groups.length / 2);
  const shared = keys.filter((key) => statedBy(key) >= least).sort((a, b) => statedBy(b) - statedBy(a));
  const single = request.aspects.targets || request.wantsTable ? keys.filter((key) => !shared.includes(key)) : [];
  const shown: RowStatement[] = [];
  let isFull = false;
  for (const key of [...shared, ...single]) {
    // What one place states must not stand where what all state has no room.
    if (isFull && shown.length === 0 && single.includes(key)) break;
    const stated = rows.filter((row) => row.key === key);
    const [first] = stated;
    if (!first) continue;
    const block = shared.includes(key)
      ? groups.flatMap((group): readonly RowStatement[] => {
          const own = stated.filter((row) => groupOfRow(row) === group);
          const plan = plans.find((one) => groupOf(one) === group);
          return own.length > 0 ? own : plan ? [silentRow(first, group, plan, request)] : [];
        })
      : stated;
    if (shown.length + block.length > mostRows) isFull = true;
    else shown.push(...block);
  }
  if (shown.length === 0 || (shared.length === 0 && !request.wantsTable)) return undefined;
  return { caption: '指标对照', compares: true, rows: shown };
}

function silentRow(like: RowStatement, group: string, plan: PlanSummary, request: DraftRequest): RowStatement {
  return {
    indicator: like.key,
    key: like.key,
    planId: plan.id,
    plan: request.grouping === 'place' ? '' : plan.title,
    place: request.grouping === 'place' ? group : plan.region,
    isDraft: false,
    unit: like.unit,
    passages: [],
    records: [],
  };
}

/**
 * Whether a clause says what the table says: its figures stand in rows that rest on its passage.
 * @param loosely one of its figures is enough
 */
export function isSaidByTable(
  passageId: string,
  figures: readonly string[],
  table: TableStatement,
  loosely: boolean,
): boolean {
  if (figures.length === 0) return false;
  const rows = table.rows.filter((row) => row.passages.some(({ id }) => id === passageId));
  const said = rows.flatMap(({ target, baseline, records }) => [
    target?.text ?? '',
    baseline?.text ?? '',
    ...records.map(({ raw }) => raw),
  ]);
  const isSaid = (figure: string): boolean => said.some((value) => value.includes(figure));
  return loosely ? figures.some(isSaid) : figures.every(isSaid);
}
