import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GuidaError } from '../corpus/errors.ts';
import { temporaryFolder } from './program.fixture.ts';
import { readSettings, secretsOf, type Settings } from './settings.ts';

function read(environment: Record<string, string> = {}, file?: string): Settings {
  const folder = temporaryFolder();
  if (file !== undefined) writeFileSync(join(folder, '.env'), file);
  return readSettings({ environment, folder });
}

function checkStops(environment: Record<string, string>, file: string | undefined, message: RegExp): void {
  let caught: unknown;
  try {
    read(environment, file);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(GuidaError);
  expect(caught).toMatchObject({ code: 'settings', message: expect.stringMatching(message) as string });
}

test('defaults hold when nothing is set', () => {
  expect(read()).toEqual({
    GUIDA_DEADLINE_MS: 20_000,
    GUIDA_DATA: '.guida',
    PORT: 3000,
    HOST: '127.0.0.1',
    GUIDA_QUESTIONS_PER_MINUTE: 20,
    GUIDA_RETENTION_DAYS: 180,
    GUIDA_LOG_LEVEL: 'info',
  });
});

test('.env is read, and the environment wins over it', () => {
  const file = '\uFEFF# a comment\nPORT=4000\nexport HOST="0.0.0.0"\nGUIDA_DATA=\'some data\'\n';
  expect(read({ PORT: '5000' }, file)).toMatchObject({ PORT: 5000, HOST: '0.0.0.0', GUIDA_DATA: 'some data' });
});

test('an empty value is as good as none, and in the environment takes that of .env back', () => {
  expect(read({ OPENAI_MODEL: '' }, 'OPENAI_MODEL=some-model\nPORT=\n')).toMatchObject({ PORT: 3000 });
  expect(read({ OPENAI_MODEL: '' }, 'OPENAI_MODEL=some-model\n')).not.toHaveProperty('OPENAI_MODEL');
});

test('values are turned into what they mean', () => {
  const settings = read({
    GUIDA_CORPUS: ['plans', 'more plans'].join(delimiter),
    PUBLIC_URL: 'https://guida.example/',
    GUIDA_DEADLINE_MS: '1500',
  });
  expect(settings).toMatchObject({
    GUIDA_CORPUS: ['plans', 'more plans'],
    PUBLIC_URL: 'https://guida.example',
    GUIDA_DEADLINE_MS: 1500,
  });
});

test('other programs may have their own variables', () => {
  const file = 'NODE_EXTRA_CA_CERTS=ca.pem\nTZ=Asia/Shanghai\nnot a setting at all\n';
  expect(() => read({ OPENAI_ORG_ID: 'theirs', SLACK_WEBHOOK: 'theirs' }, file)).not.toThrow();
});

describe('stops the start', () => {
  test.each([
    ['unknown in .env', {}, 'GUIDA_DEADLINE=20000\n', /^GUIDA_DEADLINE in \.env is no setting/u],
    ['unknown in .env, of a service', {}, 'SLACK_TOKEN=xoxb-1\n', /^SLACK_TOKEN in \.env/u],
    ['unknown in the environment', { GUIDA_CORPORA: 'plans' }, undefined, /^GUIDA_CORPORA in the environment/u],
    ['a line without =', {}, '\nGUIDA_DATA data\n', /^GUIDA_DATA in line 2 of \.env must read GUIDA_DATA=value/u],
    ['no number', { PORT: 'http' }, undefined, /^PORT must be a port/u],
    ['no port', {}, 'PORT=70000\n', /^PORT must be a port/u],
    ['a deadline of nothing', { GUIDA_DEADLINE_MS: '0' }, undefined, /^GUIDA_DEADLINE_MS must be/u],
    ['a number with a unit', { GUIDA_DEADLINE_MS: '20s' }, undefined, /^GUIDA_DEADLINE_MS must be/u],
    ['no address', { OPENAI_BASE_URL: 'localhost:11434' }, undefined, /^OPENAI_BASE_URL must be an address/u],
    ['another protocol', { PUBLIC_URL: 'ftp://guida.example' }, undefined, /^PUBLIC_URL must be/u],
    ['another database', { DATABASE_URL: 'mysql://db/plans' }, undefined, /^DATABASE_URL must be/u],
    ['an app token as bot token', { SLACK_BOT_TOKEN: 'xapp-1' }, undefined, /^SLACK_BOT_TOKEN must be a bot token/u],
    ['an empty folder', { GUIDA_CORPUS: `plans${delimiter}` }, undefined, /^GUIDA_CORPUS must be/u],
    [
      'Slack without a way in',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      undefined,
      /^SLACK_BOT_TOKEN needs SLACK_APP_TOKEN or SLACK_SIGNING_SECRET/u,
    ],
    ['Slack without a bot', { SLACK_SIGNING_SECRET: 'abc' }, undefined, /^SLACK_SIGNING_SECRET needs SLACK_BOT_TOKEN/u],
    [
      'half of DingTalk',
      { DINGTALK_CLIENT_ID: 'ding1' },
      undefined,
      /^DINGTALK_CLIENT_ID needs DINGTALK_CLIENT_SECRET/u,
    ],
  ])('%s', (_name, environment: Record<string, string>, file, message) => {
    checkStops(environment, file, message);
  });

  test('.env that cannot be read', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.env'));
    expect(() => readSettings({ environment: {}, folder })).toThrow(/\.env cannot be read/u);
  });

  test('without repeating a value, which may be a secret', () => {
    for (const name of ['OPENAI_API_KEY', 'SLACK_BOT_TOKEN', 'DATABASE_URL', 'DINGTALK_CLIENT_SECRET']) {
      expect(() => read({ [name]: 'hush hush' })).toThrow(expect.not.stringContaining('hush') as string);
    }
  });
});

test('secrets are known as such', () => {
  const settings = read({
    OPENAI_API_KEY: 'sk-1',
    DATABASE_URL: 'postgres://me:pass@db/plans',
    OPENAI_MODEL: 'some-model',
  });
  expect(secretsOf(settings)).toEqual(['sk-1', 'postgres://me:pass@db/plans']);
});
