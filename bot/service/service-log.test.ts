import { expect, test } from 'vitest';
import { GuidaError } from '../../corpus/errors.ts';
import { asLog, createServiceLog } from './service-log.ts';

function logged(level: 'info' | 'debug' = 'info', secrets: readonly string[] = []) {
  const lines: string[] = [];
  const log = createServiceLog({ write: (line) => lines.push(line), level, secrets });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('an entry is a line of JSON with its level and time', () => {
  const { log, lines, entries } = logged();
  log.info({ channel: 'web' }, 'question');
  log.debug('not told');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith('}\n')).toBe(true);
  expect(entries()[0]).toMatchObject({ level: 'info', channel: 'web', msg: 'question' });
  expect(entries()[0]?.['time']).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z$/u);
});

test('an error is told with its code, and what caused it', () => {
  const { log, entries } = logged();
  const cause = Object.assign(new Error('no space'), { code: 'ENOSPC' });
  asLog(log).warn('It failed.', new GuidaError('journal-failed', 'The journal failed.', { cause }));
  expect(entries()[0]).toMatchObject({
    level: 'warn',
    msg: 'It failed.',
    err: { code: 'journal-failed', message: 'The journal failed.', cause: { code: 'ENOSPC', message: 'no space' } },
  });
});

test('secrets are in no line, however they got there', () => {
  const secrets = ['xoxb-canary-1234', 'pass"word\\canary', 'postgres://guida:p%40ss-canary@host/db'];
  const { log, lines } = logged('debug', secrets);
  for (const secret of secrets) {
    log.info(`plain ${secret}`);
    log.info({ [secret]: secret, nested: [{ token: secret }] }, 'object');
    log.error({ err: new Error(`in ${secret}`, { cause: new Error(secret) }) }, 'error');
    log.debug(`https://host/?token=${encodeURIComponent(secret)}`);
    log.info(Buffer.from(secret).toString('base64'));
  }
  log.info('password p@ss-canary');
  const text = lines.join('');
  expect(text).not.toMatch(/canary/u);
  expect(text).not.toContain(Buffer.from('xoxb-canary-1234').toString('base64'));
  expect(text).toContain('[hidden]');
});
