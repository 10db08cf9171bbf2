import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { parseText } from './document.ts';
import { judgeLayout, readLines, type Line } from './lines.ts';
import { describePlan, type PlanOverrides } from './metadata.ts';
import { findTitles } from './titles.ts';
import type { Outcome, PlanDocument, SourceText } from './types.ts';

const overrideSchema = z
  .object({
    title: z.string().optional(),
    region: z.string().optional(),
    level: z.enum(['国家', '省', '市', '县', '未知']).optional(),
    issuer: z.string().optional(),
    date: z.coerce.string().optional(),
    period: z
      .union([z.string(), z.number()])
      .transform((value) => String(value))
      .pipe(z.string().regex(/^(\d{4})?-?\d{4}$/u))
      .transform((value) => {
        const [from, to] = value.includes('-') ? value.split('-') : [undefined, value];
        return from ? { from: Number(from), to: Number(to) } : { to: Number(to) };
      })
      .optional(),
    status: z.enum(['final', 'draft']).optional(),
    edition: z.enum(['full', 'digest']).optional(),
    title_inferred: z.boolean().optional(),
    province: z.string().optional(),
  })
  .transform(({ title_inferred, ...rest }): PlanOverrides => ({ ...rest, titleInferred: title_inferred }));

/** Reads what front matter or `plans.yaml` says of a plan; a field that makes no sense is a warning and is left out. */
export function readOverrides(value: unknown, where: string): Outcome<PlanOverrides> {
  const parsed = overrideSchema.safeParse(value ?? {});
  if (parsed.success) return { value: parsed.data, warnings: [] };
  const issue = parsed.error.issues[0];
  return {
    value: {},
    warnings: [`${where}：${issue?.path.join('.') ?? ''} 写法不对，已忽略（${issue?.message ?? ''}）`],
  };
}

/** The plans of one file. `overrides` (from plans.yaml) go before the file's front matter, which goes before the text. */
export function parseSource(
  source: SourceText,
  overrides: PlanOverrides = {},
): Outcome<readonly Omit<PlanDocument, 'records'>[]> {
  const warnings: string[] = [];
  const all = readLines(source);
  const front = frontMatter(source);
  const lines = front ? all.slice(front.end) : all;
  if (front) warnings.push(...front.overrides.warnings);
  const stated: PlanOverrides = { ...front?.overrides.value, ...definedOnly(overrides) };
  if (!lines.some((line) => line.text !== '')) return { value: [], warnings: [...warnings, '文件里没有文字'] };
  const layout = judgeLayout(lines);
  const titles = findTitles(lines);
  const starts =
    titles.length === 0 ? [0] : titles.map((title) => lines.findIndex((line) => line.number === title.lines[0]));
  const documents = starts.map((start, index) => {
    const title = titles[index];
    const from = index === 0 ? 0 : start;
    const end = starts[index + 1] ?? lines.length;
    const own = lines.slice(from, end);
    const body = own.filter((line) => !title || line.number < title.lines[0] || line.number > title.lines[1]);
    const single = starts.length === 1 ? stated : {};
    const plan = describePlan(
      {
        file: source.file,
        lines: [own[0]?.number ?? 1, own.at(-1)?.number ?? 1],
        title: title?.title,
        frontPage: frontPage(own, title?.lines[1]),
        body: own.map((line) => line.text).join(''),
      },
      single,
    );
    return { plan, ...parseText(plan.id, body, layout, { edition: plan.edition }) };
  });
  if (starts.length > 1 && Object.keys(stated).length > 0)
    warnings.push('一个文件里有多份规划，文件头或 plans.yaml 的说明没有采用');
  return { value: documents, warnings };
}

/** Lines up to the title and the few after it, where date and issuer stand. */
function frontPage(lines: readonly Line[], titleEnd: number | undefined): readonly string[] {
  if (titleEnd === undefined)
    return lines
      .filter((line) => line.text !== '')
      .slice(0, 3)
      .map((line) => line.text);
  const before = lines.filter((line) => line.number <= titleEnd);
  const after = lines.filter((line) => line.number > titleEnd && line.text !== '').slice(0, 3);
  return [...before, ...after].filter((line) => line.text !== '' && line.text.length <= 120).map((line) => line.text);
}

function frontMatter(source: SourceText): { end: number; overrides: Outcome<PlanOverrides> } | undefined {
  if (source.lines[0]?.trim() !== '---') return undefined;
  const end = source.lines.findIndex((line, index) => index > 0 && line.trim() === '---');
  if (end === -1) return undefined;
  try {
    const value: unknown = parseYaml(source.lines.slice(1, end).join('\n'));
    return { end: end + 1, overrides: readOverrides(value, '文件头') };
  } catch (error) {
    return {
      end: end + 1,
      overrides: {
        value: {},
        warnings: [
          `文件头不是有效的 YAML，已忽略：${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`,
        ],
      },
    };
  }
}

function definedOnly(overrides: PlanOverrides): PlanOverrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
}
