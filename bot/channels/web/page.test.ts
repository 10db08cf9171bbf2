import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceEvent } from '../../service/types.ts';
import {
  answeredWith,
  scriptedAnswer,
  scriptedCitation,
  scriptedPassage,
  scriptedService,
  type ScriptedReply,
} from '../../service/scripted-service.fixture.ts';
import type { WebChannel } from './web-channel.ts';
import { webChannelOn } from './web-harness.fixture.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
/** Without a browser on this machine these tests are skipped, and say so; in CI they must run. */
const hasBrowser = existsSync(executablePath) || process.env['CI'] === 'true';

const HOSTILE =
  '<img src=x onerror="window.hit=1"><script>window.hit=1</script>[点我](javascript:hit()) ![x](http://evil.test/x)';
const TABLE = '| 地区 | 目标 |\n|---|---|\n| 示例市 | **300家以上**[1] |\n| 样板县 | 未提及 |';
const LIST = '共2项：\n1. 研发投入强度[1]\n2. 技术合同成交额[2]\n   - 成交额按年统计';

let gate: { opened: Promise<void>; open: () => void };

const many = Array.from({ length: 7 }, (_, at) => scriptedCitation(at + 1, '300家以上'));
const script: Record<string, readonly ServiceEvent[] | ScriptedReply> = {
  列表: answeredWith(
    scriptedAnswer('列表', {
      text: LIST,
      citations: [scriptedCitation(1, '300家以上'), scriptedCitation(2, '技术合同成交额（亿元）')],
    }),
    'a-list',
  ),
  表格: answeredWith(scriptedAnswer('表格', { text: TABLE }), 'a-table'),
  草案: answeredWith(
    scriptedAnswer('草案', { text: '**6家**[1]', citations: [scriptedCitation(1, '独角兽企业')] }),
    'a-draft',
  ),
  恶意: answeredWith(
    scriptedAnswer('恶意', {
      text: HOSTILE,
      understood: HOSTILE,
      citations: [{ ...scriptedCitation(1, '300家以上'), plan: HOSTILE, quote: HOSTILE, section: [HOSTILE] }],
    }),
    'a-hostile',
  ),
  多: answeredWith(scriptedAnswer('多', { citations: many }), 'a-many'),
  拒绝: [{ type: 'refused', reason: 'too-many-questions', text: '提问太快，请稍后再问。' }],
};

describe.skipIf(!hasBrowser)('the page in Chromium', () => {
  let browser: Browser;
  let channel: WebChannel;
  let service: ReturnType<typeof scriptedService>;
  const pages: Page[] = [];
  let problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(() => browser.close());

  async function open(path = '/', options: BrowserContextOptions = {}): Promise<Page> {
    let openGate = (): void => undefined;
    const opened = new Promise<void>((resolve) => (openGate = resolve));
    gate = { opened, open: openGate };
    service = scriptedService({
      script: {
        ...script,
        慢: {
          events: [
            { type: 'queued', ahead: 2, text: '前面还有2个问题，排队中' },
            { type: 'status', text: '正在查找规划原文' },
            { type: 'text', text: '**300家以上**[1]' },
            ...answeredWith(scriptedAnswer('慢'), 'a-slow').slice(-1),
          ],
          gate: opened,
        },
      },
    });
    channel = webChannelOn(service);
    await channel.start();
    const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    pages.push(page);
    problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(channel.address)) problems.push(`asks ${request.url()}`);
    });
    await page.goto(channel.address + path);
    return page;
  }

  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.context().close()));
    await channel.stop(0);
    expect(problems).toEqual([]);
  });

  async function ask(page: Page, question: string): Promise<void> {
    await page.fill('#question', question);
    await page.keyboard.press('Enter');
    await page.locator('.turn').last().locator('.actions').waitFor();
  }

  test('asks, streams, and sets the answer with its sources', async () => {
    const page = await open();
    await page.fill('#question', '慢');
    await page.click('#send');
    await expect.poll(() => page.locator('.turn .answer-text').textContent()).toContain('300家以上');
    expect(await page.locator('.turn .reply').getAttribute('aria-busy')).toBe('true');
    expect(await page.locator('#send').isDisabled()).toBe(true);
    gate.open();
    await page.locator('.sources').waitFor();
    expect(await page.locator('.answer-text strong').textContent()).toBe('300家以上');
    expect(await page.locator('.sources li').textContent()).toMatch(
      /示例市“十四五”科技创新规划 › 二、总体要求.*到2025年/su,
    );
    expect(await page.locator('#announcer').textContent()).toContain('300家以上');
    expect(await page.locator('#send').isDisabled()).toBe(false);
  });

  test('a citation opens its passage, marked, in its surroundings; Esc gives the focus back', async () => {
    const page = await open();
    await ask(page, '高企目标');
    const mark = page.locator('.answer-text a.mark').first();
    await mark.click();
    const panel = page.locator('#source');
    await panel.locator('.cited').waitFor();
    expect(await panel.locator('.cited').textContent()).toContain('300家以上');
    expect(await panel.locator('.passages').textContent()).toContain('185家');
    expect(await panel.locator('td').first().textContent()).toContain('每万人发明专利拥有量');
    expect(await hasFocus(page, '#source-title')).toBe(true);
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await hasFocus(page, '.answer-text a.mark')).toBe(true);
    await mark.click();
    await panel.locator('.foot a').click();
    await page.waitForURL(/\/plans\//u);
    const { id } = scriptedPassage('300家以上');
    expect(await hasFocus(page, `[id="${id}"]:target`)).toBe(true);
  });

  test('a follow-up stays in the conversation, also after a reload; a new one begins another', async () => {
    const page = await open();
    await ask(page, '第一问');
    await ask(page, '第二问');
    await page.reload();
    expect(await page.locator('.turn').count()).toBe(2);
    await ask(page, '第三问');
    await page.click('#new-conversation');
    expect(await page.locator('.turn').count()).toBe(0);
    expect(await page.locator('#welcome').isVisible()).toBe(true);
    await ask(page, '第四问');
    const ids = service.takes.map(({ conversationId }) => conversationId);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
    expect(new Set(service.takes.map(({ reader }) => reader.userId)).size).toBe(1);
  });

  test('a restart in the middle of an answer: the page asks again and shows it once', async () => {
    const page = await open();
    await page.fill('#question', '慢');
    await page.keyboard.press('Enter');
    await expect.poll(() => service.answered.length).toBe(1);
    const { port } = new URL(channel.address);
    await channel.stop(0);
    await expect.poll(() => page.locator('.progress').textContent()).toContain('正在重新连接');
    gate.open();
    channel = webChannelOn(service, { port: Number(port) });
    await channel.start();
    await page.locator('.turn .sources').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
    expect(new Set(service.takes.map(({ eventId }) => eventId)).size).toBe(1);
    // The browser says that it could not connect for a while.
    problems = [];
  });

  test('lists, tables, drafts and many sources are set as what they are', async () => {
    const page = await open();
    await ask(page, '列表');
    expect(await page.locator('.answer-text > ol > li').count()).toBe(2);
    expect(await page.locator('.answer-text li li').textContent()).toBe('成交额按年统计');
    await ask(page, '表格');
    expect(await page.locator('.answer-text td').allTextContents()).toEqual([
      '示例市',
      '300家以上1',
      '样板县',
      '未提及',
    ]);
    await ask(page, '草案');
    expect(await page.locator('.turn').last().locator('.badge').textContent()).toBe('征求意见稿');
    await ask(page, '多');
    expect(await page.locator('.turn').last().locator('summary').textContent()).toBe('其余3条出处');
    await ask(page, '拒绝');
    expect(await page.locator('.turn').last().textContent()).toContain('提问太快');
  });

  test('a hostile plan and a hostile question stay text', async () => {
    const page = await open();
    await ask(page, '恶意');
    await page.locator('.answer-text').waitFor();
    expect(await page.locator('.turn').textContent()).toContain('<script>window.hit=1</script>');
    expect(await page.locator('.turn img, .turn script, .turn a:not(.mark)').count()).toBe(0);
    await page.fill('#question', HOSTILE);
    await page.keyboard.press('Enter');
    await page.locator('.turn').nth(1).locator('.sources').waitFor();
    expect(await page.locator('.turn img, .turn script').count()).toBe(0);
    await page.goto(`${channel.address}/indicators?q=${encodeURIComponent(HOSTILE)}`);
    expect(await page.locator('input[name=q]').inputValue()).toBe(HOSTILE);
    expect(await page.evaluate<boolean>(`'hit' in window`)).toBe(false);
  });

  test('Enter while a word is composed does not send; Shift+Enter breaks the line', async () => {
    const page = await open();
    await page.fill('#question', '高企');
    await page.locator('#question').dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    await page.locator('#question').focus();
    await page.keyboard.press('Shift+Enter');
    expect(await page.locator('#question').inputValue()).toBe('高企\n');
    expect(service.takes).toEqual([]);
  });

  test('everything can be done with the keyboard alone', async () => {
    const page = await open();
    const labels: string[] = [];
    for (let at = 0; at < 12; at += 1) {
      await page.keyboard.press('Tab');
      labels.push(await page.evaluate<string>(`(document.activeElement?.textContent ?? '').trim()`));
    }
    expect(labels).toEqual(expect.arrayContaining(['发送', '跳到正文', '规划', '指标']));
    await page.locator('.example').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.sources').waitFor();
    await page.locator('.answer-text a.mark').focus();
    await page.keyboard.press('Enter');
    await page.locator('#source .cited').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.actions button', { hasText: '有问题' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.reason textarea').waitFor();
    await page.keyboard.type('年份不对');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => service.feedbacks.at(-1)?.reason).toBe('年份不对');
  });

  test('copies the answer with its sources', async () => {
    const page = await open('/', { permissions: ['clipboard-read', 'clipboard-write'] });
    await ask(page, '草案');
    await page.locator('.actions button', { hasText: '复制' }).click();
    await expect.poll(() => page.locator('.actions [role=status]').textContent()).toBe('已复制');
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toMatch(/^6家\[1\]\n\n出处\n\[1\] 示例市产业创新实施意见（征求意见稿） › 一、目标：“.*” http/u);
  });

  test('the examples come from the plans that are loaded', async () => {
    const page = await open();
    const examples = await page.locator('.example').allTextContents();
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(example).toMatch(/示例市|样板县/u);
  });

  test('plans are browsed, with tables as tables and a place for every passage', async () => {
    const page = await open('/plans');
    await page.getByText('示例市“十四五”科技创新规划').click();
    expect(await page.locator('.outline a').count()).toBeGreaterThan(4);
    expect(await page.locator('main table th').allTextContents()).toEqual(['指标', '2020年', '2025年']);
    expect(await page.locator('main .passage, main tbody tr').count()).toBe(
      (await service.plans({ channel: 'web', userId: 'x' }))[0]?.counts.passages,
    );
    await page.locator('.outline a', { hasText: '发展科技金融' }).click();
    await expect.poll(() => page.locator('h3:target').textContent()).toContain('发展科技金融');
  });

  test('indicators are filtered, sorted and exported, also without a script', async () => {
    const page = await open('/indicators', { javaScriptEnabled: false });
    await page.fill('input[name=q]', '技术合同');
    await page.click('.filter button');
    const count = await page.locator('tbody tr').count();
    expect(count).toBeGreaterThan(1);
    await page.locator('th a', { hasText: '数值' }).click();
    await page.locator('th a', { hasText: '数值' }).click();
    expect(await page.locator('th[aria-sort=descending]').textContent()).toContain('数值');
    expect(await page.locator('td.value').first().textContent()).toContain('120');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.found a').click()]);
    const csv = await textOf(await download.createReadStream());
    expect(csv.split('\r\n')).toHaveLength(count + 2);
    expect(csv.startsWith('\uFEFF规划,地区')).toBe(true);
  });

  test('fits a phone: nothing is wider than 360 px, and the source is a sheet', async () => {
    const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
    const page = await open('/', phone);
    const widest = (): Promise<number> => page.evaluate<number>('document.documentElement.scrollWidth');
    await ask(page, '表格');
    expect(await widest()).toBe(360);
    await page.locator('.answer-text a.mark').tap();
    await page.locator('#source .cited').waitFor();
    const box = await page.locator('#source').boundingBox();
    expect([box?.x, box?.width]).toEqual([0, 360]);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(740);
    await page.touchscreen.tap(180, 40);
    await expect.poll(() => page.locator('#source').isVisible()).toBe(false);
    for (const path of ['/plans', `/plans/${scriptedPassage('300家以上').planId}`, '/indicators']) {
      await page.goto(channel.address + path);
      expect(await widest(), path).toBe(360);
    }
  });

  test.each(['light', 'dark'] as const)('text can be read in %s', async (colorScheme) => {
    const page = await open('/', { colorScheme });
    await ask(page, '草案');
    await page.locator('.answer-text a.mark').click();
    await page.locator('#source .cited').waitFor();
    expect(await faintTexts(page)).toEqual([]);
    for (const path of ['/plans', `/plans/${scriptedPassage('独角兽').planId}`, '/indicators']) {
      await page.goto(channel.address + path);
      expect(await faintTexts(page), path).toEqual([]);
    }
  });

  test('everything that can be used has a name, and every page one main heading', async () => {
    const page = await open();
    await ask(page, '表格');
    await page.locator('.answer-text a.mark').click();
    await page.locator('#source .cited').waitFor();
    expect(await nameless(page)).toEqual([]);
    for (const path of ['/plans', `/plans/${scriptedPassage('300家以上').planId}`, '/indicators']) {
      await page.goto(channel.address + path);
      expect(await nameless(page), path).toEqual([]);
      expect(await page.locator('h1').count(), path).toBe(1);
      expect(await page.locator('main').count(), path).toBe(1);
    }
  });
});

const CHECKS = readFileSync(new URL('page-checks.fixture.js', import.meta.url), 'utf8');

/** Texts whose contrast is below WCAG AA (4.5, and 3 for large ones). */
function faintTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`{${CHECKS}}; pageChecks.faintTexts()`);
}

/** Controls without a name, ids that are used twice, and references to ids that are not there. */
function nameless(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`{${CHECKS}}; pageChecks.nameless()`);
}

/** Whether an element, by its selector, has the focus. */
function hasFocus(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`);
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
