import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Plan } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import { write } from '../host.ts';
import { oneLine } from '../log.ts';
import type { CommonOptions, ExitCode, Session } from './session.ts';

/** Options of `plans`. */
export interface PlansOptions extends CommonOptions {
  readonly json?: boolean;
}

/** Describes `plans`. */
export function describePlans(command: Command): Command {
  return command
    .description('list the plans recognised in the corpus, with what was noticed while reading them')
    .option('--json', 'one JSON array, for scripts');
}

/**
 * Lists the plans; files that could not be read are named on stderr.
 * @throws GuidaError as opening the index
 */
export async function plans(session: Session, _values: readonly string[], options: PlansOptions): Promise<ExitCode> {
  const index = await session.openIndex({ tell: 'all' });
  try {
    const found = await index.store.plans();
    const text =
      options.json === true ? `${JSON.stringify(found.map(planEntry), null, 2)}\n` : found.map(describePlan).join('');
    await write(session.host.stdout, text);
    return 0;
  } finally {
    await index.close();
  }
}

/** One plan of `plans --json`. Scripts depend on its fields; what a plan does not state is null. */
function planEntry(plan: PlanSummary): object {
  const { id, title, region, level, issuer = null, date = null, period, status, edition, file, lines } = plan;
  return {
    id,
    title,
    region,
    level,
    issuer,
    date,
    period: period === undefined ? null : { from: period.from ?? null, to: period.to },
    status,
    edition,
    file: basename(file),
    lines,
    counts: plan.counts,
    inferred: plan.inferred,
    warnings: plan.warnings,
  };
}

function describePlan(plan: PlanSummary): string {
  const { sections, passages, tables, records } = plan.counts;
  const facts = [
    plan.region,
    plan.level,
    plan.issuer ?? '',
    plan.date ?? '',
    periodText(plan.period),
    plan.status === 'draft' ? '征求意见稿' : '',
    plan.edition === 'digest' ? '要点本' : '全文',
  ];
  const lines = [
    oneLine(plan.title),
    `  ${oneLine(facts.filter((fact) => fact !== '').join('，'))}`,
    `  ${basename(plan.file)}:${plan.lines[0]}-${plan.lines[1]}，${sections} 个章节，${passages} 段，${tables} 张表，${records} 条指标`,
    ...plan.warnings.map((warning) => `  ! ${oneLine(warning)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function periodText(period: Plan['period']): string {
  if (period === undefined) return '';
  return period.from === undefined ? `到${period.to}年` : `${period.from}–${period.to}年`;
}
