import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';
import type { DraftOrder } from '../../draft/types.ts';
import type { AnswerService, DraftOutcome } from '../../service/types.ts';
import { REFUSED_STATUS } from './ask-routes.ts';
import { DraftBody, DraftFileBody, DraftView } from './draft-schemas.ts';
import { refuse } from './guard.ts';
import { BODY_REFUSALS, bodyOf, ok, refusals, refused } from './route-parts.ts';
import { ErrorBody } from './schemas.ts';
import { draftView } from './views.ts';
import type { WebEnv } from './web-types.ts';

const failures = {
  ...BODY_REFUSALS,
  404: refused('规划没有写到这个题目。'),
  409: refused('规划已更新，须重新预览。'),
  ...refusals(ErrorBody, 429, 503),
};

const previewRoute = createRoute({
  method: 'post',
  path: '/api/drafts',
  summary: '起草材料：预览',
  description: '按题目从规划中整理要点，每句带出处，数字都与所引原文核对过。',
  request: bodyOf(DraftBody),
  responses: { 200: ok(DraftView, '提纲与要点。'), ...failures },
});

const fileRoute = createRoute({
  method: 'post',
  path: '/api/drafts/file',
  summary: '起草材料：下载',
  description: 'Word（脚注为出处）、Markdown，或表格（xlsx、csv）。可只取预览中的一部分。',
  request: bodyOf(DraftFileBody),
  responses: {
    200: {
      description: '文件。',
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    },
    ...failures,
  },
});

/** Drafts: the preview and the files. */
export function addDraftRoutes(app: OpenAPIHono<WebEnv>, service: AnswerService): void {
  app.openapi(previewRoute, async (c) => {
    const outcome = await service.draft(c.get('reader'), { ...orderOf(c.req.valid('json')), formats: [] });
    return outcome.type === 'drafted' ? c.json(draftView(outcome.preview), 200) : explain(c, outcome);
  });

  app.openapi(fileRoute, async (c): Promise<Response> => {
    const { format, edits, ...body } = c.req.valid('json');
    const outcome = await service.draft(c.get('reader'), {
      ...orderOf(body),
      formats: [format],
      ...(edits ? { edits: editsOf(edits) } : {}),
    });
    if (outcome.type !== 'drafted') return explain(c, outcome);
    const [file] = outcome.files;
    if (!file) return refuse(c, 404, '这份材料里没有表格。');
    return c.body(Uint8Array.from(file.content), 200, {
      'content-type': file.type,
      'content-disposition': `attachment; filename="draft.${format}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
  });
}

function orderOf({ topic, length, plans }: z.infer<typeof DraftBody>): Omit<DraftOrder, 'formats'> {
  return {
    topic,
    ...(length === undefined || length === '' ? {} : { length }),
    ...(plans === undefined || plans.length === 0 ? {} : { planIds: plans }),
  };
}

function editsOf({
  id,
  title,
  sections,
}: NonNullable<z.infer<typeof DraftFileBody>['edits']>): NonNullable<DraftOrder['edits']> {
  return {
    id,
    ...(title === undefined ? {} : { title }),
    sections: sections.map(({ section, heading, points }) => ({
      section,
      points,
      ...(heading === undefined ? {} : { heading }),
    })),
  };
}

/** What is refused has one shape, whatever its status. */
type Refusal = Response & TypedResponse<z.infer<typeof ErrorBody>, 404 | 409 | 429 | 500 | 503, 'json'>;

function explain(c: Context<WebEnv>, outcome: Exclude<DraftOutcome, { type: 'drafted' }>): Refusal {
  const status = outcome.type === 'refused' ? REFUSED_STATUS[outcome.reason] : outcome.type === 'changed' ? 409 : 404;
  return refuse(c, status, outcome.text) as Refusal;
}
