import { z } from 'zod';

/** Topic of messages to the robot. */
export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';
/** Topic of what people press on a card. */
export const CARD_TOPIC = '/v1.0/card/instances/callback';

const headersSchema = z.looseObject({ topic: z.string(), messageId: z.string().min(1) });

const frameSchema = z.object({
  type: z.enum(['SYSTEM', 'CALLBACK', 'EVENT']),
  headers: headersSchema,
  data: z.string().default(''),
});

/** A frame that DingTalk sends down the stream. `data` is JSON in a string. */
export type Frame = z.output<typeof frameSchema>;

/** Reads a frame; undefined when it is none. */
export function readFrame(text: string): Frame | undefined {
  return readJson(text, frameSchema);
}

const time = z.union([z.number(), z.string().regex(/^\d+$/u).transform(Number)]);

const richPartSchema = z.looseObject({ type: z.string().optional(), text: z.string().optional() });

const robotMessageSchema = z.object({
  msgId: z.string().min(1),
  conversationId: z.string().min(1),
  /** 1: a person and the robot; 2: a group. */
  conversationType: z.enum(['1', '2']),
  senderId: z.string().min(1),
  senderStaffId: z.string().optional(),
  robotCode: z.string().optional(),
  sessionWebhook: z.string().optional(),
  /** Milliseconds since the epoch. */
  sessionWebhookExpiredTime: time.optional(),
  msgtype: z.string(),
  text: z.looseObject({ content: z.string() }).optional(),
  content: z.unknown().optional(),
});

/** A message to the robot. */
export type RobotMessage = z.output<typeof robotMessageSchema>;

/** Reads the data of a robot frame; undefined when it is not what DingTalk describes. */
export function readRobotMessage(data: string): RobotMessage | undefined {
  return readJson(data, robotMessageSchema);
}

const richTextSchema = z.looseObject({ richText: z.array(richPartSchema) });

/** The words of a text or rich-text message; undefined for any other kind: a picture, a recording, a file. */
export function wordsOf(message: RobotMessage): string | undefined {
  if (message.msgtype === 'text') return message.text?.content;
  if (message.msgtype !== 'richText') return undefined;
  const content = richTextSchema.safeParse(message.content);
  if (!content.success) return undefined;
  const words = content.data.richText.flatMap(({ type = 'text', text = '' }) => (type === 'text' ? [text] : []));
  return words.join('').trim() === '' ? undefined : words.join('');
}

const cardCallbackSchema = z.object({
  outTrackId: z.string().min(1),
  userId: z.string().min(1),
  content: z.string().optional(),
  value: z.string().optional(),
});

const pressedSchema = z.looseObject({
  cardPrivateData: z.looseObject({
    actionIds: z.array(z.string()).default([]),
    params: z.record(z.string(), z.unknown()).default({}),
  }),
});

/** What somebody pressed on a card. */
export interface CardPress {
  readonly outTrackId: string;
  readonly userId: string;
  readonly actionIds: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
}

/** Reads the data of a card frame; undefined when it is not what DingTalk describes. */
export function readCardPress(data: string): CardPress | undefined {
  const callback = readJson(data, cardCallbackSchema);
  const pressed = [callback?.content, callback?.value]
    .map((text) => (text === undefined ? undefined : readJson(text, pressedSchema)))
    .find((found) => found !== undefined);
  if (!callback || !pressed) return undefined;
  const { outTrackId, userId } = callback;
  return { outTrackId, userId, ...pressed.cardPrivateData };
}

/** Status of an acknowledgement: done, not understood, nobody is there for the topic. */
export type AckCode = 200 | 400 | 404;

/** Acknowledges a frame, so that DingTalk does not deliver it again. */
export function acknowledge(frame: Frame, code: AckCode, data: unknown = {}): string {
  return JSON.stringify({
    code,
    headers: { contentType: 'application/json', messageId: frame.headers.messageId },
    message: code === 200 ? 'OK' : 'not handled',
    data: JSON.stringify(data),
  });
}

/** Answers DingTalk's `ping`: its headers and data go back. */
export function pong(frame: Frame): string {
  return JSON.stringify({ code: 200, headers: frame.headers, message: 'OK', data: frame.data });
}

function readJson<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
