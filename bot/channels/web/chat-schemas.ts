import { z } from '@hono/zod-openapi';
import { MODEL } from './chat-messages.ts';

const Usage = z
  .object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() })
  .openapi({ description: '不计费，均为0。' });

const head = { id: z.string(), created: z.int(), model: z.literal(MODEL) };

/** The answer to `POST /v1/chat/completions`. */
export const CompletionView = z
  .object({
    ...head,
    object: z.literal('chat.completion'),
    choices: z.array(
      z.object({
        index: z.int(),
        message: z.object({
          role: z.literal('assistant'),
          content: z.string().openapi({ description: '回答与出处（Markdown）。' }),
          refusal: z.null(),
        }),
        logprobs: z.null(),
        finish_reason: z.literal('stop'),
      }),
    ),
    usage: Usage,
  })
  .openapi('ChatCompletion');

/** One event of a streamed answer; the last one is `[DONE]`. */
export const ChunkView = z
  .object({
    ...head,
    object: z.literal('chat.completion.chunk'),
    choices: z.array(
      z.object({
        index: z.int(),
        delta: z.object({ role: z.literal('assistant').optional(), content: z.string().optional() }),
        logprobs: z.null(),
        finish_reason: z.literal('stop').nullable(),
      }),
    ),
    usage: Usage.optional(),
  })
  .openapi('ChatCompletionChunk');

/** The model. */
export const ModelView = z
  .object({ id: z.literal(MODEL), object: z.literal('model'), created: z.int(), owned_by: z.string() })
  .openapi('Model');

/** The list of the one model. */
export const ModelsView = z.object({ object: z.literal('list'), data: z.array(ModelView) }).openapi('Models');

/** What is wrong, in the shape of OpenAI's API. */
export const OpenAiErrorBody = z
  .object({
    error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }),
  })
  .openapi('OpenAiError');
