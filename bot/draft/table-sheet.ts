import { basename } from 'node:path';
import type { DraftDocument, IndicatorRow } from '../answer/draft/types.ts';
import { NOT_STATED, timeText } from '../answer/draft/row-text.ts';
import type { Citation } from '../answer/types.ts';
import type { IndicatorRecord, Passage } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';

/** A cell: a number stays one, so that a spreadsheet can reckon with it. */
export type SheetCell = string | number;

/** A table as it leaves for a spreadsheet: the source of each row in the row. */
export interface TableSheet {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/** The tables of a draft, a sheet each. */
export function draftSheets(draft: DraftDocument): readonly TableSheet[] {
  return draft.sections
    .flatMap(({ tables }) => tables)
    .map((table) => ({
      name: table.caption,
      columns: [
        '指标',
        '统一名称',
        '地区',
        '规划',
        '征求意见稿',
        '基期',
        '基期值',
        '基期年份',
        '目标',
        '目标值',
        '目标年份',
        '单位',
        '出处',
        '文件与行',
      ],
      rows: table.rows.map((row) => draftRow(row, draft.citations)),
    }));
}

function draftRow(row: IndicatorRow, citations: readonly Citation[]): readonly SheetCell[] {
  const sources = row.marks.flatMap((mark) => citations.find(({ n }) => n === mark) ?? []);
  const isStated = row.marks.length > 0;
  const { baseline, target } = row;
  return [
    row.indicator,
    row.key,
    row.place,
    row.plan,
    row.isDraft ? '是' : '',
    baseline?.text ?? (isStated ? '' : NOT_STATED),
    baseline?.value ?? '',
    timeText(baseline?.time),
    target?.text ?? (isStated ? '' : NOT_STATED),
    target?.value ?? '',
    timeText(target?.time),
    row.unit,
    sources.map(({ section }) => section.join(' › ')).join('；'),
    sources.map(({ file, lines }) => `${file}:${linesText(lines)}`).join('；'),
  ];
}

/** Every indicator record of the plans: what `guida indicators --csv` and `--xlsx` write. */
export function recordSheet(
  records: readonly IndicatorRecord[],
  plans: readonly PlanSummary[],
  passages: readonly Passage[],
): TableSheet {
  const planOf = new Map(plans.map((plan) => [plan.id, plan]));
  const passageOf = new Map(passages.map((passage) => [passage.id, passage]));
  return {
    name: '指标',
    columns: [
      '指标',
      '统一名称',
      '原文',
      '数值',
      '限定',
      '单位',
      '时间',
      '类别',
      '地区',
      '规划',
      '征求意见稿',
      '出处',
      '文件与行',
    ],
    rows: records.map((record) => {
      const plan = planOf.get(record.planId);
      const passage = passageOf.get(record.passageId);
      return [
        record.indicator,
        record.canonical ?? '',
        record.raw,
        record.value ?? '',
        BOUNDS[record.bound],
        record.unit,
        timeText(record.time),
        KINDS[record.kind],
        plan?.region ?? '',
        plan?.title ?? '',
        plan?.status === 'draft' ? '是' : '',
        passage?.section.join(' › ') ?? '',
        `${basename(plan?.file ?? '')}:${passage ? linesText(passage.lines) : ''}`,
      ];
    }),
  };
}

const BOUNDS: Readonly<Record<IndicatorRecord['bound'], string>> = {
  '=': '',
  '>=': '不低于',
  '<=': '不超过',
  '>': '超过',
  '<': '低于',
  约: '约',
  力争: '力争',
};
const KINDS: Readonly<Record<IndicatorRecord['kind'], string>> = {
  target: '目标',
  achieved: '已达到',
  growth: '增长',
  unknown: '未注明',
};

function linesText([from, to]: readonly [number, number]): string {
  return from === to ? String(from) : `${from}-${to}`;
}
