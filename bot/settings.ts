import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { GuidaError } from '../corpus/errors.ts';
import {
  SECRET_SETTINGS,
  SETTINGS,
  SETTING_NAMES,
  isSettingName,
  type SettingName,
  type SettingValue,
} from './setting-list.ts';

/** A setting that always has a value, because it has a default. `GUIDA_CORPUS` is not one: see `Settings`. */
type Defaulted =
  | 'GUIDA_DEADLINE_MS'
  | 'GUIDA_DATA'
  | 'PORT'
  | 'HOST'
  | 'GUIDA_QUESTIONS_PER_MINUTE'
  | 'GUIDA_RETENTION_DAYS'
  | 'GUIDA_LOG_LEVEL';

/**
 * The settings, checked, by the names of the README's table. `GUIDA_CORPUS` is absent when it is not set: the default
 * are the plans that ship with the program, wherever that lies.
 */
export type Settings = { readonly [Name in Defaulted]: SettingValue<Name> } & {
  readonly [Name in Exclude<SettingName, Defaulted>]?: SettingValue<Name>;
};

/** Where settings are read from. */
export interface SettingsSource {
  /** Wins over `.env`, also with an empty value. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder whose `.env` is read, if there is one. */
  readonly folder: string;
}

/** Names that only we would use. In the environment, other programs have `OPENAI_…` and the like too. */
const OUR_PREFIX = /^GUIDA_/u;
const PREFIXES = /^(?:GUIDA|SLACK|DINGTALK|OPENAI)_/u;

/** Settings that make no sense alone: with the first, one of the others is needed. */
const COMPANIONS: readonly (readonly [SettingName, readonly SettingName[]])[] = [
  ['SLACK_BOT_TOKEN', ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET']],
  ['SLACK_APP_TOKEN', ['SLACK_BOT_TOKEN']],
  ['SLACK_SIGNING_SECRET', ['SLACK_BOT_TOKEN']],
  ['DINGTALK_CLIENT_ID', ['DINGTALK_CLIENT_SECRET']],
  ['DINGTALK_CLIENT_SECRET', ['DINGTALK_CLIENT_ID']],
  ['DINGTALK_CARD_TEMPLATE_ID', ['DINGTALK_CLIENT_ID']],
];

/**
 * Reads and checks every setting. An empty value counts as not set.
 * @throws GuidaError `settings`, naming the variable that is unknown, malformed or lacks its companion; never its value
 */
export function readSettings({ environment, folder }: SettingsSource): Settings {
  const file = readEnvironmentFile(join(folder, '.env'));
  for (const name of Object.keys(file)) if (PREFIXES.test(name) && !isSettingName(name)) throw unknown(name, '.env');
  for (const name of Object.keys(environment)) {
    if (OUR_PREFIX.test(name) && !isSettingName(name)) throw unknown(name, 'the environment');
  }
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of SETTING_NAMES) {
    const given = (environment[name] ?? file[name] ?? '').trim();
    // The default corpus lies with the program, not in the working folder.
    const text = given === '' && name !== 'GUIDA_CORPUS' ? SETTINGS[name].defaultText : given;
    if (text !== '') values[name] = valueOf(name, text);
  }
  for (const [name, companions] of COMPANIONS) {
    if (values[name] !== undefined && companions.every((companion) => values[companion] === undefined)) {
      throw stop(`${name} needs ${companions.join(' or ')} as well`);
    }
  }
  return values as Settings;
}

/** The values that must not be shown anywhere. */
export function secretsOf(settings: Settings): readonly string[] {
  return SECRET_SETTINGS.flatMap((name) => {
    const value = settings[name];
    return typeof value === 'string' ? [value] : [];
  });
}

function valueOf(name: SettingName, text: string): unknown {
  const { schema, expected } = SETTINGS[name];
  const parsed = schema.safeParse(text);
  // What zod says is left out: it could repeat the value, which may be a secret.
  if (!parsed.success) throw stop(`${name} must be ${expected}`);
  return parsed.data;
}

function readEnvironmentFile(path: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/u, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new GuidaError('settings', 'The file .env cannot be read. Check its permissions.', { cause: error });
  }
  const values = parse(text);
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    // dotenv passes over a line that it does not understand; for a setting of ours that would be a silent default.
    const name = /^\s*(?:export\s+)?(\w+)/u.exec(line)?.[1];
    const isOurs = name !== undefined && (isSettingName(name) || PREFIXES.test(name));
    if (isOurs && !Object.hasOwn(values, name))
      throw stop(`${name} in line ${index + 1} of .env must read ${name}=value`);
  }
  return values;
}

function unknown(name: string, where: string): GuidaError {
  return stop(`${name} in ${where} is no setting of this program`);
}

function stop(problem: string): GuidaError {
  return new GuidaError('settings', `${problem}. Each setting is listed in .env.example.`);
}
