import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** How long a page may take for one step on a machine that others use as well, milliseconds. */
const PATIENCE_MS = 120_000;

/** Without a browser on this machine these tests are skipped, and say so; in CI they must run. */
export const hasBrowser = existsSync(executablePath) || process.env['CI'] === 'true';

/** A browser whose pages are watched: whatever one complains of, or asks of another server, fails the test. */
export interface WatchedBrowser {
  /** Opens a page of a server. */
  readonly open: (address: string, path: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What the page has complained of so far was to be expected; of it only what fits, where that is told. */
  readonly forgive: (expected?: RegExp) => void;
}

/** Starts a browser for the tests of a block, and closes what they opened. */
export function useBrowser(): WatchedBrowser {
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  let problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(problems).toEqual([]);
  });

  return {
    async open(address, path, options = {}) {
      const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
      contexts.push(context);
      context.setDefaultTimeout(PATIENCE_MS);
      const page = await context.newPage();
      problems = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
      page.on('request', (request) => {
        // A file that is saved comes from the page itself.
        if (!request.url().startsWith(address) && !request.url().startsWith('blob:'))
          problems.push(`asks ${request.url()}`);
      });
      await page.goto(address + path);
      return page;
    },
    forgive(expected = /^/u) {
      problems = problems.filter((problem) => !expected.test(problem));
    },
  };
}
