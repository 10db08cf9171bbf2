import { randomUUID } from 'node:crypto';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Log } from '../../log.ts';
import type { AnswerService, IncomingQuestion, ServiceEvent } from '../../service/types.ts';
import { REFUSED_STATUS } from './ask-routes.ts';
import { CompletionBody, MODEL, readMessages, sourcesMarkdown } from './chat-messages.ts';
import { ChunkView, CompletionView, ModelsView, ModelView, OpenAiErrorBody } from './chat-schemas.ts';
import { openAiError } from './guard.ts';
import { bodyOf, json, ok, refusals } from './route-parts.ts';
import type { WebEnv } from './web-types.ts';

/** What the routes take. */
export interface CompletionOptions {
  readonly service: AnswerService;
  readonly log: Pick<Log, 'warn'>;
  readonly publicUrl: string | undefined;
  readonly now: () => number;
  /** Aborted when the program ends before an answer does. */
  readonly signal: AbortSignal;
}

/** Tokens are not counted: nothing is charged. */
const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

const completionRoute = createRoute({
  method: 'post',
  path: '/v1/chat/completions',
  summary: '兼容 OpenAI 的对话接口',
  description: `model 为 ${MODEL}。对话由客户端每次完整发来；system 消息不起作用。回答末尾列出出处（Markdown）。`,
  request: bodyOf(CompletionBody),
  responses: {
    200: {
      description: 'chat.completion；stream 为 true 时为 chat.completion.chunk 的事件流。',
      content: { ...json(CompletionView), 'text/event-stream': { schema: ChunkView } },
    },
    ...refusals(OpenAiErrorBody, 400, 401, 403, 404, 413, 415, 421, 429, 500, 503),
  },
});
const modelsRoute = createRoute({
  method: 'get',
  path: '/v1/models',
  summary: '模型列表（只有一个）',
  responses: { 200: ok(ModelsView), ...refusals(OpenAiErrorBody, 401, 421, 500) },
});
const modelRoute = createRoute({
  method: 'get',
  path: '/v1/models/{id}',
  summary: '一个模型',
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: ok(ModelView), ...refusals(OpenAiErrorBody, 401, 404, 421, 500) },
});

/** The assistant as a model of OpenAI's API, for any chat client. */
export function addCompletionRoutes(app: OpenAPIHono<WebEnv>, options: CompletionOptions): void {
  const model: z.infer<typeof ModelView> = { id: MODEL, object: 'model', created: 0, owned_by: MODEL };
  app.openapi(modelsRoute, (c) => c.json({ object: 'list' as const, data: [model] }, 200));
  app.openapi(modelRoute, (c) => (c.req.valid('param').id === MODEL ? c.json(model, 200) : noSuchModel(c)));

  app.openapi(completionRoute, async (c): Promise<Response> => {
    const body = c.req.valid('json');
    if (body.model !== MODEL) return noSuchModel(c);
    const read = readMessages(body.messages);
    if (!read) return c.json(openAiError(400, 'The last message has to be a user message.'), 400);
    if ((body.n ?? 1) !== 1) return c.json(openAiError(400, 'n has to be 1.'), 400);

    const incoming: IncomingQuestion = {
      reader: c.get('reader'),
      eventId: randomUUID(),
      conversationId: randomUUID(),
      text: read.question,
      history: read.history,
      // The client asks anew after a restart, with another id.
      replyTo: { again: false },
    };
    const signal = AbortSignal.any([options.signal, c.req.raw.signal]);
    const events = answerOnce(incoming, options, signal);
    const first = await firstToTell(events);
    if (first.type === 'refused')
      return c.json(openAiError(REFUSED_STATUS[first.reason], first.text), REFUSED_STATUS[first.reason]);

    const head = { id: `chatcmpl-${incoming.eventId}`, created: Math.floor(options.now() / 1000), model: MODEL };
    return body.stream === true
      ? streamChunks(c, { head, first, rest: events, withUsage: body.stream_options?.include_usage === true, options })
      : answerAtOnce(c, { head, first, rest: events, options });
  });
}

type LastEvent = Extract<ServiceEvent, { type: 'answered' | 'refused' }>;
type ToldEvent = LastEvent | Extract<ServiceEvent, { type: 'text' }>;

interface Answering {
  readonly head: { readonly id: string; readonly created: number; readonly model: string };
  readonly first: ToldEvent;
  readonly rest: AsyncGenerator<ServiceEvent, void>;
  readonly options: CompletionOptions;
}

/** The events of one question, which is settled when they end, however they end. */
async function* answerOnce(
  incoming: IncomingQuestion,
  { service, log }: CompletionOptions,
  signal: AbortSignal,
): AsyncGenerator<ServiceEvent, void> {
  await service.take(incoming);
  try {
    yield* service.answer(incoming, { signal });
  } catch (error) {
    log.warn('A question to /v1/chat/completions could not be answered.', error);
    yield { type: 'refused', reason: 'failed', text: '回答时出了问题，请稍后再问一次。' };
  } finally {
    await service.mark(incoming.reader, incoming.eventId, 'settled');
  }
}

/** The first event that a client of this API is told of: the status of the reply depends on it. */
async function firstToTell(events: AsyncGenerator<ServiceEvent, void>): Promise<ToldEvent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) return { type: 'refused', reason: 'stopping', text: '服务正在重启，请稍后再问。' };
    if (value.type === 'text' || value.type === 'answered' || value.type === 'refused') return value;
  }
}

async function* told({ first, rest }: Answering): AsyncGenerator<ToldEvent> {
  yield first;
  // Also after the last event: the end of the iteration settles the question.
  for await (const event of rest) {
    if (event.type === 'text' || event.type === 'answered' || event.type === 'refused') yield event;
  }
}

async function answerAtOnce(c: Context<WebEnv>, answering: Answering): Promise<Response> {
  const { head, options } = answering;
  let last: ToldEvent = answering.first;
  for await (const event of told(answering)) last = event;
  if (last.type === 'refused') {
    const status = REFUSED_STATUS[last.reason];
    return c.json(openAiError(status, last.text), status);
  }
  const content = last.type === 'text' ? last.text : last.answer.text + sourcesMarkdown(last.answer, options.publicUrl);
  const message = { role: 'assistant', content, refusal: null };
  return c.json({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: USAGE,
  });
}

function streamChunks(c: Context<WebEnv>, answering: Answering & { readonly withUsage: boolean }): Response {
  const { head, withUsage, options } = answering;
  c.header('x-accel-buffering', 'no');
  return streamSSE(c, async (sse) => {
    const send = async (delta: object, finish: string | null = null): Promise<void> => {
      const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
      await sse.writeSSE({ data: JSON.stringify({ ...head, object: 'chat.completion.chunk', choices }) });
    };
    await send({ role: 'assistant', content: '' });
    let isTextSent = false;
    for await (const event of told(answering)) {
      if (event.type === 'refused') {
        const error = openAiError(REFUSED_STATUS[event.reason], event.text);
        await sse.writeSSE({ data: JSON.stringify(error) });
        return;
      }
      if (event.type === 'text') {
        isTextSent = true;
        await send({ content: event.text });
      } else {
        const sources = sourcesMarkdown(event.answer, options.publicUrl);
        await send({ content: isTextSent ? sources : event.answer.text + sources });
      }
    }
    await send({}, 'stop');
    if (withUsage) {
      const chunk = { ...head, object: 'chat.completion.chunk', choices: [], usage: USAGE };
      await sse.writeSSE({ data: JSON.stringify(chunk) });
    }
    await sse.writeSSE({ data: '[DONE]' });
  });
}

function noSuchModel(c: Context<WebEnv>) {
  return c.json(openAiError(404, `There is only one model here: ${MODEL}.`, 'model_not_found'), 404);
}
