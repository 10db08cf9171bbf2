import { z } from '@hono/zod-openapi';

/** Ids are ours: hex digits and hyphens. Anything else is not found. */
export const Id = z.string().regex(/^[\w-]{1,80}$/u);

/** Ids that a client makes. */
const ClientId = z.string().regex(/^[\w.:-]{1,100}$/u);

/** Questions beyond this many characters are refused by the API itself; shorter ones get a polite answer. */
const LONGEST_QUESTION = 20_000;

/** Body of `POST /api/ask`. */
export const AskBody = z
  .object({
    question: z.string().max(LONGEST_QUESTION).openapi({ example: '合肥2025年高企要到多少？' }),
    eventId: ClientId.optional().openapi({
      description: '由客户端生成（例如 UUID）。同一 eventId 只回答一次：断线后用同一 eventId 再问，得到同一回答。',
    }),
    conversationId: ClientId.optional().openapi({ description: '同一对话中的追问使用同一 conversationId。' }),
    stream: z
      .boolean()
      .optional()
      .openapi({ description: '默认 true：以 Server-Sent Events 逐步返回；false：返回一个 JSON。' }),
  })
  .openapi('Ask');

/** Body of `POST /api/feedback`. */
export const FeedbackBody = z
  .object({
    answerId: z.string().min(1).max(100),
    verdict: z.enum(['good', 'bad']),
    reason: z.string().max(1000).optional(),
  })
  .openapi('Feedback');

/** What is wrong. */
export const ErrorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).openapi('Error');

/** A source of an answer. */
export const CitationView = z
  .object({
    n: z.int(),
    passageId: z.string(),
    planId: z.string(),
    plan: z.string(),
    section: z.array(z.string()),
    quote: z.string().openapi({ description: '整段原文。' }),
    quotedWords: z.string().openapi({ description: '原文中支持回答的文字。' }),
    file: z.string(),
    lines: z.array(z.int()),
    draft: z.boolean().openapi({ description: '出自征求意见稿。' }),
    href: z.string().openapi({ description: '原文所在页面的路径。' }),
  })
  .openapi('Citation');

/** A finished answer. */
export const AnswerView = z
  .object({
    type: z.literal('answered'),
    answerId: z.string(),
    text: z.string().openapi({ description: 'Markdown，[n] 为出处编号。' }),
    declined: z.boolean(),
    mode: z.enum(['extractive', 'llm']),
    understood: z.string(),
    citations: z.array(CitationView),
    charts: z
      .array(z.object({ svg: z.string(), alternative: z.string() }))
      .openapi({ description: '并列数值的柱状图（SVG）及其文字说明。' }),
    eventId: z.string(),
    conversationId: z.string(),
  })
  .openapi('Answer');

/** A plan with its counts. */
export const PlanView = z
  .object({
    id: z.string(),
    title: z.string(),
    region: z.string(),
    level: z.enum(['国家', '省', '市', '县', '未知']),
    issuer: z.string().optional(),
    date: z.string().optional(),
    period: z.object({ from: z.int().optional(), to: z.int() }).optional(),
    status: z.enum(['final', 'draft']),
    edition: z.enum(['full', 'digest']),
    file: z.string(),
    counts: z.object({ sections: z.int(), passages: z.int(), tables: z.int(), records: z.int() }),
  })
  .openapi('Plan');

/** A heading of a plan. */
export const SectionView = z.object({ path: z.array(z.string()), lines: z.array(z.int()) }).openapi('Section');

/** A passage. */
export const PassageView = z
  .object({
    id: z.string(),
    planId: z.string(),
    order: z.int(),
    kind: z.enum(['prose', 'row']),
    section: z.array(z.string()),
    text: z.string(),
    lines: z.array(z.int()),
    table: z
      .object({ id: z.string(), caption: z.string(), columns: z.array(z.string()), cells: z.array(z.string()) })
      .optional()
      .openapi({ description: '表格行：所在表格的表头与本行各格。' }),
  })
  .openapi('Passage');

/** A passage in its surroundings. */
export const SourceBody = z
  .object({
    plan: PlanView,
    passage: PassageView,
    before: z.array(PassageView),
    after: z.array(PassageView),
    href: z.string(),
  })
  .openapi('Source');

/** A table. */
export const TableView = z
  .object({
    id: z.string(),
    caption: z.string(),
    section: z.array(z.string()),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  })
  .openapi('Table');

/** An indicator record. */
export const IndicatorView = z
  .object({
    id: z.string(),
    planId: z.string(),
    plan: z.string(),
    region: z.string(),
    draft: z.boolean(),
    passageId: z.string(),
    indicator: z.string(),
    canonical: z.string().optional(),
    raw: z.string(),
    value: z.number().optional(),
    bound: z.enum(['=', '>=', '<=', '>', '<', '约', '力争']),
    unit: z.string(),
    time: z.string().optional(),
    kind: z.enum(['target', 'achieved', 'growth', 'unknown']),
    href: z.string(),
  })
  .openapi('Indicator');

/** What an indicator list is sorted by. */
export const SORT_KEYS = ['plan', 'indicator', 'value', 'time'] as const;

/** Query of the indicator list, as API and page take it. Empty fields, as a form sends them, do not filter. */
export const IndicatorQuery = z.object({
  plan: z.string().max(80).optional().openapi({ description: '规划编号。' }),
  canonical: z.string().max(100).optional().openapi({ description: '指标的标准名称。' }),
  kind: z.enum(['', 'target', 'achieved', 'growth', 'unknown']).optional(),
  q: z.string().max(200).optional().openapi({ description: '指标、数值或规划名称中的文字。' }),
  sort: z.enum(SORT_KEYS).optional(),
  order: z.enum(['asc', 'desc']).optional(),
  format: z.enum(['json', 'csv']).optional(),
});

/** How an indicator list is filtered and sorted. */
export type IndicatorFilter = z.infer<typeof IndicatorQuery>;
