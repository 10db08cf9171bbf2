import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from '../answer/types.ts';
import {
  SCRIPTED_PLANS,
  answeredWith,
  scriptedAnswer,
  scriptedCitation,
  scriptedService,
  type ScriptedServiceOptions,
} from '../service/scripted-service.fixture.ts';
import type { AnswerService, Channel, RefusalReason } from '../service/types.ts';

/** One question as a person sends it on a platform. */
export interface DeliveredQuestion {
  readonly eventId: string;
  readonly conversationId: string;
  readonly userId: string;
  readonly text: string;
  /** The group or public channel it is asked in; absent: in private. */
  readonly roomId?: string;
}

/** A channel over loopback against a stand-in of its platform, for the contract suite. */
export interface ChannelHarness {
  readonly channel: Channel;
  /** Delivers a question as the platform would, and resolves once the channel has acknowledged it. */
  deliver(question: DeliveredQuestion): Promise<void>;
  /** What people see now, oldest first: one entry a message, as it reads after all edits and streamed pieces. */
  posted(): readonly { readonly conversationId: string; readonly text: string }[];
  /** What the platform would do with the messages besides showing words: notify somebody, link elsewhere, load an image. */
  interpreted?(): readonly string[];
  /** Resolves once everything that was delivered is settled. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a channel on a service. Whether it is started already is the same to the suite. */
export type OpenHarness = (service: AnswerService) => Promise<ChannelHarness>;

const HOSTILE = [
  '<!channel> <!here> <@U12345678> <https://evil.example|出处>',
  '@所有人 @all [出处](https://evil.example/a) ![图](https://evil.example/b.png)',
  '<script>alert(1)</script> <img src=x onerror=alert(1)> [出处][1]\n\n[1]: https://evil.example/c',
].join('\n');

let asked = 0;

/** A question of a person of their own, in private. */
function questionOf(text: string, changes: Partial<DeliveredQuestion> = {}): DeliveredQuestion {
  asked += 1;
  return { eventId: `Ev${asked}`, conversationId: `c${asked}`, userId: `U${asked}`, text, ...changes };
}

/** What every channel owes its readers, whatever the platform. Call it in a test file of the channel. */
export function channelContract(open: OpenHarness): void {
  const opened: ChannelHarness[] = [];
  afterEach(async () => {
    for (const harness of opened.splice(0)) await harness.close();
  });
  const openOn = async (service: AnswerService): Promise<ChannelHarness> => {
    const harness = await open(service);
    opened.push(harness);
    if (!harness.channel.health().ready) await harness.channel.start();
    return harness;
  };
  const scripted = async (options?: ScriptedServiceOptions) => {
    const service = scriptedService(options);
    return { service, harness: await openOn(service) };
  };
  const reads = (harness: ChannelHarness): string =>
    harness
      .posted()
      .map(({ text }) => text)
      .join('\n');
  const shown = async (answer: Answer): Promise<string> => {
    const { harness } = await scripted({ script: { 问: answeredWith(answer) } });
    await harness.deliver(questionOf('问'));
    await harness.settled();
    return reads(harness);
  };

  describe('events', () => {
    test('are acknowledged before their answer is ready', async () => {
      const gate = gateOf();
      const events = answeredWith(scriptedAnswer('问'));
      const { harness, service } = await scripted({ script: { 问: { events, gate: gate.opened } } });
      await harness.deliver(questionOf('问'));
      expect(service.takes).toHaveLength(1);
      gate.open();
      await harness.settled();
      expect(reads(harness)).toContain('300家以上');
    });

    test('that come four times each, in any order, are answered once', async () => {
      const { harness, service } = await scripted();
      const questions = ['甲问', '乙问', '丙问'].map((text) => questionOf(text));
      const deliveries = [0, 1, 2, 1, 0, 0, 2, 1, 2, 2, 0, 1].flatMap((at) => questions[at] ?? []);
      await Promise.all(deliveries.map((question) => harness.deliver(question)));
      await harness.settled();
      expect(service.answered.map(({ text }) => text).toSorted()).toEqual(['丙问', '乙问', '甲问']);
      for (const { text } of questions) expect(count(harness, `（${text}）`)).toBe(1);
    });

    test('of one conversation are answered in their order', async () => {
      const texts = ['第一问', '第二问', '第三问', '第四问'];
      const gate = gateOf();
      const first = { events: answeredWith(scriptedAnswer('第一问')), gate: gate.opened };
      const { harness } = await scripted({ script: { 第一问: first } });
      const talk = { userId: 'U900', conversationId: 'talk' };
      for (const text of texts) await harness.deliver(questionOf(text, talk));
      gate.open();
      await harness.settled();
      const order = harness
        .posted()
        .flatMap(({ text }) => texts.filter((question) => text.includes(`（${question}）`)));
      expect(order).toEqual(texts);
    });

    test('that a stop left open are answered after it, and settled ones are not', async () => {
      const service = scriptedService();
      const first = await openOn(service);
      const settled = questionOf('已答的');
      await first.deliver(settled);
      await first.settled();
      const [taken] = service.takes;
      if (!taken) throw new Error('nothing was taken');
      await first.channel.stop(1000);
      const left = { ...taken, eventId: `${taken.eventId}-2`, text: '未答的' };
      await service.take(left);
      const second = await openOn(service);
      await waitFor(() => service.answered.length === 2);
      expect(service.answered.map(({ text }) => text)).toEqual(['已答的', '未答的']);
      await second.deliver(settled);
      await second.settled();
      expect(service.answered).toHaveLength(2);
    });

    test('that are being answered come to their end when the channel stops', async () => {
      const gate = gateOf();
      const events = answeredWith(scriptedAnswer('问'));
      const { harness, service } = await scripted({ script: { 问: { events, gate: gate.opened } } });
      const question = questionOf('问');
      await harness.deliver(question);
      await waitFor(() => service.answered.length === 1);
      const stopped = harness.channel.stop(10_000);
      gate.open();
      await stopped;
      expect(reads(harness)).toContain('300家以上');
      const [taken] = service.takes;
      expect(taken && service.state(taken.reader.channel, taken.eventId)).toBe('settled');
      expect(service.givenUp).toEqual([]);
    });
  });

  describe('readers see', () => {
    test('the answer with its plan, section and quoted words', async () => {
      const text = await shown(scriptedAnswer('问'));
      for (const part of ['300家以上', SCRIPTED_PLANS[0]?.title ?? '?', '主要目标', '[1]'])
        expect(text).toContain(part);
    });

    test('that a plan is a draft', async () => {
      const citation = { ...scriptedCitation(1, '6家'), plan: '示例市产业创新实施意见' };
      const text = await shown(scriptedAnswer('问', { text: '**6家**[1]', citations: [citation] }));
      expect(citation.draft).toBe(true);
      expect(text).toContain('征求意见稿');
    });

    test('that the plans do not have it', async () => {
      const text = '规划里没有这一项。';
      expect(await shown(scriptedAnswer('问', { text, declined: true, citations: [] }))).toContain(text);
    });

    test.each<RefusalReason>(['too-many-questions', 'queue-full', 'not-ready', 'stopping', 'failed'])(
      'why there is no answer: %s',
      async (reason) => {
        const text = '请过一会儿再问。';
        const { harness, service } = await scripted({ script: { 问: [{ type: 'refused', reason, text }] } });
        const question = questionOf('问');
        await harness.deliver(question);
        await harness.settled();
        expect(reads(harness)).toContain(text);
        const [taken] = service.takes;
        expect(taken && service.state(taken.reader.channel, taken.eventId)).toBe('settled');
      },
    );

    test('hostile words as words', async () => {
      const citation = scriptedCitation(1, '300家以上');
      const answer = scriptedAnswer('问', {
        text: `**300家以上**[1]\n${HOSTILE}`,
        citations: [
          { ...citation, section: ['<!channel>', ...citation.section], quote: `${citation.quote}${HOSTILE}` },
        ],
      });
      const { harness } = await scripted({ script: { [HOSTILE]: answeredWith(answer) } });
      await harness.deliver(questionOf(HOSTILE));
      await harness.settled();
      expect(reads(harness)).toContain('300家以上');
      expect(harness.interpreted?.() ?? []).toEqual([]);
    });
  });
}

function gateOf(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    opened,
    open: () => {
      open();
    },
  };
}

function count(harness: ChannelHarness, words: string): number {
  return harness.posted().filter(({ text }) => text.includes(words)).length;
}

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(5);
}
