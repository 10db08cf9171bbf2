import { randomUUID } from 'node:crypto';
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { AnswerService, IncomingQuestion, RefusalReason, ServiceEvent } from '../../service/types.ts';
import type { Answers, Reply } from './answers.ts';
import { notFound, refuse, type RefusedStatus } from './guard.ts';
import { BODY_REFUSALS, bodyOf, json, refusals, refused } from './route-parts.ts';
import { AnswerView, AskBody, ErrorBody, FeedbackBody } from './schemas.ts';
import { answerView } from './views.ts';
import type { WebEnv } from './web-types.ts';

/** Proxies close a connection on which nothing comes. Milliseconds. */
const HEARTBEAT_MS = 15_000;

const STOPPING = '服务正在重启，请稍后再问。';
const ANSWERED_BEFORE = '这个问题已经回答过，回答已不再保留。请重新提问。';

/** Status of a refusal, where there is one. */
export const REFUSED_STATUS: Readonly<Record<RefusalReason, RefusedStatus>> = {
  'too-many-questions': 429,
  'queue-full': 503,
  'not-ready': 503,
  stopping: 503,
  failed: 500,
};

const askRoute = createRoute({
  method: 'post',
  path: '/api/ask',
  summary: '提问',
  description:
    '以 Server-Sent Events 返回：taken（已受理）、queued（排队中）、status（进度）、text（已核对的文字）、answered（完整回答）或 refused（未能回答）。',
  request: bodyOf(AskBody),
  responses: {
    200: {
      description: '事件流；stream 为 false 时为完整回答。',
      content: { ...json(AnswerView), 'text/event-stream': { schema: AnswerView } },
    },
    ...BODY_REFUSALS,
    409: refused('同一 eventId 已经回答过，且回答已不再保留。'),
    ...refusals(ErrorBody, 429, 503),
  },
});

const feedbackRoute = createRoute({
  method: 'post',
  path: '/api/feedback',
  summary: '评价一条回答',
  request: bodyOf(FeedbackBody),
  responses: {
    204: { description: '已记录。' },
    ...BODY_REFUSALS,
    404: refused('没有这条回答。'),
  },
});

/** Asking and feedback. */
export function addAskRoutes(app: OpenAPIHono<WebEnv>, service: AnswerService, answers: Answers): void {
  app.openapi(askRoute, async (c): Promise<Response> => {
    const { question, eventId = randomUUID(), conversationId = randomUUID(), stream = true } = c.req.valid('json');
    const incoming: IncomingQuestion = {
      reader: c.get('reader'),
      eventId,
      conversationId,
      text: question,
      replyTo: {},
    };
    const reply = await answers.ask(incoming);
    if (reply === 'answered-before') return refuse(c, 409, ANSWERED_BEFORE);
    if (reply === 'stopping') return refuse(c, 503, STOPPING);
    if (!stream) {
      const last = await lastOf(reply);
      if (!last) return refuse(c, 503, STOPPING);
      if (last.type === 'refused') return refuse(c, REFUSED_STATUS[last.reason], last.text);
      return c.json(viewOf(last, incoming), 200);
    }

    // Asks proxies not to hold the events back.
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (sse) => {
      await sse.writeSSE({ event: 'taken', data: JSON.stringify({ eventId, conversationId }) });
      const heartbeat = setInterval(() => void sse.write(': \n\n'), HEARTBEAT_MS);
      try {
        let isWhole = false;
        for await (const event of reply.events()) {
          if (sse.aborted) return;
          isWhole = event.type === 'answered' || event.type === 'refused';
          await sse.writeSSE({ event: event.type, data: JSON.stringify(viewOf(event, incoming)) });
        }
        if (isWhole && !sse.aborted) await reply.delivered();
      } finally {
        clearInterval(heartbeat);
      }
    });
  });

  app.openapi(feedbackRoute, async (c): Promise<Response> => {
    const { answerId, verdict, reason } = c.req.valid('json');
    const feedback = { answerId, verdict, reader: c.get('reader'), ...(reason === undefined ? {} : { reason }) };
    if (!(await service.feedback(feedback))) return notFound(c);
    return c.body(null, 204);
  });
}

/** Reads a reply to its end. */
async function lastOf(reply: Reply): Promise<Extract<ServiceEvent, { type: 'answered' | 'refused' }> | undefined> {
  for await (const event of reply.events()) {
    if (event.type !== 'answered' && event.type !== 'refused') continue;
    await reply.delivered();
    return event;
  }
  return undefined;
}

/** An event as the browser gets it. */
function viewOf(event: ServiceEvent, { eventId, conversationId }: IncomingQuestion): unknown {
  if (event.type !== 'answered') return event;
  return answerView(event.answerId, event.answer, { eventId, conversationId }, event.pictures);
}
