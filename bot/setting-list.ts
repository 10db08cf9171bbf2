import { delimiter } from 'node:path';
import { z } from 'zod';

/** One variable of the environment or of `.env`. */
export interface Setting {
  /** What `.env.example` shows; empty when there is no default. */
  readonly defaultText: string;
  /** Completes “NAME must be …”, for the message that stops the start. */
  readonly expected: string;
  /** Turns the text, never empty, into the value. */
  readonly schema: z.ZodType<unknown, string>;
}

const text = z.string().regex(/^\S+$/u);

function address(...protocols: readonly string[]): z.ZodType<string, string> {
  return text
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol))
    .transform((value) => value.replace(/\/+$/u, ''));
}

function integer(from: number, to: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d{1,9}$/u)
    .transform(Number)
    .pipe(z.number().min(from).max(to));
}

function startingWith(prefix: string): z.ZodType<string, string> {
  return text.refine((value) => value.startsWith(prefix) && value.length > prefix.length);
}

const folders = z
  .string()
  .transform((value) => value.split(delimiter).map((part) => part.trim()))
  .pipe(z.array(z.string().min(1)));

/** A login that can be tried over the network must not be guessed. */
const SHORTEST_WEB_SECRET = 16;

const WEB_ADDRESS = 'an address that starts with http:// or https://';
const ONE_WORD = 'one word without spaces';

function setting<T>(
  schema: z.ZodType<T, string>,
  expected: string,
  defaultText = '',
): Setting & { schema: z.ZodType<T, string> } {
  return { schema, expected, defaultText };
}

/** Every setting there is, in the order of the README's table. The one place for names and defaults. */
export const SETTINGS = {
  OPENAI_API_KEY: setting(text, ONE_WORD),
  OPENAI_BASE_URL: setting(address('http:', 'https:'), WEB_ADDRESS),
  OPENAI_MODEL: setting(text, ONE_WORD),
  OPENAI_EMBEDDING_MODEL: setting(text, ONE_WORD),
  OPENAI_RERANK_MODEL: setting(text, ONE_WORD),
  GUIDA_DEADLINE_MS: setting(integer(1000, 600_000), 'a whole number of milliseconds from 1000 to 600000', '20000'),
  GUIDA_CORPUS: setting(folders, `folders separated by “${delimiter}”`, 'corpus/plans'),
  GUIDA_DATA: setting(z.string().min(1), 'a folder', '.guida'),
  PORT: setting(integer(0, 65_535), 'a port from 0 to 65535', '3000'),
  HOST: setting(text, 'a host name or address without spaces', '127.0.0.1'),
  PUBLIC_URL: setting(address('http:', 'https:'), WEB_ADDRESS),
  DATABASE_URL: setting(
    address('postgres:', 'postgresql:'),
    'an address that starts with postgres:// or postgresql://',
  ),
  SLACK_BOT_TOKEN: setting(startingWith('xoxb-'), 'a bot token, which starts with xoxb-'),
  SLACK_APP_TOKEN: setting(startingWith('xapp-'), 'an app-level token, which starts with xapp-'),
  SLACK_SIGNING_SECRET: setting(text, ONE_WORD),
  SLACK_API_URL: setting(address('http:', 'https:'), WEB_ADDRESS),
  DINGTALK_CLIENT_ID: setting(text, ONE_WORD),
  DINGTALK_CLIENT_SECRET: setting(text, ONE_WORD),
  DINGTALK_API_URL: setting(address('http:', 'https:'), WEB_ADDRESS),
  DINGTALK_CARD_TEMPLATE_ID: setting(text, ONE_WORD),
  GUIDA_ACCESS: setting(z.string().min(1), 'a file'),
  GUIDA_WEB_SECRET: setting(text.min(SHORTEST_WEB_SECRET), `at least ${SHORTEST_WEB_SECRET} characters without spaces`),
  GUIDA_WEB_USER_HEADER: setting(z.string().regex(/^[\w-]+$/u), 'the name of a request header'),
  GUIDA_QUESTIONS_PER_MINUTE: setting(integer(1, 100_000), 'a whole number from 1 to 100000', '20'),
  GUIDA_RETENTION_DAYS: setting(integer(1, 36_500), 'a whole number of days from 1 to 36500', '180'),
  GUIDA_LOG_LEVEL: setting(z.enum(['error', 'warn', 'info', 'debug']), 'error, warn, info or debug', 'info'),
} as const;

/** Name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** What each setting is once checked. */
export type SettingValue<Name extends SettingName> = z.output<(typeof SETTINGS)[Name]['schema']>;

/** Every name, in the order of the table. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** Whether a variable is one of ours. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** Settings that must never be written to a log or shown in a message. */
export const SECRET_SETTINGS: readonly SettingName[] = [
  'OPENAI_API_KEY',
  'DATABASE_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'DINGTALK_CLIENT_SECRET',
  'GUIDA_WEB_SECRET',
];
