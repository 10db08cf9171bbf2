import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { scriptedPassage } from '../../service/scripted-service.fixture.ts';
import { hasBrowser } from './browser.fixture.ts';
import { usePages } from './page-testbed.fixture.ts';

describe.skipIf(!hasBrowser)('every page in Chromium', () => {
  const bed = usePages();
  const { open, ask } = bed;

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
      await page.goto(bed.channel.address + path);
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
      await page.goto(bed.channel.address + path);
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
      await page.goto(bed.channel.address + path);
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
