import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse as parseYaml } from 'yaml';
import { GuidaError, isGuidaError } from './errors.ts';
import type { PlanOverrides } from './metadata.ts';
import { parseSource, readOverrides } from './parse.ts';
import { listSources, readSource } from './read.ts';
import { readRecords } from './records.ts';
import type { Corpus, Outcome, PlanDocument } from './types.ts';

/** A corpus together with what identifies the bytes it was read from. */
export interface LoadedCorpus extends Corpus {
  /** SHA-256 of each file read, in order of the files: an index built from the same list need not be rebuilt. */
  readonly sources: readonly { readonly file: string; readonly sha256: string }[];
}

/** Called after each file with how many of them are done. */
export type LoadProgress = (done: number, total: number, file: string) => void;

/**
 * Reads every plan in the folders (or single files). A file that cannot be read is named with its reason and the rest
 * go on. Of two editions of one plan the full text takes the place of the digest; of two of the same edition the
 * first file's is kept.
 * @throws GuidaError `corpus-empty` when no plan could be read
 */
export async function loadCorpus(dirs: readonly string[], onProgress?: LoadProgress): Promise<LoadedCorpus> {
  const { files, warnings: listed } = await listSources(dirs);
  const overrides = await readPlansYaml(dirs);
  const warnings = [...listed, ...overrides.warnings];
  const failures: { file: string; reason: string }[] = [];
  const documents: PlanDocument[] = [];
  const sources: { file: string; sha256: string }[] = [];
  for (const [index, file] of files.entries()) {
    try {
      const read = await readSource(file);
      sources.push({ file, sha256: read.value.sha256 });
      const parsed = parseSource(read.value, overrides.value.get(path.basename(file)) ?? {});
      warnings.push(...[...read.warnings, ...parsed.warnings].map((warning) => `${path.basename(file)}：${warning}`));
      documents.push(...parsed.value.map((document) => ({ ...document, records: readRecords(document) })));
    } catch (error) {
      if (!isGuidaError(error)) throw error;
      failures.push({ file, reason: error.message });
    }
    onProgress?.(index + 1, files.length, file);
  }
  if (documents.length === 0) {
    const why = failures.map((failure) => failure.reason).join('；');
    throw new GuidaError(
      'corpus-empty',
      `没有可读的规划：请把 .txt .md .html .docx .pdf 文件放进 ${dirs.map((dir) => path.basename(dir)).join('、')}${why === '' ? '' : `（${why}）`}`,
    );
  }
  return { documents: preferFull(documents, warnings), failures, warnings, sources };
}

function preferFull(documents: readonly PlanDocument[], warnings: string[]): readonly PlanDocument[] {
  const kept = new Map<string, PlanDocument>();
  for (const document of documents) {
    const { id, title, edition } = document.plan;
    const other = kept.get(id);
    if (!other || (other.plan.edition === 'digest' && edition === 'full')) kept.set(id, document);
    else if (edition === other.plan.edition)
      warnings.push(
        `《${title}》重复：${path.basename(document.plan.file)} 没有采用，已有 ${path.basename(other.plan.file)}`,
      );
  }
  return [...kept.values()];
}

async function readPlansYaml(dirs: readonly string[]): Promise<Outcome<ReadonlyMap<string, PlanOverrides>>> {
  const found = new Map<string, PlanOverrides>();
  const warnings: string[] = [];
  for (const dir of dirs) {
    let text: string;
    try {
      text = await readFile(path.join(dir, 'plans.yaml'), 'utf8');
    } catch {
      continue; // most folders have none
    }
    try {
      const value: unknown = parseYaml(text);
      if (typeof value !== 'object' || value === null) continue;
      for (const [file, entry] of Object.entries(value)) {
        const read = readOverrides(entry, `plans.yaml 的 ${file}`);
        warnings.push(...read.warnings);
        found.set(file, read.value);
      }
    } catch (error) {
      warnings.push(
        `plans.yaml 不是有效的 YAML，已忽略：${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`,
      );
    }
  }
  return { value: found, warnings };
}
