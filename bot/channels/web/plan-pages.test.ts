import { describe, expect, test } from 'vitest';
import { scriptedPassage } from '../../service/scripted-service.fixture.ts';
import { hasBrowser } from './browser.fixture.ts';
import { usePages } from './page-testbed.fixture.ts';

describe.skipIf(!hasBrowser)('the pages of plans in Chromium', () => {
  const bed = usePages();
  const { open } = bed;

  test('plans are browsed, with tables as tables and a place for every passage', async () => {
    const page = await open('/plans');
    await page.getByText('示例市“十四五”科技创新规划').click();
    expect(await page.locator('.outline a').count()).toBeGreaterThan(4);
    expect(await page.locator('main table th').allTextContents()).toEqual(['指标', '2020年', '2025年']);
    expect(await page.locator('main .passage, main tbody tr').count()).toBe(
      (await bed.service.plans({ channel: 'web', userId: 'x' }))[0]?.counts.passages,
    );
    await page.locator('.outline a', { hasText: '发展科技金融' }).click();
    await expect.poll(() => page.locator('h3:target').textContent()).toContain('发展科技金融');
    const { id } = scriptedPassage('300家以上');
    await page.setViewportSize({ width: 1280, height: 300 });
    await page.goto(`${page.url().split('#')[0] ?? ''}#${id}`);
    // Where the reader is, not what is next in the text.
    await expect.poll(() => page.locator('.outline [aria-current]').textContent()).toContain('主要目标');
    await page.getByRole('navigation', { name: '目录' }).getByRole('link', { name: '主要指标' }).last().click();
    await expect.poll(() => page.locator('.table-frame:target caption').textContent()).toContain('主要指标');
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
});

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
