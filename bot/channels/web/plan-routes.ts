import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Table } from '../../../corpus/types.ts';
import type { AnswerService, Reader } from '../../service/types.ts';
import { notFound } from './guard.ts';
import { indicatorsCsv, listIndicators } from './indicator-list.ts';
import { json, ok, READ_REFUSALS, refused } from './route-parts.ts';
import {
  Id,
  IndicatorQuery,
  IndicatorView,
  PassageView,
  PlanView,
  SectionView,
  SourceBody,
  TableView,
} from './schemas.ts';
import { passageHref, passageView, planView, sectionView, tableView } from './views.ts';
import type { WebEnv } from './web-types.ts';

/** Passages of one request. */
const MOST_PASSAGES = 500;
/** Passages before and after the one asked for. */
const MOST_AROUND = 10;

const missing = { ...READ_REFUSALS, 404: refused('没有这份规划或这段文字。') };
const params = z.object({ id: Id });

const plansRoute = createRoute({
  method: 'get',
  path: '/api/plans',
  summary: '规划列表',
  responses: { 200: ok(z.array(PlanView)), ...READ_REFUSALS },
});
const planRoute = createRoute({
  method: 'get',
  path: '/api/plans/{id}',
  summary: '一份规划',
  request: { params },
  responses: { 200: ok(PlanView), ...missing },
});
const sectionsRoute = createRoute({
  method: 'get',
  path: '/api/plans/{id}/sections',
  summary: '规划目录',
  request: { params },
  responses: { 200: ok(z.array(SectionView)), ...missing },
});
const passagesRoute = createRoute({
  method: 'get',
  path: '/api/plans/{id}/passages',
  summary: `规划原文，一次至多${MOST_PASSAGES}段`,
  request: {
    params,
    query: z.object({
      from: z.coerce.number().int().min(0).default(0).openapi({ description: '第一段的序号，从0起。' }),
      to: z.coerce.number().int().min(0).optional().openapi({ description: '最后一段的序号（含）。' }),
    }),
  },
  responses: { 200: ok(z.array(PassageView)), ...missing },
});
const tablesRoute = createRoute({
  method: 'get',
  path: '/api/plans/{id}/tables',
  summary: '规划中的表格',
  request: { params },
  responses: { 200: ok(z.array(TableView)), ...missing },
});
const sourceRoute = createRoute({
  method: 'get',
  path: '/api/passages/{id}',
  summary: '一段原文及其上下文',
  request: {
    params,
    query: z.object({
      around: z.coerce.number().int().min(0).max(MOST_AROUND).default(2).openapi({ description: '前后各几段。' }),
    }),
  },
  responses: { 200: ok(SourceBody), ...missing },
});
const indicatorsRoute = createRoute({
  method: 'get',
  path: '/api/indicators',
  summary: '指标',
  request: { query: IndicatorQuery },
  responses: {
    200: {
      description: 'JSON，或供 Excel 打开的 CSV（UTF-8，带 BOM）。',
      content: { ...json(z.array(IndicatorView)), 'text/csv': { schema: z.string() } },
    },
    ...READ_REFUSALS,
  },
});

/** Plans, their text, tables and indicators, as far as the reader may see them. */
export function addPlanRoutes(app: OpenAPIHono<WebEnv>, service: AnswerService): void {
  app.openapi(plansRoute, async (c) => c.json((await service.plans(c.get('reader'))).map(planView), 200));

  app.openapi(planRoute, async (c) => {
    const { id } = c.req.valid('param');
    const plan = (await service.plans(c.get('reader'))).find((one) => one.id === id);
    return plan ? c.json(planView(plan), 200) : notFound(c);
  });

  app.openapi(sectionsRoute, async (c) => {
    const sections = await service.sections(c.get('reader'), c.req.valid('param').id);
    return sections ? c.json(sections.map(sectionView), 200) : notFound(c);
  });

  app.openapi(passagesRoute, async (c) => {
    const { id } = c.req.valid('param');
    const { from, to = Infinity } = c.req.valid('query');
    const passages = await service.passages(c.get('reader'), id, from, Math.min(to, from + MOST_PASSAGES - 1));
    if (!passages) return notFound(c);
    const tables = await tablesById(service, c.get('reader'), id);
    return c.json(
      passages.map((passage) => passageView(passage, tables)),
      200,
    );
  });

  app.openapi(tablesRoute, async (c) => {
    const tables = await service.tables(c.get('reader'), c.req.valid('param').id);
    return tables ? c.json(tables.map(tableView), 200) : notFound(c);
  });

  app.openapi(sourceRoute, async (c) => {
    const reader = c.get('reader');
    const found = await service.source(reader, c.req.valid('param').id, c.req.valid('query').around);
    if (!found) return notFound(c);
    const { plan, passage, before, after } = found;
    const shown = [...before, passage, ...after];
    const tables = shown.some(({ table }) => table)
      ? await tablesById(service, reader, plan.id)
      : new Map<string, Table>();
    return c.json(
      {
        plan: planView(plan),
        passage: passageView(passage, tables),
        before: before.map((one) => passageView(one, tables)),
        after: after.map((one) => passageView(one, tables)),
        href: passageHref(plan.id, passage.id),
      },
      200,
    );
  });

  app.openapi(indicatorsRoute, async (c) => {
    const filter = c.req.valid('query');
    const rows = await listIndicators(service, c.get('reader'), filter);
    if (filter.format !== 'csv') return c.json([...rows], 200);
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', 'attachment; filename="guida-indicators.csv"');
    return c.body(indicatorsCsv(rows), 200);
  });
}

/** Tables of a plan by their id. */
export async function tablesById(
  service: AnswerService,
  reader: Reader,
  planId: string,
): Promise<ReadonlyMap<string, Table>> {
  return new Map((await service.tables(reader, planId))?.map((table) => [table.id, table]));
}
