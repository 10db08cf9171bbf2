import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer as bufferOf } from 'node:stream/consumers';
import { standInStream, type Acknowledged, type StandInStream } from './stand-in-stream.fixture.ts';
import { CARD_TOPIC, ROBOT_TOPIC } from './frames.ts';

/** Credentials that the stand-in takes. */
export const CREDENTIALS = { clientId: 'dingexample', clientSecret: 'secret-of-the-example-app' } as const;

/** One message or card that people see. */
export interface Post {
  readonly conversationId: string;
  readonly title: string;
  readonly text: string;
  readonly way: 'webhook' | 'group' | 'single' | 'card';
  readonly outTrackId?: string;
  readonly isFinal?: boolean;
  /** What a file message leads to; its title is the name of the file. */
  readonly file?: Buffer;
}

/** A scripted answer to a call. */
export interface Fault {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The message is posted although the answer says otherwise, or never comes (`hang`). */
  readonly posts?: boolean;
  readonly hang?: boolean;
}

/** A message to the robot, as it is delivered. */
export interface StandInMessage {
  readonly eventId: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly text: string;
  readonly roomId?: string;
  /** Of the session webhook, in milliseconds from now; default an hour. */
  readonly livesMs?: number;
  /** Fields in place of the ordinary ones. */
  readonly changes?: Readonly<Record<string, unknown>>;
}

/** A stand-in of DingTalk's gateway, OpenAPI and session webhooks, on the own machine. */
export interface DingTalkStandIn {
  readonly apiUrl: string;
  readonly stream: StandInStream;
  /** When a connection was asked for, by `performance.now()`. */
  readonly tries: readonly number[];
  /** Bodies and headers of every call, by path. */
  readonly calls: readonly {
    readonly path: string;
    readonly url: string;
    readonly body: unknown;
    readonly token?: string;
  }[];
  readonly posts: readonly Post[];
  /** Answers the next calls of a path so, in place of doing what they ask. `webhook` stands for every session webhook. */
  fault(path: string, fault: Fault, times?: number): void;
  /** Session webhooks are dead from now on, whatever their time says. */
  killWebhooks(): void;
  /** Access tokens given so far are worthless. */
  revokeTokens(): void;
  /** Which tokens uploads take from now on. At first: those of either kind. */
  takeUploadsWith(...kinds: readonly TokenKind[]): void;
  deliver(message: StandInMessage): Promise<Acknowledged>;
  press(outTrackId: string, userId: string, params: Readonly<Record<string, unknown>>): Promise<Acknowledged>;
  close(): Promise<void>;
}

/** Tokens of the OpenAPI, and those of the older one. */
export type TokenKind = 'openapi' | 'old';

/** What `startStandIn` takes. */
export interface StandInOptions {
  /** Unacknowledged frames come again after so many milliseconds; DingTalk waits up to a minute. Default 1000. */
  readonly redeliverAfter?: number;
}

/** DingTalk's limits, in bytes: of a webhook's body, of `msgParam`, and of a file. */
const WEBHOOK_LIMIT = 20_000;
const PARAMETER_LIMIT = 15_000;
const FILE_LIMIT = 20 * 1024 * 1024;

interface Answered {
  readonly status: number;
  readonly body: unknown;
}
const OK: Answered = { status: 200, body: { errcode: 0, errmsg: 'ok' } };
const refused = (status: number, code: string): Answered => ({ status, body: { code, message: code, requestid: 'r' } });

/** Starts it. */
export async function startStandIn(options: StandInOptions = {}): Promise<DingTalkStandIn> {
  const { redeliverAfter = 1000 } = options;
  const tries: number[] = [];
  const calls: { path: string; url: string; body: unknown; token?: string }[] = [];
  const posts: (Post & { isFinal?: boolean; text: string })[] = [];
  const faults = new Map<string, Fault[]>();
  const sessions = new Map<string, { conversationId: string; until: number }>();
  const tokens = new Map<string, TokenKind>();
  const uploaded = new Map<string, { name: string; content: Buffer }>();
  let uploadKinds: readonly TokenKind[] = ['openapi', 'old'];

  const give = (kind: TokenKind): string => {
    const token = randomUUID();
    tokens.set(token, kind);
    return token;
  };
  /** The older API: a secret and tokens in the address, HTTP 200 whatever happens. */
  const byOldApi = (address: URL, raw: Buffer, type: string): Answered => {
    const { searchParams: query, pathname } = address;
    const said = (errcode: number, more: object = {}): Answered => ({ status: 200, body: { errcode, ...more } });
    if (pathname === '/gettoken') {
      const isKnown =
        query.get('appkey') === CREDENTIALS.clientId && query.get('appsecret') === CREDENTIALS.clientSecret;
      return isKnown ? said(0, { access_token: give('old'), expires_in: 7200 }) : said(40089);
    }
    const kind = tokens.get(query.get('access_token') ?? '');
    if (kind === undefined || !uploadKinds.includes(kind)) return said(40014, { errmsg: '不合法的access_token' });
    const media = mediaOf(raw, type);
    if (query.get('type') !== 'file' || !media || !/\.docx$/u.test(media.name)) return said(40004);
    if (media.content.byteLength > FILE_LIMIT || media.content.byteLength === 0) return said(40006);
    const mediaId = `@${randomUUID()}`;
    uploaded.set(mediaId, media);
    return said(0, { media_id: mediaId, type: 'file', created_at: Date.now() });
  };
  const fileOf = (parameter: string): Pick<Post, 'title' | 'text' | 'file'> | undefined => {
    const { mediaId, fileName, fileType } = JSON.parse(parameter) as Record<string, string>;
    const file = uploaded.get(mediaId ?? '');
    const isRight = file !== undefined && fileName === file.name && fileType === 'docx';
    return isRight ? { title: file.name, text: '', file: file.content } : undefined;
  };

  const byWebhook = (session: string, body: { markdown: { title: string; text: string } }, size: number): Answered => {
    const known = sessions.get(session);
    if (!known || Date.now() > known.until) return { status: 200, body: { errcode: 300001, errmsg: 'session 不存在' } };
    if (size > WEBHOOK_LIMIT) return { status: 200, body: { errcode: 460101, errmsg: 'message too long' } };
    posts.push({ conversationId: known.conversationId, ...body.markdown, way: 'webhook' });
    return OK;
  };
  const byOpenApi = (
    way: 'group' | 'single',
    body: { msgKey: string; msgParam: string; openConversationId?: string; userIds?: string[] },
  ): Answered => {
    if (Buffer.byteLength(body.msgParam) > PARAMETER_LIMIT) return refused(400, 'invalidParameter.msgParam.tooLong');
    const message =
      body.msgKey === 'sampleFile'
        ? fileOf(body.msgParam)
        : (JSON.parse(body.msgParam) as { title: string; text: string });
    if (!message) return refused(400, 'invalidParameter.mediaId');
    posts.push({ conversationId: body.openConversationId ?? `single ${body.userIds?.[0] ?? ''}`, ...message, way });
    return {
      status: 200,
      body: { processQueryKey: randomUUID(), invalidStaffIdList: [], flowControlledStaffIdList: [] },
    };
  };
  const byCard = (
    path: string,
    body: { outTrackId: string; openSpaceId: string; content: string; isFinalize: boolean },
  ): Answered => {
    const card = posts.find(({ outTrackId }) => outTrackId === body.outTrackId);
    if (path.endsWith('createAndDeliver')) {
      const [, space = ''] = /^dtv1\.card\/\/IM_(?:GROUP|ROBOT)\.(.+)$/u.exec(body.openSpaceId) ?? [];
      const isGroup = body.openSpaceId.includes('IM_GROUP');
      const conversationId = isGroup ? space : `single ${space}`;
      if (!card) posts.push({ conversationId, title: '', text: '', way: 'card', outTrackId: body.outTrackId });
      return { status: 200, body: { success: true, result: { deliverResults: [{ success: true }] } } };
    }
    if (!card) return refused(400, 'param.cardNotExist');
    Object.assign(card, { text: body.content, isFinal: body.isFinalize });
    return { status: 200, body: { success: true } };
  };
  const act = (path: string, body: never, size: number, token: string | undefined): Answered => {
    if (path.startsWith('/webhook/')) return byWebhook(path.slice('/webhook/'.length), body, size);
    if (path === '/v1.0/gateway/connections/open') {
      const { clientId, clientSecret } = body as { clientId: string; clientSecret: string };
      if (clientId !== CREDENTIALS.clientId || clientSecret !== CREDENTIALS.clientSecret)
        return refused(401, 'authFailed');
      return { status: 200, body: { endpoint: `${apiUrl.replace('http', 'ws')}/connect`, ticket: stream.ticket() } };
    }
    if (path === '/v1.0/oauth2/accessToken') {
      return { status: 200, body: { accessToken: give('openapi'), expireIn: 7200 } };
    }
    if (token === undefined || tokens.get(token) !== 'openapi') return refused(401, 'InvalidAuthentication');
    if (path === '/v1.0/robot/groupMessages/send') return byOpenApi('group', body);
    if (path === '/v1.0/robot/oToMessages/batchSend') return byOpenApi('single', body);
    if (path.startsWith('/v1.0/card/')) return byCard(path, body);
    return refused(404, 'notFound');
  };

  const server = createServer((request, response) => {
    void bufferOf(request).then((raw) => {
      const address = new URL(request.url ?? '/', 'http://localhost');
      const path = address.pathname;
      const isOld = path === '/gettoken' || path === '/media/upload';
      const body = (isOld ? undefined : JSON.parse(raw.toString())) as never;
      const header = request.headers['x-acs-dingtalk-access-token'];
      const token = typeof header === 'string' ? header : undefined;
      calls.push({ path, url: request.url ?? '', body, ...(token === undefined ? {} : { token }) });
      if (path.endsWith('/connections/open')) tries.push(performance.now());
      const fault = faults.get(path.startsWith('/webhook/') ? 'webhook' : path)?.shift();
      const acts = fault === undefined || fault.posts === true;
      const answer = !acts
        ? OK
        : isOld
          ? byOldApi(address, raw, request.headers['content-type'] ?? '')
          : act(path, body, raw.byteLength, token);
      if (fault?.hang === true) return;
      response.writeHead(fault?.status ?? answer.status, { 'content-type': 'application/json', ...fault?.headers });
      response.end(JSON.stringify(fault?.body ?? answer.body));
    });
  });
  const stream = standInStream(server, redeliverAfter);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    apiUrl,
    stream,
    tries,
    calls,
    posts,
    fault(path, fault, times = 1) {
      faults.set(path, [...(faults.get(path) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    killWebhooks() {
      for (const session of sessions.values()) session.until = 0;
    },
    revokeTokens() {
      tokens.clear();
    },
    takeUploadsWith(...kinds) {
      uploadKinds = kinds;
    },
    deliver({ eventId, conversationId, userId, text, roomId, livesMs = 3_600_000, changes = {} }) {
      const session = `${conversationId}-session`.replace(/[^\w-]/gu, '');
      const until = Date.now() + livesMs;
      const known = sessions.get(session);
      if (!known) sessions.set(session, { conversationId: roomId ?? conversationId, until });
      const message = {
        msgId: eventId,
        conversationId,
        conversationType: roomId === undefined ? '1' : '2',
        senderId: `$:LWCP:${userId}`,
        senderStaffId: userId,
        senderNick: '某人',
        robotCode: CREDENTIALS.clientId,
        sessionWebhook: `${apiUrl}/webhook/${session}`,
        sessionWebhookExpiredTime: until,
        msgtype: 'text',
        text: { content: ` ${text}` },
        ...changes,
      };
      return stream.deliver('CALLBACK', ROBOT_TOPIC, JSON.stringify(message));
    },
    press(outTrackId, userId, params) {
      const content = JSON.stringify({ cardPrivateData: { actionIds: ['button'], params } });
      return stream.deliver(
        'CALLBACK',
        CARD_TOPIC,
        JSON.stringify({ type: 'actionCallback', outTrackId, userId, content }),
      );
    },
    async close() {
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The file of a form, in the field that DingTalk reads. */
function mediaOf(raw: Buffer, type: string): { name: string; content: Buffer } | undefined {
  const [, boundary = ''] = /^multipart\/form-data; boundary=(\S+)$/u.exec(type) ?? [];
  const head = /^--(\S+)\r\nContent-Disposition: form-data; name="media"; filename="([^"]+)"\r\n[^]*?\r\n\r\n/u;
  // One character a byte, so that places in it are places in the bytes.
  const found = head.exec(raw.toString('latin1'));
  const end = raw.lastIndexOf(`\r\n--${boundary}--`);
  if (!found || found[1] !== boundary || end < 0) return undefined;
  const name = Buffer.from(found[2] ?? '', 'latin1').toString();
  return { name, content: raw.subarray(found[0].length, end) };
}
