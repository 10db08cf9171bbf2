import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { GuidaError } from '../../corpus/errors.ts';
import type { DraftDocument, DraftLength } from '../answer/draft/types.ts';
import { compilationDay } from '../draft/compilation-day.ts';
import type { DraftWriter } from '../draft/open-writer.ts';
import type { DraftFormat } from '../draft/types.ts';
import { write } from '../host.ts';
import type { CommonOptions, ExitCode, Session } from './session.ts';

/** Options of `draft`. */
export interface DraftCommandOptions extends CommonOptions {
  readonly docx?: string;
  readonly md?: string;
  readonly xlsx?: string;
  readonly csv?: string;
  readonly plans?: string;
  readonly length?: string;
  readonly force?: boolean;
}

/** Describes `draft`. */
export function describeDraft(command: Command): Command {
  return command
    .description('write a summary with citations: Markdown on stdout, or files')
    .argument('<topic...>', 'what the draft is about, in Chinese')
    .option('--docx <file>', 'write a Word document with footnotes, in the layout of official documents')
    .option('--md <file>', 'write Markdown with footnotes')
    .option('--xlsx <file>', 'write the tables, with the source of each row, for spreadsheets')
    .option('--csv <file>', 'write the tables as CSV')
    .option('--plans <list>', 'compile from these plans only: titles, ids or places, set apart by commas')
    .option('--length <length>', 'how long: 2页 or 1500字')
    .option('--force', 'overwrite files that exist')
    .addHelpText('after', '\nFor example: guida draft "起草一份合肥人才政策要点" --docx 要点.docx --length 2页');
}

/** Said when the plans have nothing on the topic. */
const NOTHING = '现有规划没有写到这个题目，没有可以整理的内容。';

/**
 * Writes a draft for a person.
 * @returns 1 when the plans say nothing on the topic
 * @throws GuidaError `usage`, `draft-failed`, and what opening the index throws
 */
export async function draft(
  session: Session,
  topic: readonly string[],
  options: DraftCommandOptions,
): Promise<ExitCode> {
  const text = topic.join(' ').trim();
  if (!/[\p{Script=Han}]{2}/u.test(text))
    throw new GuidaError('usage', 'There is no topic. Give one: guida draft "合肥人才政策要点"');
  const length = await lengthOf(options.length);
  const files = filesOf(options);
  assertWritable(files, options.force === true);
  const index = await session.openIndex();
  try {
    const [{ openDraftWriter }, { openDraftProse }, { loadSynonyms }] = await Promise.all([
      import('../draft/open-writer.ts'),
      import('../open-model.ts'),
      import('../../retrieval/query/synonyms.ts'),
    ]);
    const language = { words: index.words, synonyms: loadSynonyms() };
    const prose = await openDraftProse(session.settings, language, session.log);
    const writer = await openDraftWriter({ ...index, ...language, ...(prose ? { prose } : {}) });
    const planIds = options.plans === undefined ? undefined : await planIdsOf(options.plans, writer);
    const written = await writer.write(text, {
      date: compilationDay(new Date()),
      ...(length ? { length } : {}),
      ...(planIds ? { planIds } : {}),
    });
    if (!written) {
      session.log.warn(NOTHING);
      return 1;
    }
    await hand(written, files, session);
    return 0;
  } finally {
    await index.close();
  }
}

interface OutputFile {
  readonly format: DraftFormat;
  readonly path: string;
}

function filesOf(options: DraftCommandOptions): readonly OutputFile[] {
  return (['docx', 'md', 'xlsx', 'csv'] as const).flatMap((format) => {
    const path = options[format];
    if (path === '') throw new GuidaError('usage', `A file has no name. Give one after --${format}.`);
    return path === undefined ? [] : [{ format, path: resolve(path) }];
  });
}

function assertWritable(files: readonly OutputFile[], force: boolean): void {
  for (const { path, format } of files) {
    const name = basename(path);
    if (files.some((other) => other.path === path && other.format !== format))
      throw new GuidaError('usage', `${name} is named twice. Give each file a name of its own.`);
    if (!existsSync(dirname(path)))
      throw new GuidaError('usage', `There is no folder for ${name}. Make it first, or name another.`);
    if (!existsSync(path)) continue;
    if (statSync(path).isDirectory()) throw new GuidaError('usage', `${name} is a folder. Name a file in it.`);
    if (!force) throw new GuidaError('usage', `${name} exists. Name another file, or overwrite it with --force.`);
  }
}

async function lengthOf(written: string | undefined): Promise<DraftLength | undefined> {
  if (written === undefined) return undefined;
  const { readLength } = await import('../answer/draft/length.ts');
  const length = readLength(/^\d+$/u.test(written.trim()) ? `${written}字` : written);
  if (!length) throw new GuidaError('usage', `“${written}” is no length. Write 2页 or 1500字 after --length.`);
  return length;
}

async function planIdsOf(list: string, { plans }: DraftWriter): Promise<readonly string[]> {
  const { readPlanFilter } = await import('../answer/draft/plan-filter.ts');
  const { planIds, unknown } = readPlanFilter(list, plans);
  if (unknown.length > 0 || planIds.length === 0)
    throw new GuidaError(
      'usage',
      `No plan is called ${unknown.map((name) => `“${name}”`).join(', ') || 'that'}. See guida plans for their titles and places.`,
    );
  return planIds;
}

/** Prints the Markdown, or writes the files and names each. */
async function hand(written: DraftDocument, files: readonly OutputFile[], { host, log }: Session): Promise<void> {
  if (files.length === 0) {
    const { markdownOf } = await import('../draft/markdown.ts');
    await write(host.stdout, markdownOf(written));
    return;
  }
  const { draftContent } = await import('../draft/draft-content.ts');
  for (const { format, path } of files) {
    const { content, warnings } = await draftContent(written, format);
    for (const warning of warnings) log.warn(warning);
    if (content === undefined) continue;
    try {
      await writeFile(path, content);
    } catch (cause) {
      throw new GuidaError('draft-failed', `${basename(path)} could not be written. Check its folder and disk.`, {
        cause,
      });
    }
    log.warn(`${basename(path)}: written.`);
  }
}
