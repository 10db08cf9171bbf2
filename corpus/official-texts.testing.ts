import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bareText, foldRadicals } from './characters.ts';
import { parseSource } from './parse.ts';
import type { PlanDocument } from './types.ts';

/**
 * For tests only: the official texts of the plans, which are not part of this repository. They are read from the folder
 * that the environment variable PLAN_TEXTS names. Without it the tests that need them are skipped, with a message;
 * in CI (where `CI` is set) they fail.
 */

/** Files are known by what stands in them, whatever their names. Letters and digits only. */
const SIGNS = {
  anhui: ['关于印发安徽省十四五科技创新规划的通知'],
  hefei: ['合肥市十四五科技创新发展规划2022年1月'],
  suzhou: ['宿州市十四五科技创新主要目标'],
  draft: ['关于大力推进产业科技创新的实施意见征求意见稿'],
  zhejiang: ['浙江省基础研究发展十四五规划', '浙江省科技创新人才发展十四五规划'],
} as const;

export type OfficialName = keyof typeof SIGNS;

/** One official file and the plans read from it. */
export interface OfficialText {
  readonly lines: readonly string[];
  readonly documents: readonly Omit<PlanDocument, 'records'>[];
}

/** The five official files, or undefined when there is no folder of them and this is not CI. */
export function loadOfficialTexts(): Readonly<Record<OfficialName, OfficialText>> | undefined {
  const folder = process.env['PLAN_TEXTS'];
  if (folder === undefined || folder === '') {
    if (process.env['CI'])
      throw new Error('PLAN_TEXTS is not set: in CI it must name the folder of the official plan texts');
    process.stderr.write('SKIPPED: PLAN_TEXTS is not set, so the tests on the official plan texts do not run\n');
    return undefined;
  }
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name), 'utf8').replace(/^\uFEFF/u, ''));
  const read = (name: OfficialName): OfficialText => {
    const text = files.find((file) => {
      const bare = bareText(foldRadicals(file));
      return SIGNS[name].every((sign) => bare.includes(sign));
    });
    if (text === undefined) throw new Error(`the folder in PLAN_TEXTS has no official text of “${name}”`);
    const lines = text.replace(/\r?\n$/u, '').split(/\r?\n/u);
    return { lines, documents: parseSource({ file: `${name}.txt`, sha256: '', lines }).value };
  };
  return {
    anhui: read('anhui'),
    hefei: read('hefei'),
    suzhou: read('suzhou'),
    draft: read('draft'),
    zhejiang: read('zhejiang'),
  };
}
