import type { OpenAPIHono } from '@hono/zod-openapi';
import type { AnswerService } from '../../service/types.ts';
import { exampleQuestions } from '../text/example-questions.ts';
import { refuse } from './guard.ts';
import { listIndicators } from './indicator-list.ts';
import { chatPage } from './pages/chat-page.ts';
import { draftPage } from './pages/draft-page.ts';
import { indicatorsPage } from './pages/indicators-page.ts';
import { planPage } from './pages/plan-page.ts';
import { plansPage } from './pages/plans-page.ts';
import { tablesById } from './plan-routes.ts';
import { Id, IndicatorQuery } from './schemas.ts';
import type { WebEnv } from './web-types.ts';

/** The pages that people read. They are made on the server, and but for the chat need no script. */
export function addPageRoutes(
  app: OpenAPIHono<WebEnv>,
  service: AnswerService,
  { hasLogin }: { readonly hasLogin: boolean },
): void {
  app.get('/', async (c) => {
    const reader = c.get('reader');
    const [plans, records] = await Promise.all([service.plans(reader), service.records(reader)]);
    const regions = [...new Set(plans.map(({ region }) => region).filter((region) => region !== ''))];
    return c.html(chatPage({ examples: exampleQuestions(plans, records), planCount: plans.length, regions, hasLogin }));
  });

  app.get('/drafts', async (c) =>
    c.html(draftPage({ plans: await service.plans(c.get('reader')), topic: c.req.query('topic') ?? '', hasLogin })),
  );

  app.get('/plans', async (c) => c.html(plansPage(await service.plans(c.get('reader')), { hasLogin })));

  app.get('/plans/:id', async (c) => {
    const reader = c.get('reader');
    const id = c.req.param('id');
    const plan = Id.safeParse(id).success ? (await service.plans(reader)).find((one) => one.id === id) : undefined;
    if (!plan) return refuse(c, 404, '没有这份规划。');
    const [sections, passages, tables] = await Promise.all([
      service.sections(reader, id),
      service.passages(reader, id, 0, plan.counts.passages),
      tablesById(service, reader, id),
    ]);
    if (!sections || !passages) return refuse(c, 404, '没有这份规划。');
    return c.html(planPage({ plan, sections, passages, tables, hasLogin }));
  });

  app.get('/indicators', async (c) => {
    const reader = c.get('reader');
    const read = IndicatorQuery.omit({ format: true }).safeParse(c.req.query());
    if (!read.success) return refuse(c, 400, '筛选条件有误。');
    const [plans, rows, all] = await Promise.all([
      service.plans(reader),
      listIndicators(service, reader, read.data),
      service.records(reader),
    ]);
    const canonicals = [...new Set(all.flatMap(({ canonical }) => canonical ?? []))].toSorted(
      new Intl.Collator('zh-CN').compare,
    );
    const sheet = Math.max(1, Math.trunc(Number(c.req.query('sheet') ?? 1)) || 1);
    return c.html(indicatorsPage({ filter: read.data, rows, plans, canonicals, sheet, hasLogin }));
  });
}
