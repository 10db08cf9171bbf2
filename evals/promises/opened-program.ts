import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { JOURNAL_FILE, openEmbeddedJournal } from '../../bot/journal/embedded-journal.ts';
import { openAccess } from '../../bot/service/access.ts';
import { createIndexSource } from '../../bot/service/index-source.ts';
import { createLiveIndex, type LiveIndex } from '../../bot/service/live-index.ts';
import { createAnswerService, type RunningService } from '../../bot/service/service.ts';
import { readSettings } from '../../bot/settings.ts';

/** The plans that ship. */
export const SHIPPED = fileURLToPath(new URL('../../corpus/plans', import.meta.url));

/** The service as `start` opens it, over the plans that ship, in a folder of its own. */
export interface OpenedProgram {
  readonly service: RunningService;
  readonly index: LiveIndex;
  readonly folder: string;
  close(): Promise<void>;
}

/** Opens the service; its index is built, and ready. */
export async function openProgram(corpus: readonly string[] = [SHIPPED]): Promise<OpenedProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'guida-promises-'));
  const data = join(folder, 'data');
  const log = { warn: () => undefined, detail: () => undefined };
  const settings = readSettings({ environment: {}, folder });
  const source = createIndexSource({ corpus, data, settings, log, environment: process.env, folder });
  const index = createLiveIndex({ source, log, pollMs: 200 });
  const journal = openEmbeddedJournal(join(data, JOURNAL_FILE));
  const observer = { onAnswer: () => undefined, onFeedback: () => undefined, onFailure: () => undefined };
  const access = openAccess();
  const service = createAnswerService({ journal, index, access, observer, questionsPerMinute: 100_000 });
  await index.start();
  while (index.state().generation === undefined) await delay(100);
  return {
    service,
    index,
    folder,
    async close() {
      await service.stop(0);
      await index.close();
      await journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
