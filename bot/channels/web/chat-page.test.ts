import { describe, expect, test } from 'vitest';
import { scriptedPassage } from '../../service/scripted-service.fixture.ts';
import { hasBrowser } from './browser.fixture.ts';
import { hasFocus, HOSTILE, usePages } from './page-testbed.fixture.ts';
import { webChannelOn } from './web-harness.fixture.ts';

describe.skipIf(!hasBrowser)('the chat page in Chromium', () => {
  const bed = usePages();
  const { open, ask } = bed;

  test('asks, streams, and sets the answer with its sources', async () => {
    const page = await open();
    await page.fill('#question', '慢');
    await page.click('#send');
    await expect.poll(() => page.locator('.turn .answer-text').textContent()).toContain('300家以上');
    expect(await page.locator('.turn .reply').getAttribute('aria-busy')).toBe('true');
    expect(await page.locator('#send').isDisabled()).toBe(true);
    bed.finish();
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

  test('of a long passage the words that the answer rests on are marked', async () => {
    const page = await open();
    await ask(page, '长段');
    expect(await page.locator('.sources blockquote').textContent()).toMatch(/^“…技术合同成交额由.*56亿元。…”$/u);
    await page.locator('.answer-text a.mark').click();
    await page.locator('#source .cited mark').waitFor();
    expect(await page.locator('#source .cited mark').allTextContents()).toEqual([
      '技术合同成交额由2015年的26.6亿元增加到2020年的56亿元。',
    ]);
    expect(await page.locator('#source p.cited').textContent()).toMatch(/185家.*56亿元/su);
  });

  test('the question stands at the top of the window, its answer under it', async () => {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      const page = await open('/', { viewport });
      for (const question of ['列表', '多', '没有']) {
        await ask(page, question);
        const top = (await page.locator('.turn').last().locator('.asked').boundingBox())?.y ?? Infinity;
        expect(top, `${question} at ${viewport.width}`).toBeLessThan(150);
      }
      await bed.channel.stop(0);
    }
  });

  test('a mark stays on the line of what it belongs to', async () => {
    const page = await open();
    await ask(page, '长段');
    for (let width = 200; width < 360; width += 4) {
      await page.setViewportSize({ width, height: 800 });
      const [words, mark] = await Promise.all(
        ['.answer-text strong', '.answer-text a.mark'].map((selector) => page.locator(selector).first().boundingBox()),
      );
      const end = (words?.y ?? 0) + (words?.height ?? 0);
      expect(mark?.y, `at ${width}`).toBeLessThan(end);
    }
  });

  test('on paper every source is there, and a mark cannot be taken for a figure', async () => {
    const page = await open();
    await ask(page, '多');
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.sources li').last().isVisible()).toBe(true);
    const around = (end: string): Promise<string> =>
      page.evaluate<string>(`getComputedStyle(document.querySelector('.answer-text a.mark'), '::${end}').content`);
    expect([await around('before'), await around('after')]).toEqual(['"["', '"]"']);
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('.sources li').last().isVisible()).toBe(false);
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
    const ids = bed.service.takes.map(({ conversationId }) => conversationId);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
    expect(new Set(bed.service.takes.map(({ reader }) => reader.userId)).size).toBe(1);
  });

  test('a restart in the middle of an answer: the page asks again and shows it once', async () => {
    const page = await open();
    await page.fill('#question', '慢');
    await page.keyboard.press('Enter');
    await expect.poll(() => bed.service.answered.length).toBe(1);
    const { port } = new URL(bed.channel.address);
    await bed.channel.stop(0);
    await expect.poll(() => page.locator('.progress').textContent()).toContain('正在重新连接');
    bed.finish();
    bed.channel = webChannelOn(bed.service, { port: Number(port) });
    await bed.channel.start();
    await page.locator('.turn .sources').waitFor();
    expect(await page.locator('.turn').count()).toBe(1);
    expect(new Set(bed.service.takes.map(({ eventId }) => eventId)).size).toBe(1);
    // The browser says that it could not connect for a while.
    bed.forgive();
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
    await ask(page, '没有');
    expect(await page.locator('.turn').last().locator('.actions').textContent()).toBe('复制有帮助有问题');
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
    await page.goto(`${bed.channel.address}/indicators?q=${encodeURIComponent(HOSTILE)}`);
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
    expect(bed.service.takes).toEqual([]);
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
    await expect.poll(() => bed.service.feedbacks.at(-1)?.reason).toBe('年份不对');
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
});
