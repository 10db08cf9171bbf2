import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach } from 'vitest';
import {
  answeredWith,
  scriptedAnswer,
  scriptedCitation,
  scriptedService,
  type ScriptedReply,
  type ScriptedService,
} from '../../service/scripted-service.fixture.ts';
import type { ServiceEvent } from '../../service/types.ts';
import { useBrowser } from './browser.fixture.ts';
import type { WebChannel } from './web-channel.ts';
import { webChannelOn } from './web-harness.fixture.ts';

/** A text with all that a page must not take for anything but text. */
export const HOSTILE =
  '<img src=x onerror="window.hit=1"><script>window.hit=1</script>[点我](javascript:hit()) ![x](http://evil.test/x)';
const TABLE = '| 地区 | 目标 |\n|---|---|\n| 示例市 | **300家以上**[1] |\n| 样板县 | 未提及 |';
const LIST = '共2项：\n1. 研发投入强度[1]\n2. 技术合同成交额[2]\n   - 成交额按年统计';

const grown = scriptedCitation(1, '185家');
const ASIDE = '这一句讲的是别的事情，与所问无关，只是为了让段落变长。'.repeat(3);

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
  长段: answeredWith(
    scriptedAnswer('长段', {
      text: '技术合同成交额2020年为**56亿元**[1]',
      citations: [{ ...grown, quote: `${grown.quote}${ASIDE}` }],
    }),
    'a-long',
  ),
  没有: answeredWith(
    scriptedAnswer('没有', { text: '规划没有写明这一点。', declined: true, citations: [] }),
    'a-declined',
  ),
  多: answeredWith(scriptedAnswer('多', { citations: many }), 'a-many'),
  拒绝: [{ type: 'refused', reason: 'too-many-questions', text: '提问太快，请稍后再问。' }],
};
/** A browser on the page of a channel whose service answers by a script. */
export interface PageTestbed {
  /** The service of the page that was opened last, and its channel, which a test may end and open anew. */
  readonly service: ScriptedService;
  channel: WebChannel;
  /** Lets the answer to “慢” come to its end. */
  readonly finish: () => void;
  /** Opens a page; whatever it complains of, or asks of another server, fails the test. */
  readonly open: (path?: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What the page has complained of so far was to be expected. */
  readonly forgive: (expected?: RegExp) => void;
  /** Asks a question on the page, and waits for its answer. */
  readonly ask: (page: Page, question: string) => Promise<void>;
}

/** Opens a browser for the tests of a block, and closes what they opened. */
export function usePages(): PageTestbed {
  let opened: { readonly service: ScriptedService; channel: WebChannel; readonly finish: () => void } | undefined;
  const current = (): NonNullable<typeof opened> => {
    if (!opened) throw new Error('no page is open');
    return opened;
  };

  afterEach(() => current().channel.stop(0));
  // Its pages are closed before the channel is.
  const browser = useBrowser();

  return {
    get service() {
      return current().service;
    },
    get channel() {
      return current().channel;
    },
    set channel(channel) {
      current().channel = channel;
    },
    finish() {
      current().finish();
    },
    forgive: browser.forgive,
    async open(path = '/', options = {}) {
      let finish = (): void => undefined;
      const gate = new Promise<void>((resolve) => (finish = resolve));
      const service = scriptedService({
        script: {
          ...script,
          慢: {
            events: [
              { type: 'queued', ahead: 2, text: '前面还有2个问题，排队中' },
              { type: 'status', text: '正在查找规划原文' },
              { type: 'text', text: '**300家以上**[1]' },
              ...answeredWith(scriptedAnswer('慢'), 'a-slow').slice(-1),
            ],
            gate,
          },
        },
      });
      const channel = webChannelOn(service);
      opened = { service, channel, finish };
      await channel.start();
      return browser.open(channel.address, path, options);
    },
    async ask(page, question) {
      await page.fill('#question', question);
      await page.keyboard.press('Enter');
      await page.locator('.turn').last().locator('.actions').waitFor();
    },
  };
}

/** Whether an element, by its selector, has the focus. */
export function hasFocus(page: Page, selector: string): Promise<boolean> {
  return page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`);
}
