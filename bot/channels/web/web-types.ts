import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Log } from '../../log.ts';
import type { AnswerService, Reader } from '../../service/types.ts';

/** Whether the program is ready, as `/readyz` tells it. Fields besides `ready` are for an operator and hold no secret. */
export interface Readiness {
  readonly ready: boolean;
  readonly [detail: string]: unknown;
}

/** What the web page tells an operator about the whole program. */
export interface Operations {
  health(): Readiness | Promise<Readiness>;
  /** In Prometheus' text format. */
  metrics(): Promise<string>;
}

/** A listener of another channel that shares the port, such as Slack's at `/slack/events`. It checks its requests itself. */
export interface MountedListener {
  /** Exact path, without a trailing slash. */
  readonly path: string;
  readonly listener: RequestListener;
}

/** What `createWebChannel` takes. */
export interface WebChannelOptions {
  readonly service: AnswerService;
  readonly log: Pick<Log, 'warn'>;
  /** Address to listen on. Anything but a loopback address needs `secret` or `userHeader`. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Where users find the page, without a trailing slash; its host is then allowed besides the one listened on. */
  readonly publicUrl?: string | undefined;
  /** Shared secret of the login page, and Bearer token of the API. */
  readonly secret?: string | undefined;
  /**
   * Request header in which a reverse proxy names the user. The proxy has to remove the header from what clients send.
   * Together with `secret` it is believed only from requests that carry the secret as Bearer token.
   */
  readonly userHeader?: string | undefined;
  readonly operations: Operations;
  readonly mounted?: readonly MountedListener[];
  /** Milliseconds since the epoch. Default: the clock of the machine. */
  readonly now?: () => number;
}

/** What handlers find in their context. */
export interface WebEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { reader: Reader };
}
