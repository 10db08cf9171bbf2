import { afterEach, expect } from 'vitest';
import type { ScriptedService } from '../../service/scripted-service.fixture.ts';
import type { WebChannel } from './web-channel.ts';
import { readSse, USER_HEADER, webChannelOn, type SseEvent } from './web-harness.fixture.ts';
import type { WebChannelOptions } from './web-types.ts';

/** What `/api/ask` takes. */
export interface Ask {
  readonly question: string;
  readonly eventId?: string;
  readonly conversationId?: string;
  readonly stream?: boolean;
}

/** Gives a way to open the web channel for the tests of a file, which is closed after each. */
export function useWeb(): (service: ScriptedService, options?: Partial<WebChannelOptions>) => Promise<WebChannel> {
  const running: WebChannel[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((channel) => channel.stop(0)));
  });
  return async (service, options = {}) => {
    const channel = webChannelOn(service, { userHeader: USER_HEADER, ...options });
    running.push(channel);
    await channel.start();
    return channel;
  };
}

/** Posts JSON as a user. */
export function post(address: string, path: string, body: unknown, user = 'zhang'): Promise<Response> {
  return fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [USER_HEADER]: user },
    body: JSON.stringify(body),
  });
}

/** Asks as a user. @returns the events of the reply, all of them */
export async function ask(address: string, body: Ask, user = 'zhang'): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = [];
  for await (const event of readSse(await post(address, '/api/ask', body, user))) events.push(event);
  return events;
}

/** Gets a page as a user. */
export async function get(address: string, path: string, user = 'zhang'): Promise<Response> {
  return fetch(address + path, { headers: { [USER_HEADER]: user } });
}

/** Gets a list; fails when there is none. */
export async function list<T>(address: string, path: string): Promise<readonly T[]> {
  const response = await get(address, path);
  expect(response.status).toBe(200);
  return (await response.json()) as readonly T[];
}

/** What an answer may be made to wait for. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
