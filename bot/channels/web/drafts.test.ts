import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { BrowserContextOptions, Download, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawingAssistant } from '../../draft/answer-pictures.ts';
import { DRAFT_PLANS, openService, type OpenedService } from '../../service/running-service.fixture.ts';
import { hasBrowser, useBrowser } from './browser.fixture.ts';
import type { WebChannel } from './web-channel.ts';
import { webChannelOn } from './web-harness.fixture.ts';

/** Drafts on the page and through the API, over a real service, a real index and real files. */

const TOPIC = '云山人才和科技金融要点';
const CHECKS = readFileSync(new URL('page-checks.fixture.js', import.meta.url), 'utf8');

let opened: OpenedService;
let channel: WebChannel;

beforeAll(async () => {
  opened = await openService({ documents: DRAFT_PLANS, wrap: drawingAssistant });
});
afterAll(() => opened.close());
beforeEach(async () => {
  channel = webChannelOn(opened.service);
  await channel.start();
});
afterEach(() => channel.stop(0));

const post = (path: string, body: unknown): Promise<Response> =>
  fetch(channel.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

interface Draft {
  readonly id: string;
  readonly title: string;
  readonly sections: readonly {
    readonly number: number;
    readonly heading: string;
    readonly paragraphs: readonly { readonly points: readonly { readonly id: string; readonly text: string }[] }[];
  }[];
  readonly citations: readonly { readonly n: number; readonly href: string; readonly quotedWords: string }[];
}

describe('the API', () => {
  test('previews a draft and hands it out in every format, with what was left of its outline', async () => {
    const draft = (await (await post('/api/drafts', { topic: TOPIC, length: '1页' })).json()) as Draft;
    expect(draft.title).toBe(TOPIC);
    expect(draft.citations.every(({ href, quotedWords }) => href.startsWith('/plans/') && quotedWords !== '')).toBe(
      true,
    );
    const kept = draft.sections.at(-1);
    const points = kept?.paragraphs.flatMap(({ points: own }) => own) ?? [];
    const edits = {
      id: draft.id,
      title: '给会议的要点',
      sections: [{ section: kept?.number, heading: '要事', points: points.slice(0, 1).map(({ id }) => id) }],
    };
    const markdown = await post('/api/drafts/file', { topic: TOPIC, length: '1页', format: 'md', edits });
    expect(markdown.headers.get('content-disposition')).toContain(encodeURIComponent('给会议的要点.md'));
    const text = await markdown.text();
    expect(text).toContain('# 给会议的要点\n');
    expect(text).toContain(`## 一、要事`);
    expect(text).toContain(points[0]?.text);
    expect(text).not.toContain('## 二、');
    for (const format of ['docx', 'xlsx']) {
      const response = await post('/api/drafts/file', { topic: '云山的主要指标整理成表', format });
      expect(response.status).toBe(200);
      const names = Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer())));
      expect(names).toContain(format === 'docx' ? 'word/footnotes.xml' : 'xl/workbook.xml');
    }
  });

  test.each([
    ['/api/drafts', { topic: '登月计划和潜艇制造要点' }, 404],
    ['/api/drafts', { topic: '' }, 400],
    ['/api/drafts', { topic: '要'.repeat(1001) }, 400],
    ['/api/drafts/file', { topic: TOPIC, format: 'exe' }, 400],
    ['/api/drafts/file', { topic: TOPIC, format: 'md', edits: { id: 'other', sections: [] } }, 409],
  ])('%s %.60j is refused with %d and a line in Chinese', async (path, body, status) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toMatch(/\p{Script=Han}/u);
  });

  test('is described', async () => {
    const described = (await (await fetch(`${channel.address}/openapi.json`)).json()) as { paths: object };
    expect(Object.keys(described.paths)).toEqual(expect.arrayContaining(['/api/drafts', '/api/drafts/file']));
  });
});

describe.skipIf(!hasBrowser)('the page in Chromium', () => {
  const browser = useBrowser();
  const open = (path = '/drafts', options: BrowserContextOptions = {}): Promise<Page> =>
    browser.open(channel.address, path, options);

  test('by keyboard alone: order, rename, move, leave out, download', async () => {
    const page = await open();
    await page.locator('#topic').focus();
    await page.keyboard.insertText(TOPIC);
    await page.keyboard.press('Enter');
    await page.locator('.downloads').waitFor();
    const names = (): Promise<readonly string[]> =>
      page.evaluate<readonly string[]>(`[...document.querySelectorAll('.section-name input')].map(({value}) => value)`);
    const before = await names();
    expect(before.length).toBeGreaterThan(1);
    // The title has the focus, so that it can be renamed at once.
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('汇报提纲');
    const down = page.locator('.section-tools button', { hasText: '下移' }).first();
    await down.focus();
    await page.keyboard.press('Enter');
    expect(await names()).toEqual([before[1], before[0], ...before.slice(2)]);
    expect(await page.locator('#announcer').textContent()).toContain('现在是第2部分');
    const drop = page.locator('.section-tools button', { hasText: '不要这部分' }).first();
    await drop.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.outline-section.dropped [aria-pressed=true]').textContent()).toBe('恢复这部分');
    const point = page.locator('.outline-section:not(.dropped) input[type=checkbox]').last();
    const words = (await page.locator('.outline-section:not(.dropped) .point').last().textContent()) ?? '';
    await point.focus();
    await page.keyboard.press('Space');
    const save = page.locator('.downloads button', { hasText: 'Markdown' });
    await save.focus();
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toBe('汇报提纲.md');
    const text = (await bytesOf(download)).toString('utf8');
    expect(text).toContain('# 汇报提纲\n');
    expect(text).not.toContain(`、${before[1] ?? ''}\n`);
    expect(text).not.toContain(words.slice(0, 20));
  });

  test('a link brings its topic along; a source opens; Word comes with footnotes', async () => {
    const page = await open(`/drafts?topic=${encodeURIComponent('江川和云山高新技术企业目标对照表')}`);
    await page.locator('.downloads').waitFor();
    expect(await page.locator('.preview table th').first().textContent()).toBe('指标');
    await page.locator('.preview a.mark').first().click();
    await page.locator('#source .cited').waitFor();
    // On a wide screen it lies beside the draft, not over it.
    const [draft, source] = await Promise.all(['#draft', '#source'].map((place) => page.locator(place).boundingBox()));
    expect((draft?.x ?? 0) + (draft?.width ?? Infinity)).toBeLessThanOrEqual(source?.x ?? 0);
    await page.keyboard.press('Escape');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.downloads button', { hasText: 'Word' }).click(),
    ]);
    const parts = unzipSync(new Uint8Array(await bytesOf(download)));
    expect(strFromU8(parts['word/document.xml'] ?? new Uint8Array())).toContain('<w:footnoteReference');
  });

  test('says what cannot be drafted, and a hostile topic stays text', async () => {
    const page = await open();
    await page.fill('#topic', '<img src=x onerror=hit()>登月计划');
    await page.click('#write');
    await expect.poll(() => page.locator('#announcer').textContent()).toContain('没有写到');
    // The browser itself says that the answer was 404.
    browser.forgive(/404/u);
    expect(await page.locator('main img').count()).toBe(0);
  });

  test.each(['light', 'dark'] as const)('can be read in %s, and everything has a name', async (colorScheme) => {
    const page = await open('/drafts', { colorScheme });
    await page.fill('#topic', TOPIC);
    await page.click('#write');
    await page.locator('.preview a.mark').first().click();
    await page.locator('#source .cited').waitFor();
    expect(await page.evaluate(`{${CHECKS}}; pageChecks.faintTexts()`)).toEqual([]);
    expect(await page.evaluate(`{${CHECKS}}; pageChecks.nameless()`)).toEqual([]);
    expect(await page.locator('h1').count()).toBe(1);
  });

  test('a comparison in the chat has its chart under the answer, in words as well', async () => {
    const page = await open('/', { viewport: { width: 360, height: 740 } });
    await page.fill('#question', '江川和云山的研发投入强度目标各是多少？');
    await page.keyboard.press('Enter');
    const chart = page.locator('.turn figure.chart');
    await chart.waitFor();
    expect(await chart.getAttribute('aria-label')).toMatch(/^柱状图：.*云山市2025年目标2\.5%左右（《云山市/u);
    const labels = await chart.locator('svg text').allTextContents();
    for (const label of ['2.5%左右', '2.8%左右', '2025年', '江川省']) expect(labels).toContain(label);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
  });

  test('fits a phone of 360 px', async () => {
    const page = await open('/drafts', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.fill('#topic', TOPIC);
    await page.locator('#write').tap();
    await page.locator('.downloads').waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
  });
});

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
