import { setTimeout as delay } from 'node:timers/promises';

/** How a question on the web came to its end. */
export type WebEnd = 'answered' | 'answered-before' | 'lost' | `refused: ${string}`;

/** A question as a browser asks it. */
export interface WebQuestion {
  readonly address: string;
  readonly eventId: string;
  readonly conversationId: string;
  readonly text: string;
  /** Hangs up after the first event of the first attempt, as a browser that loses its connection. */
  readonly hangsUp: boolean;
  /** How long it asks again, with the same event id, milliseconds. */
  readonly patienceMs: number;
}

/**
 * Asks as the page does: when the connection is lost, or the service says that it is not there, again with the same event
 * id, until there is an end.
 */
export async function askOnWeb(question: WebQuestion): Promise<WebEnd> {
  const until = Date.now() + question.patienceMs;
  for (let attempt = 0; Date.now() < until; attempt += 1) {
    const end = await attemptOf(question, attempt === 0 && question.hangsUp).catch(() => undefined);
    if (end !== undefined) return end;
    await delay(250);
  }
  return 'lost';
}

async function attemptOf(
  { address, eventId, conversationId, text, patienceMs }: WebQuestion,
  hangsUp: boolean,
): Promise<WebEnd | undefined> {
  const response = await fetch(`${address}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: text, eventId, conversationId }),
    signal: AbortSignal.timeout(patienceMs),
  });
  if (response.status === 409) return await ended(response, 'answered-before');
  if (response.status === 503) return await ended(response, undefined);
  if (!response.ok || !response.body) return await ended(response, `refused: ${response.status}`);
  let read = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    read += decoder.decode(chunk, { stream: true });
    // Leaving the loop cancels the body, and with it the connection.
    if (hangsUp) return undefined;
  }
  if (/^event: answered$/mu.test(read)) return 'answered';
  const refusal = /^event: refused\ndata: (.*)$/mu.exec(read)?.[1];
  return refusal === undefined ? undefined : `refused: ${reasonOf(refusal)}`;
}

function reasonOf(data: string): string {
  const { reason } = JSON.parse(data) as { readonly reason?: string };
  return reason ?? 'unknown';
}

async function ended(response: Response, end: WebEnd | undefined): Promise<WebEnd | undefined> {
  await response.body?.cancel();
  return end;
}
