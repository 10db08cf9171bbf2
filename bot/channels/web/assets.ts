import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that the pages load. */
export interface Asset {
  readonly body: string;
  readonly type: string;
  /** Changes with the content. */
  readonly version: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

/** Every file there is. The name in a request is looked up here, and never on the disk. */
const FILES = {
  'page.css': STYLE,
  'fields.css': STYLE,
  'chat.css': STYLE,
  'answer.css': STYLE,
  'sources.css': STYLE,
  'plans.css': STYLE,
  'plan.css': STYLE,
  'indicators.css': STYLE,
  'draft.css': STYLE,
  'login.css': STYLE,
  'chat.js': SCRIPT,
  'ask.js': SCRIPT,
  'answer.js': SCRIPT,
  'markdown.js': SCRIPT,
  'conversation.js': SCRIPT,
  'source-panel.js': SCRIPT,
  'elements.js': SCRIPT,
  'plans.js': SCRIPT,
  'draft.js': SCRIPT,
  'draft-outline.js': SCRIPT,
  'chart.js': SCRIPT,
  'login.js': SCRIPT,
  'icon.svg': 'image/svg+xml',
} as const;

/** Name of a file. */
export type AssetName = keyof typeof FILES;

/** Files by name, read once at the start. */
export type Assets = ReadonlyMap<string, Asset>;

/** Reads the files that lie beside this module. */
export function readAssets(): Assets {
  return new Map(
    Object.entries(FILES).map(([name, type]) => {
      const body = readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');
      const version = createHash('sha256').update(body).digest('hex').slice(0, 12);
      return [name, { body, type, version }];
    }),
  );
}
