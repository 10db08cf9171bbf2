import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Attack } from './attacks.ts';

/** The honest plans, of invented places, whose facts the attacks ask for. */
const HONEST = path.join(import.meta.dirname, 'plans');

/**
 * Writes the corpus of a run into a folder: the honest plans, and among them every poisoned one.
 * @returns the folder of plans
 */
export async function writeCorpus(attacks: readonly Attack[], folder: string): Promise<string> {
  const plans = path.join(folder, 'plans');
  await mkdir(plans, { recursive: true });
  for (const name of await readdir(HONEST)) await copyFile(path.join(HONEST, name), path.join(plans, name));
  for (const { document } of attacks) {
    if (document) await writeFile(path.join(plans, document.name), document.text);
  }
  return plans;
}
