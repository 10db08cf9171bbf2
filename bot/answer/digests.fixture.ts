import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSource } from '../../corpus/parse.ts';
import type { PlanDocument } from '../../corpus/types.ts';

const FOLDER = fileURLToPath(new URL('../../corpus/plans', import.meta.url));

/** The plans that ship with the project, as the corpus room reads them; without records, which answers do not read. */
export function digests(): readonly PlanDocument[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .sort()
    .flatMap((name) => {
      const lines = readFileSync(join(FOLDER, name), 'utf8').split(/\r?\n/u);
      return parseSource({ file: name, sha256: '', lines }).value;
    })
    .map((document) => ({ ...document, records: [] }));
}
