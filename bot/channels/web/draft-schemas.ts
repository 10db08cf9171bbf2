import { z } from '@hono/zod-openapi';
import { CitationView } from './schemas.ts';

/** A topic is a request in a sentence or two. */
const LONGEST_TOPIC = 1000;
const MOST_SECTIONS = 100;
const MOST_POINTS = 1000;

const order = {
  topic: z.string().min(1).max(LONGEST_TOPIC).openapi({ example: '起草一份合肥人才政策要点' }),
  length: z.string().max(20).optional().openapi({ description: '篇幅，例如 1页、2页、500字；不填则按题目。' }),
  plans: z.array(z.string().max(80)).max(500).optional().openapi({ description: '只用这些规划（编号）。' }),
};

/** Body of `POST /api/drafts`. */
export const DraftBody = z.object(order).openapi('DraftOrder');

/** Body of `POST /api/drafts/file`. */
export const DraftFileBody = z
  .object({
    ...order,
    format: z.enum(['docx', 'md', 'xlsx', 'csv']),
    edits: z
      .object({
        id: z.string().max(40).openapi({ description: '所改预览的 id。' }),
        title: z.string().max(200).optional(),
        sections: z
          .array(
            z.object({
              section: z.int().min(0).openapi({ description: '预览中该部分的 number。' }),
              heading: z.string().max(200).optional(),
              points: z.array(z.string().max(20)).max(MOST_POINTS).openapi({ description: '保留的要点和表格的 id。' }),
            }),
          )
          .max(MOST_SECTIONS)
          .openapi({ description: '保留的部分，按新的顺序。' }),
      })
      .optional()
      .openapi({ description: '对预览提纲的改动；不填则为全文。' }),
  })
  .openapi('DraftFileOrder');

const marks = z.array(z.int()).openapi({ description: '出处编号。' });

/** A draft as it is shown before it is handed out. */
export const DraftView = z
  .object({
    id: z.string(),
    title: z.string(),
    lead: z.string().openapi({ description: '依据哪些规划、由谁写成。' }),
    mode: z.enum(['extractive', 'llm']).openapi({ description: '正文摘自原文，或由模型撰写。' }),
    pages: z.number().openapi({ description: '排成 Word 约几页。' }),
    sections: z.array(
      z.object({
        number: z.int(),
        heading: z.string(),
        tables: z.array(
          z.object({
            id: z.string(),
            columns: z.array(z.string()),
            rows: z.array(z.object({ cells: z.array(z.string()), marks })),
          }),
        ),
        paragraphs: z.array(
          z.object({ name: z.string(), points: z.array(z.object({ id: z.string(), text: z.string(), marks })) }),
        ),
      }),
    ),
    charts: z.array(z.object({ svg: z.string(), alternative: z.string() })),
    notes: z.array(z.object({ text: z.string(), marks })),
    citations: z.array(CitationView),
  })
  .openapi('Draft');
