import { z } from 'zod';
import { isGuidaError } from '../../../corpus/errors.ts';
import type { Log } from '../../log.ts';
import type { AccessTokens } from './access-token.ts';
import { describeReply, postForm, type HttpOptions } from './http.ts';

/** A file that is handed to DingTalk. */
export interface UploadedFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly content: Uint8Array;
}

/** Hands files to DingTalk, so that messages can name them. */
export interface Uploads {
  /** @returns the media id; undefined when DingTalk does not take the file, which is logged. Never throws */
  upload(file: UploadedFile): Promise<string | undefined>;
}

/** What `createUploads` takes. */
export interface UploadOptions extends HttpOptions {
  /** Address of the older API. */
  readonly oldApiUrl: string;
  /** Kinds of tokens, the one to be tried first first. */
  readonly tokens: readonly AccessTokens[];
  readonly log: Log;
}

/** DingTalk's limit for a file, in bytes. */
const LARGEST_FILE = 20 * 1024 * 1024;

/** A file takes longer than a call, so many times. */
const TIMEOUTS = 4;

const uploadedSchema = z.looseObject({ errcode: z.number().default(0), media_id: z.string().min(1).optional() });

/**
 * Uploads by `POST /media/upload?type=file` of the older API. Which token that takes, DingTalk's own programs do not agree
 * on: its Python client for Stream mode sends the OpenAPI's, its connector for OpenClaw asks `/gettoken` for one of the
 * older API. So both are tried, and the one that worked comes first from then on. Nobody sees a file before a message
 * names it: one that is uploaded twice does no harm.
 */
export function createUploads(options: UploadOptions): Uploads {
  const { oldApiUrl, tokens, log } = options;
  const http = { ...options, timeout: options.timeout * TIMEOUTS };
  let worked: AccessTokens | undefined;

  const uploadWith = async (kind: AccessTokens, file: UploadedFile): Promise<string | undefined> => {
    const token = await kind.get();
    const form = new FormData();
    form.append('media', new Blob([Uint8Array.from(file.content)], { type: file.type }), file.name);
    const query = new URLSearchParams({ access_token: token, type: 'file' });
    const reply = await postForm(http, `${oldApiUrl}/media/upload?${query.toString()}`, form);
    const body = reply.outcome === 'done' ? uploadedSchema.safeParse(reply.body).data : undefined;
    if (body?.errcode === 0 && body.media_id !== undefined) return body.media_id;
    // Another try may fail for another reason; this one's may be the token, which is asked for anew then.
    kind.forget(token);
    log.detail(`dingtalk: a file was not taken (${body ? `errcode ${body.errcode}` : describeReply(reply)})`);
    return undefined;
  };

  return {
    async upload(file) {
      if (file.content.byteLength > LARGEST_FILE) {
        log.warn('dingtalk: a file is larger than DingTalk takes; it was not sent');
        return undefined;
      }
      for (const kind of [...(worked ? [worked] : []), ...tokens.filter((other) => other !== worked)]) {
        try {
          const mediaId = await uploadWith(kind, file);
          if (mediaId === undefined) continue;
          worked = kind;
          return mediaId;
        } catch (error) {
          if (!isGuidaError(error)) throw error;
          log.detail(`dingtalk: ${error.message}`);
        }
      }
      log.warn('dingtalk: DingTalk did not take a file; the web page still has it');
      return undefined;
    },
  };
}
