import { afterEach, describe, expect, test } from 'vitest';
import { scriptedService } from '../../service/scripted-service.fixture.ts';
import { hasBrowser, useBrowser } from './browser.fixture.ts';
import type { WebChannel } from './web-channel.ts';
import { webChannelOn } from './web-harness.fixture.ts';

const SECRET = 'a-secret-of-the-office';

describe.skipIf(!hasBrowser)('the login in Chromium', () => {
  let channel: WebChannel;
  afterEach(() => channel.stop(0));
  const browser = useBrowser();

  test('asks for the secret, says when it is wrong, leads to where one was going, and lets one leave', async () => {
    channel = webChannelOn(scriptedService(), { secret: SECRET });
    await channel.start();
    const page = await browser.open(channel.address, '/indicators?q=高新');
    await page.fill('#secret', 'wrong');
    await page.keyboard.press('Enter');
    await page.locator('[role=alert]').waitFor();
    expect(await page.locator('[role=alert]').textContent()).toContain('口令不对');
    // The browser notes the status of a wrong secret.
    browser.forgive(/403/u);
    await page.fill('#secret', SECRET);
    await page.keyboard.press('Enter');
    await page.locator('.records').waitFor();
    // On a phone the way out has its place beside the others, on one line.
    await page.setViewportSize({ width: 360, height: 740 });
    const places = page.locator('.masthead :is(.name, nav a, nav button)');
    for (const place of await places.all()) expect((await place.boundingBox())?.height).toBeLessThan(48);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
    expect(await page.locator('input[name=q]').inputValue()).toBe('高新');
    await page.getByRole('link', { name: '问答' }).click();
    // Before the script has come, Enter is a new line.
    await page.waitForURL(`${channel.address}/`);
    await page.fill('#question', '高企目标');
    await page.keyboard.press('Enter');
    await page.locator('.sources').waitFor();
    await page.getByRole('button', { name: '退出' }).click();
    await page.locator('#secret').waitFor();
    await page.goto(`${channel.address}/plans`);
    expect(await page.locator('h1').textContent()).toBe('登录');
  });
});
