import { request } from 'node:http';

/** What a load on `/api/ask` gave. */
export interface LoadResult {
  readonly asked: number;
  /** Whole answers. */
  readonly answered: number;
  /** Polite refusals: too many questions, queue full. */
  readonly refused: number;
  /** Neither: a lost connection, another status, no last event. */
  readonly failed: number;
  /** Last events beyond the first of a reply. */
  readonly doubled: number;
  /** Milliseconds from the request to the last event, of whole answers. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/** What `measureLoad` takes. */
export interface LoadOptions {
  /** Address of the channel, `http://host:port`. */
  readonly address: string;
  readonly questions: readonly string[];
  /** People who ask, each in a conversation of their own. Default 50. */
  readonly users?: number;
  /** Questions in all. Default 600. */
  readonly asked?: number;
  /** Questions a second, evenly; `Infinity`: all at once. Default 10. */
  readonly perSecond?: number;
  /** Header that names the user, when the channel takes one. Default: none. */
  readonly userHeader?: string;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/** Asks over the API as that many people would, and measures how long whole answers take. */
export async function measureLoad(options: LoadOptions): Promise<LoadResult> {
  const { questions, users = 50, asked = 600, perSecond = 10, now = () => performance.now() } = options;
  const times: number[] = [];
  let refused = 0;
  let failed = 0;
  let doubled = 0;
  const begun = now();
  const askOnce = async (at: number): Promise<void> => {
    const due = begun + (at / perSecond) * 1000;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - now())));
    const from = now();
    const question = questions[at % questions.length] ?? '';
    const events = await eventsOf(options, question, `user-${at % users}`).catch(() => []);
    const last = events.at(-1);
    doubled += Math.max(0, events.filter((event) => event === 'answered' || event === 'refused').length - 1);
    if (last === 'answered') times.push(now() - from);
    else if (last === 'refused') refused += 1;
    else failed += 1;
  };
  await Promise.all(Array.from({ length: asked }, (_, at) => askOnce(at)));
  times.sort((left, right) => left - right);
  const share = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;
  return {
    asked,
    answered: times.length,
    refused,
    failed,
    doubled,
    p50Ms: share(0.5),
    p95Ms: share(0.95),
    maxMs: times.at(-1) ?? NaN,
  };
}

/** The names of the events of a reply; none where there was no whole reply. */
async function eventsOf(
  { address, userHeader }: LoadOptions,
  question: string,
  user: string,
): Promise<readonly string[]> {
  const response = await fetch(`${address}/api/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(userHeader === undefined ? {} : { [userHeader]: user }) },
    body: JSON.stringify({ question, conversationId: user }),
  });
  const text = await response.text();
  return response.ok ? [...text.matchAll(/^event: (.*)$/gmu)].map(([, name = '']) => name) : [];
}

/** Ways in which servers have been led out of their folder. */
const STEPS = [
  '../',
  '..%2f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%252f',
  '%252e%252e%252f',
  '..\\',
  '..%5c',
  '%2e%2e%5c',
  '..%c0%af',
  '..%ef%bc%8f',
  '....//',
  '..;/',
  '.%00./',
  '%uff0e%uff0e/',
];
const TARGETS = ['etc/passwd', 'package.json', 'bot/channels/web/web-channel.ts', '.env', 'windows/win.ini'];
const PREFIXES = ['/', '/assets/', '/plans/', '/api/plans/', '/api/passages/', '/v1/models/'];

/** Request targets that try to reach a file: every prefix, step and target together. */
export function traversalPayloads(): readonly string[] {
  const stepped = PREFIXES.flatMap((prefix) =>
    STEPS.flatMap((step) => TARGETS.map((target) => `${prefix}${step.repeat(6)}${target}`)),
  );
  const absolute = PREFIXES.flatMap((prefix) => [
    `${prefix}/etc/passwd`,
    `${prefix}%2fetc%2fpasswd`,
    `${prefix}file:///etc/passwd`,
    `${prefix}C:\\windows\\win.ini`,
    `${prefix}page.css%00.js`,
    `${prefix}page.css/../web-channel.ts`,
    `${prefix}.env`,
    `${prefix}__proto__`,
    `${prefix}constructor`,
  ]);
  return [...stepped, ...absolute];
}

/** What the payloads got. */
export interface TraversalResult {
  readonly sent: number;
  readonly notFound: number;
  /** Payloads that got anything but 404. */
  readonly others: readonly string[];
}

/**
 * Sends every payload exactly as it is written.
 * @param headers who sends it, where the channel asks for that; default: nobody
 */
export async function measureTraversal(
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<TraversalResult> {
  const payloads = traversalPayloads();
  const others: string[] = [];
  for (const path of payloads) {
    if ((await statusOf(address, path, headers)) !== 404) others.push(path);
  }
  return { sent: payloads.length, notFound: payloads.length - others.length, others };
}

function statusOf(address: string, path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers: { ...headers } }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
