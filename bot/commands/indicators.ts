import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { GuidaError } from '../../corpus/errors.ts';
import type { IndicatorRecord, Passage } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import { csvOf } from '../draft/csv.ts';
import { recordSheet } from '../draft/table-sheet.ts';
import { xlsxOf } from '../draft/xlsx.ts';
import { write } from '../host.ts';
import { oneLine } from '../log.ts';
import type { CommonOptions, ExitCode, Session } from './session.ts';

/** Options of `indicators`. */
export interface IndicatorsOptions extends CommonOptions {
  readonly json?: boolean;
  /** File to write as CSV. */
  readonly csv?: string;
  /** File to write as an Excel workbook. */
  readonly xlsx?: string;
}

/** Describes `indicators`. */
export function describeIndicators(command: Command): Command {
  return command
    .description('list every indicator record: value, bound, unit, year, plan and place in the text')
    .option('--json', 'one JSON array, for scripts')
    .option('--csv <file>', 'write a table for Excel as CSV, with the source in each row')
    .option('--xlsx <file>', 'write an Excel workbook, with the source in each row');
}

/**
 * Lists the indicator records of all plans.
 * @throws GuidaError as opening the index; `usage` when a file cannot be written
 */
export async function indicators(
  session: Session,
  _values: readonly string[],
  options: IndicatorsOptions,
): Promise<ExitCode> {
  const index = await session.openIndex();
  try {
    const { store } = index;
    const plans = new Map((await store.plans()).map((plan) => [plan.id, plan]));
    const records = await store.records({});
    const passages = new Map(
      (await store.passages(records.map(({ passageId }) => passageId))).map((passage) => [passage.id, passage]),
    );
    if (options.csv !== undefined || options.xlsx !== undefined) {
      const sheet = recordSheet(records, [...plans.values()], [...passages.values()]);
      if (options.csv !== undefined) await writeTable(options.csv, csvOf([sheet]));
      if (options.xlsx !== undefined) await writeTable(options.xlsx, await xlsxOf([sheet]));
      return 0;
    }
    const entries = records.map((record) =>
      indicatorEntry(record, plans.get(record.planId), passages.get(record.passageId)),
    );
    const text =
      options.json === true ? `${JSON.stringify(entries, null, 2)}\n` : entries.map(describeIndicator).join('');
    await write(session.host.stdout, text);
    return 0;
  } finally {
    await index.close();
  }
}

async function writeTable(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new GuidaError('usage', `${basename(file)} cannot be written. Check its folder and permissions.`, {
      cause: error,
    });
  }
}

type IndicatorEntry = ReturnType<typeof indicatorEntry>;

/** One record of `indicators --json`. Scripts depend on its fields; what a plan does not state is null. */
function indicatorEntry(record: IndicatorRecord, plan: PlanSummary | undefined, passage: Passage | undefined) {
  const { indicator, canonical = null, raw, value = null, bound, unit, time = null, kind } = record;
  return {
    indicator,
    canonical,
    raw,
    value,
    bound,
    unit,
    time,
    kind,
    plan: plan?.title ?? '',
    section: passage?.section ?? [],
    file: basename(plan?.file ?? ''),
    lines: passage?.lines ?? null,
  };
}

/** One line, its fields separated by tabs. */
function describeIndicator({ plan, indicator, raw, unit, time, kind, file, lines }: IndicatorEntry): string {
  const place = lines === null ? file : `${file}:${lines[0]}`;
  return `${[indicator, raw, unit, time ?? '', kind, plan, place].map(oneLine).join('\t')}\n`;
}
