import type { Command } from 'commander';
import { write } from '../host.ts';
import { secretsOf } from '../settings.ts';
import type { ExitCode, Session } from './session.ts';

/** How long a stop waits for the answers under way, milliseconds: under the 30 s after which supervisors kill. */
const GRACE_MS = 25_000;

/** What is still open after a stop is not waited for, milliseconds. */
const LINGER_MS = 2000;

/** As shells count: 128 and the number of the signal. */
const EXIT_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

/** Describes `start`. */
export function describeStart(command: Command): Command {
  return command.description('serve the web page and every configured channel: Slack, DingTalk');
}

/**
 * Serves until SIGTERM or SIGINT; a second signal ends at once.
 * @throws GuidaError as `serve`
 */
export async function start(session: Session): Promise<ExitCode> {
  const { host, settings, corpus, data } = session;
  const [{ serve }, { createServiceLog }] = await Promise.all([
    import('../serve.ts'),
    import('../service/service-log.ts'),
  ]);
  const log = createServiceLog({
    write: (line) => void host.stderr.write(line),
    level: settings.GUIDA_LOG_LEVEL,
    secrets: secretsOf(settings),
  });
  const asked = stopAsked();
  const serving = await serve({
    settings,
    corpus,
    data,
    log,
    environment: host.environment,
    folder: host.folder,
  });
  log.info({ address: serving.address, channels: serving.channels }, 'started');
  await write(host.stdout, `Guida serves ${serving.channels.join(', ')}. The page is at ${serving.address}.\n`);
  try {
    // `started` ends when all channels have; then only a signal does.
    const signal = await Promise.race([asked, serving.started.then(() => asked)]);
    log.info({ signal }, 'stopping');
    return 0;
  } finally {
    await serving.stop(GRACE_MS);
    log.info('stopped');
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }
}

/** Fulfilled by the first signal to end; from then on another one ends the process. */
function stopAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isAsked = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isAsked) process.exit(EXIT_OF_SIGNAL[signal]);
        isAsked = true;
        resolve(signal);
      });
    }
  });
}
