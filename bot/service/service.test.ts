import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { GuidaError } from '../../corpus/errors.ts';
import type { Assistant } from '../answer/types.ts';
import type { Journal } from '../journal/types.ts';
import { answerOf, eventsOf, openService, questionOf, type OpenServiceOptions } from './running-service.fixture.ts';
import type { IncomingQuestion, ServiceEvent } from './types.ts';

const opened: Awaited<ReturnType<typeof openService>>[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

async function open(options?: OpenServiceOptions) {
  const service = await openService(options);
  opened.push(service);
  return service;
}

/** Holds every answer until it is let go; says which were begun. */
function held(): { wrap: (assistant: Assistant) => Assistant; begun: string[]; letGo: () => void } {
  const begun: string[] = [];
  let letGo: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  return {
    begun,
    letGo: () => {
      letGo();
    },
    wrap: () => ({
      async *ask(question, _conversation, { signal } = {}) {
        begun.push(question);
        yield { type: 'status', text: '正在查找规划原文' };
        await Promise.race([gate, new Promise((resolve) => signal?.addEventListener('abort', resolve))]);
        signal?.throwIfAborted();
        const answer = { text: question, declined: false, mode: 'extractive' as const, citations: [], understood: '' };
        yield { type: 'done', answer };
      },
    }),
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(2);
}

const FACT = '示例市到2025年高新技术企业要达到多少家？';

describe('one question', () => {
  test('a status, the text, and last the answer with a random id', async () => {
    const { service, outcomes } = await open();
    const events = await eventsOf(service, questionOf(FACT));
    expect(events.map(({ type }) => type)).toEqual(['status', 'text', 'answered']);
    const [last] = events.slice(-1) as Extract<ServiceEvent, { type: 'answered' }>[];
    expect(last?.answer.text).toContain('300家');
    expect(last?.answerId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(outcomes).toEqual(['answered']);
  });

  test('is taken once, also by a service that is opened later on the same journal', async () => {
    const { service } = await open();
    const incoming = questionOf(FACT);
    const takes = await Promise.all([1, 2, 3, 4].map(() => service.take(incoming)));
    expect(takes.filter(Boolean)).toHaveLength(1);
    expect(await service.unfinished('web')).toEqual([{ incoming, state: 'taken' }]);
    await service.mark(incoming.reader, incoming.eventId, 'settled');
    expect(await service.unfinished('web')).toEqual([]);
  });

  test('a follow-up is understood from the turns before, which survive a restart', async () => {
    const { service } = await open();
    const conversationId = 'talk';
    await eventsOf(service, questionOf(FACT, { conversationId }));
    const followed = await answerOf(service, questionOf('那研发投入强度呢？', { conversationId }));
    expect(followed).toMatchObject({ declined: false });
    expect(typeof followed === 'string' ? '' : followed.text).toContain('3.5%');
    const { reader } = questionOf('');
    expect(await service.knowsConversation(reader, conversationId)).toBe(true);
    expect(await service.knowsConversation({ ...reader, userId: 'bob' }, conversationId)).toBe(false);
  });

  test('feedback belongs to whoever got the answer', async () => {
    const { service } = await open();
    const incoming = questionOf(FACT);
    const last = (await eventsOf(service, incoming)).at(-1);
    const answerId = last?.type === 'answered' ? last.answerId : '';
    const check = async (userId: string, id: string, expected: boolean) => {
      const feedback = { answerId: id, reader: { ...incoming.reader, userId }, verdict: 'bad' as const };
      expect(await service.feedback(feedback)).toBe(expected);
    };
    await check('alice', answerId, true);
    await check('bob', answerId, false);
    await check('alice', 'another', false);
  });
});

describe('many questions', () => {
  test('those of a conversation are answered one after another, others side by side', async () => {
    const gate = held();
    const { service } = await open({ wrap: gate.wrap, patienceMs: 1 });
    const told: string[] = [];
    const ask = async (text: string, conversationId: string) => {
      for await (const event of service.answer(questionOf(text, { conversationId }))) {
        if (event.type === 'queued') told.push(`${text} ${event.text}`);
        if (event.type === 'answered') {
          // As a channel does that posts the answer first.
          await delay(5);
          told.push(text);
        }
      }
    };
    const all = Promise.all([ask('甲1', 'a'), ask('甲2', 'a'), ask('甲3', 'a'), ask('乙1', 'b')]);
    await until(() => told.length === 2);
    expect(gate.begun).toEqual(['甲1', '乙1']);
    gate.letGo();
    await all;
    expect(told.filter((text) => text.startsWith('甲') && text.length === 2)).toEqual(['甲1', '甲2', '甲3']);
    expect(told.slice(0, 2)).toEqual(['甲2 前面还有 1 个问题，正在排队。', '甲3 前面还有 2 个问题，正在排队。']);
  });

  test('a question whose turn comes soon is not told to wait', async () => {
    const { service } = await open({ concurrency: 1 });
    const all = await Promise.all([1, 2, 3].map(() => eventsOf(service, questionOf(FACT))));
    expect(all.flat().map(({ type }) => type)).not.toContain('queued');
  });

  test('past the limit of those waiting, a polite line', async () => {
    const gate = held();
    const { service, outcomes } = await open({ wrap: gate.wrap, concurrency: 2, mostWaiting: 3 });
    const all = Array.from({ length: 9 }, (_, at) => answerOf(service, questionOf(`问${at}`)));
    await until(() => outcomes.length >= 4);
    expect(service.load()).toEqual({ waiting: 3, running: 2 });
    gate.letGo();
    const results = await Promise.all(all);
    expect(results.filter((result) => result === 'queue-full')).toHaveLength(4);
    expect(results.filter((result) => typeof result !== 'string')).toHaveLength(5);
    expect(service.load()).toEqual({ waiting: 0, running: 0 });
  });

  test('a person and a room may ask so often, and no more', async () => {
    const { service } = await open({ questionsPerMinute: 2 });
    const reader = { channel: 'slack' as const, userId: 'U1', roomId: 'C1' };
    const check = async (changes: Partial<IncomingQuestion['reader']>, expected: string) => {
      const last = (await eventsOf(service, questionOf(FACT, { reader: { ...reader, ...changes } }))).at(-1);
      expect(last?.type === 'refused' ? last.text.replace(/\d+/u, 'N') : last?.type).toBe(expected);
    };
    await check({}, 'answered');
    await check({}, 'answered');
    await check({}, '您提问太密了，请过 N 秒再问。');
    await check({ channel: 'dingtalk' }, 'answered');
    for (const userId of ['U2', 'U2', 'U3', 'U3']) await check({ userId }, 'answered');
    await check({ userId: 'U4' }, '这里的提问太密了，请过 N 秒再问。');
    await check({ userId: 'U4', roomId: 'C2' }, 'answered');
  });

  test('an answer that nobody waits for any more is given up, and lets the next one through', async () => {
    const gate = held();
    const { service, outcomes } = await open({ wrap: gate.wrap, concurrency: 1 });
    const controller = new AbortController();
    const first = eventsOf(service, questionOf('一', { conversationId: 'c' }), controller.signal);
    await until(() => gate.begun.length === 1);
    const waiting = eventsOf(service, questionOf('二', { conversationId: 'c' }), controller.signal);
    const third = answerOf(service, questionOf('三', { conversationId: 'c' }));
    for await (const event of service.answer(questionOf('四'))) {
      expect(event.type).toBe('queued');
      break;
    }
    controller.abort();
    expect((await first).map(({ type }) => type)).toEqual(['status']);
    expect(await waiting).toEqual([]);
    gate.letGo();
    expect(await third).toMatchObject({ text: '三' });
    expect(gate.begun).toEqual(['一', '三']);
    expect(outcomes.toSorted()).toEqual(['answered', 'given-up', 'given-up', 'given-up']);
  });
});

describe('what goes wrong', () => {
  test('without an index a polite line, until there is one', async () => {
    const { service, setReady } = await open();
    setReady(false);
    expect(await answerOf(service, questionOf(FACT))).toBe('not-ready');
    await expect(service.plans({ channel: 'web', userId: 'alice' })).rejects.toMatchObject({
      code: 'index-missing',
      message: '规划资料还没有准备好，请过几分钟再问。',
    });
    setReady(true);
    expect(await answerOf(service, questionOf(FACT))).toMatchObject({ declined: false });
  });

  test('an assistant that fails', async () => {
    const wrap = (): Assistant => ({
      // eslint-disable-next-line require-yield
      async *ask() {
        await Promise.resolve();
        throw new Error('secret detail');
      },
    });
    const { service, failures } = await open({ wrap });
    const events = await eventsOf(service, questionOf(FACT));
    expect(events).toEqual([
      { type: 'refused', reason: 'failed', text: '这个问题没有答成，请再问一次。如果还是不行，请告诉管理员。' },
    ]);
    expect(failures).toEqual(['A question could not be answered.']);
  });

  test('a journal that cannot be written refuses what it could not keep, once each', async () => {
    const broken = (): Promise<never> => Promise.reject(new GuidaError('journal-failed', 'The disk is full.'));
    let isBroken = true;
    const wrapJournal = (journal: Journal): Journal => ({
      ...journal,
      take: (...values) => (isBroken ? broken() : journal.take(...values)),
      record: broken,
      turns: broken,
      mark: broken,
      unfinished: broken,
      feedback: broken,
      knowsConversation: broken,
    });
    const { service, failures } = await open({ wrapJournal });
    const incoming = questionOf(FACT);
    expect(await service.take(incoming)).toBe(true);
    expect(await service.take(incoming)).toBe(false);
    expect(await answerOf(service, incoming)).toBe('failed');
    isBroken = false;
    expect(await answerOf(service, questionOf(FACT))).toMatchObject({ declined: false });
    await service.mark(incoming.reader, incoming.eventId, 'settled');
    expect(await service.unfinished('web')).toEqual([]);
    expect(await service.knowsConversation(incoming.reader, 'c')).toBe(false);
    expect(await service.feedback({ answerId: 'a', reader: incoming.reader, verdict: 'good' })).toBe(false);
    expect(new Set(failures).size).toBe(7);
  });
});

describe('stopping', () => {
  test('finishes what was begun and refuses what is new', async () => {
    const gate = held();
    const { service } = await open({ wrap: gate.wrap, concurrency: 1 });
    const running = [1, 2, 3].map((at) => answerOf(service, questionOf(`问${at}`)));
    await until(() => gate.begun.length === 1);
    const stopped = service.stop(60_000);
    expect(await answerOf(service, questionOf('新的'))).toBe('stopping');
    gate.letGo();
    await stopped;
    expect((await Promise.all(running)).every((result) => typeof result !== 'string')).toBe(true);
  });

  test('gives up after the time of grace, politely', async () => {
    const gate = held();
    const { service, outcomes } = await open({ wrap: gate.wrap, concurrency: 1 });
    const running = [1, 2].map((at) => answerOf(service, questionOf(`问${at}`)));
    await until(() => gate.begun.length === 1);
    await service.stop(20);
    expect(await Promise.all(running)).toEqual(['stopping', 'stopping']);
    expect(outcomes).toEqual(['stopping', 'stopping']);
  });
});

test('the journal holds what an audit needs', async () => {
  const { service, folder } = await open();
  const last = (await eventsOf(service, questionOf(FACT))).at(-1);
  const bytes = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString())
    .join('');
  const answer = last?.type === 'answered' ? last.answer : undefined;
  for (const text of [FACT, answer?.text.split('\n')[0] ?? '?', answer?.citations[0]?.passageId ?? '?', '000001-'])
    expect(bytes).toContain(text);
});
