import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { GuidaError, isGuidaError } from '../corpus/errors.ts';
import { channelsOfSettings } from './channels-of-settings.ts';
import type { Readiness } from './channels/web/web-types.ts';
import { lookAtCorpus } from './corpus-files.ts';
import { JOURNAL_FILE, openEmbeddedJournal } from './journal/embedded-journal.ts';
import type { Journal } from './journal/types.ts';
import { openPostgresJournal } from './journal/postgres-journal.ts';
import { openAccess, type Access } from './service/access.ts';
import type { AccessRules } from './service/access-rules.ts';
import { createDatabaseIndexSource } from './service/database-index-source.ts';
import { createIndexSource } from './service/index-source.ts';
import { createLiveIndex, type LiveIndex } from './service/live-index.ts';
import { createMetrics } from './service/metrics.ts';
import { asLog } from './service/service-log.ts';
import { createAnswerService, type ServiceObserver } from './service/service.ts';
import type { Channel } from './service/types.ts';
import type { Settings } from './settings.ts';

/** What `serve` takes. */
export interface ServeOptions {
  readonly settings: Settings;
  /** Folders or files of plans. */
  readonly corpus: readonly string[];
  readonly data: string;
  readonly log: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder, which relative paths start from. */
  readonly folder: string;
}

/** The program while it serves its channels. */
export interface Serving {
  /** Address of the web page. */
  readonly address: string;
  readonly channels: readonly string[];
  /** Rejected when a channel cannot start, as with a token that is wrong; one that cannot be reached keeps trying. */
  readonly started: Promise<void>;
  /** Takes no more questions, finishes those being answered within `graceMs`, closes everything. */
  stop(graceMs: number): Promise<void>;
}

/** Answers at a time: one alone computes, several that wait for a model do not get in each other's way. */
const CONCURRENCY = { withModel: 8, alone: 2 };

const DAY_MS = 86_400_000;

/**
 * Opens the journal, the index and every channel that the settings name. An index that is missing is built meanwhile:
 * the channels then say that it is not ready.
 * @throws GuidaError `corpus-empty`, `journal-failed`, `access-rules`, `settings`, `channel-failed`
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { settings, log, folder } = options;
  const data = resolve(folder, options.data);
  const corpus = options.corpus.map((dir) => resolve(folder, dir));
  // Told at once: an index that is never ready would only show in the log.
  if ((await lookAtCorpus(corpus)).count === 0)
    throw new GuidaError(
      'corpus-empty',
      'There are no plans. Put .txt, .md, .html, .docx or .pdf files into GUIDA_CORPUS.',
    );
  const closing: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const each of closing.toReversed()) await each();
  };
  try {
    const { DATABASE_URL: url } = settings;
    const journal =
      url === undefined
        ? openEmbeddedJournal(join(data, JOURNAL_FILE))
        : await openPostgresJournal({ connection: { url } });
    closing.push(() => journal.close());
    const sourceOptions = { ...options, corpus, data, log: asLog(log) };
    const source = url === undefined ? createIndexSource(sourceOptions) : createDatabaseIndexSource(url, sourceOptions);
    const index = createLiveIndex({ source, log: asLog(log) });
    closing.push(() => index.close());
    const access = openAccessOf(options, index);
    const metrics = createMetrics({ load: () => service.load(), index: () => index.state() });
    const observer: ServiceObserver = {
      onAnswer(done) {
        metrics.onAnswer(done);
        log.info(done, 'question');
      },
      onFeedback(feedback) {
        metrics.onFeedback(feedback);
        log.info(feedback, 'feedback');
      },
      onFailure(what, error) {
        metrics.onFailure();
        log.error({ err: error }, what);
      },
    };
    const service = createAnswerService({
      journal,
      index,
      access,
      observer,
      questionsPerMinute: settings.GUIDA_QUESTIONS_PER_MINUTE,
      concurrency: settings.OPENAI_MODEL === undefined ? CONCURRENCY.alone : CONCURRENCY.withModel,
      publicUrl: settings.PUBLIC_URL,
    });
    closing.push(() => service.stop(0));
    const operations = {
      health: () => readinessOf(channels.all, index, access, service.load()),
      metrics: () => metrics.text(),
    };
    const channels = channelsOfSettings(settings, service, operations, log);
    await index.start();
    closing.push(keepForgetting(journal, settings.GUIDA_RETENTION_DAYS, log));
    const startChannel = async (channel: Channel): Promise<void> => {
      await channel.start();
      log.info({ channel: channel.name, detail: channel.health().detail }, 'channel started');
    };
    for (const channel of channels.all) closing.push(() => channel.stop(0));
    await startChannel(channels.web);
    const others = channels.all.filter((channel) => channel !== channels.web);
    // Side by side: a platform that is out of reach holds nobody else up.
    const started = Promise.all(others.map(startChannel)).then(() => undefined);
    return {
      address: channels.web.address,
      channels: channels.all.map(({ name }) => name),
      started,
      async stop(graceMs) {
        started.catch(() => undefined);
        await Promise.all(channels.all.map((channel) => stopChannel(channel, graceMs, log)));
        closing.splice(-channels.all.length);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function openAccessOf({ settings, folder, log }: ServeOptions, index: LiveIndex): Access {
  const { GUIDA_ACCESS: file } = settings;
  return openAccess({
    file: file === undefined ? undefined : resolve(folder, file),
    onChange(change) {
      if ('error' in change)
        log.error({ err: change.error }, `${change.error.message} Until then nobody sees any plan.`);
      else void tellUnmatched(change.rules, index, log);
    },
  });
}

/** A plan that is misspelt in the rules is hidden from those who should see it: somebody should know. */
async function tellUnmatched(rules: AccessRules, index: LiveIndex, log: Logger): Promise<void> {
  const lease = index.lease();
  try {
    const names = lease ? rules.unmatched(await lease.index.store.plans()) : [];
    if (names.length > 0) log.warn({ names }, 'The access rules name plans that the index does not have.');
    else log.info('access rules read');
  } catch (error) {
    log.warn({ err: error }, 'The access rules could not be compared with the index.');
  } finally {
    lease?.release();
  }
}

function readinessOf(
  channels: readonly Channel[],
  index: LiveIndex,
  access: Access,
  load: { readonly waiting: number; readonly running: number },
): Readiness {
  const { generation, building } = index.state();
  const health = channels.map((channel) => [channel.name, channel.health()] as const);
  const isOpen = canDecide(access);
  return {
    ready: generation !== undefined && isOpen && health.every(([, { ready }]) => ready),
    index: { generation: generation ?? null, building },
    access: isOpen ? 'ok' : 'the rules cannot be read',
    channels: Object.fromEntries(health),
    queue: load,
  };
}

function canDecide(access: Access): boolean {
  try {
    access.visible({ channel: 'web', userId: '' }, []);
    return true;
  } catch {
    // Logged when it happened.
    return false;
  }
}

/** Erases what is older than it may be kept, now and once a day. */
function keepForgetting(journal: Journal, days: number, log: Logger): () => void {
  const forget = (): void => {
    journal.forget(Date.now() - days * DAY_MS).catch((error: unknown) => {
      log.error({ err: error }, 'What is older than it may be kept could not be erased.');
    });
  };
  forget();
  const timer = setInterval(forget, DAY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

async function stopChannel(channel: Channel, graceMs: number, log: Logger): Promise<void> {
  try {
    await channel.stop(graceMs);
  } catch (error) {
    log.error(
      { err: error, channel: channel.name },
      isGuidaError(error) ? error.message : 'A channel could not be stopped.',
    );
  }
}
