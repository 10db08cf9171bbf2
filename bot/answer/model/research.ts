import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { AIMessageChunk } from '@langchain/core/messages';
import type { LLMResult } from '@langchain/core/outputs';
import { createAgent, createMiddleware, tool } from 'langchain';
import { z } from 'zod';
import type { RenderedPrompt } from '../../../prompts/load.ts';
import { matchTerm, matchText } from '../../../retrieval/rank/score.ts';
import { lookUp, type AnswerContext } from '../look-up.ts';
import { assertFinished, type ModelWork } from './chat-endpoint.ts';
import type { ShownPassages } from './evidence.ts';

/** What bounds a research, beside its deadline. */
export interface ResearchLimits {
  /** Answers of the model, the last of which must be without tools. @default 4 */
  readonly modelCalls?: number;
  /** Look-ups. @default 10 */
  readonly toolCalls?: number;
}

const NOTHING = '没有找到。';
const ENOUGH = '资料已够，请直接作答。';
/** Passages that one look-up shows, at most. */
const FOUND = 5;
const FOUND_IN_SECTION = 16;

const text = z.string().min(1).max(200);

/** Why the last answer ended, which is told to callbacks only. */
class Ending extends BaseCallbackHandler {
  readonly name = 'ending';
  override awaitHandlers = true;
  finish: unknown;

  override handleLLMEnd({ generations }: LLMResult): void {
    this.finish = generations[0]?.[0]?.generationInfo?.['finish_reason'];
  }
}

/** Lets the model look up what it needs, a few times, before it answers. What it finds is numbered with the rest. */
export function research(
  { system, user }: RenderedPrompt,
  shown: ShownPassages,
  context: AnswerContext,
  { modelCalls = 4, toolCalls = 10 }: ResearchLimits = {},
): ModelWork {
  return async (chat, sink, signal) => {
    let [asked, looked] = [0, 0];
    const bounds = createMiddleware({
      name: 'bounds',
      wrapModelCall: (request, handler) => {
        asked += 1;
        return handler(asked < modelCalls ? request : { ...request, tools: [], toolChoice: 'none' });
      },
    });
    const bounded = async (find: () => Promise<string>): Promise<string> => {
      looked += 1;
      sink.alive();
      if (looked > toolCalls) return ENOUGH;
      const found = await find();
      return found === '' ? NOTHING : found;
    };
    const agent = createAgent({
      model: chat,
      tools: createTools(shown, context, bounded),
      systemPrompt: system,
      middleware: [bounds],
    });
    const ending = new Ending();
    const stream = await agent.stream(
      { messages: [{ role: 'user', content: user }] },
      { streamMode: 'messages', signal, recursionLimit: 2 * modelCalls + 4, callbacks: [ending] },
    );
    let message: string | undefined;
    for await (const [chunk] of stream) {
      sink.alive();
      if (!(chunk instanceof AIMessageChunk)) continue;
      // What is said beside a look-up must not run into what is said after it.
      if (message !== undefined && chunk.id !== message) sink.push('\n');
      message = chunk.id ?? message;
      if (chunk.text !== '') sink.push(chunk.text);
    }
    assertFinished(ending.finish);
  };
}

function createTools(
  shown: ShownPassages,
  context: AnswerContext,
  bounded: (find: () => Promise<string>) => Promise<string>,
) {
  const { store, plans, read } = context;
  const plansOf = (place: string | undefined): readonly string[] => {
    const named = plans.filter(
      ({ region, title }) =>
        place !== undefined && place.length >= 2 && (region.startsWith(place.slice(0, 2)) || title.includes(place)),
    );
    return (named.length > 0 ? named : plans).map(({ id }) => id);
  };

  const searchPlans = tool(
    ({ query, place }) =>
      bounded(async () => {
        const { evidence } = await lookUp(read(query), context, plansOf(place));
        return shown.show(evidence.slice(0, FOUND).map(({ passage }) => passage));
      }),
    {
      name: 'search_plans',
      description: '按词语或问题在规划里找段落，返回带编号的段落',
      schema: z.object({
        query: text.describe('要找的内容，如：科技金融 基金'),
        place: text.optional().describe('只在这个地方的规划里找，如：合肥市'),
      }),
    },
  );

  const lookupIndicator = tool(
    ({ indicator, place, year }) =>
      bounded(async () => {
        const { terms } = read(indicator);
        const records = (await store.records({ planIds: plansOf(place) })).filter(
          (record) =>
            terms.length > 0 &&
            terms.every((term) => matchTerm(term, matchText(`${record.indicator} ${record.canonical ?? ''}`)) > 0.6) &&
            (year === undefined || record.time === undefined || record.time.includes(year.replace(/\D+/gu, ''))),
        );
        const ids = [...new Set(records.map(({ passageId }) => passageId))].slice(0, 2 * FOUND);
        return shown.show(await store.passages(ids));
      }),
    {
      name: 'lookup_indicator',
      description: '查一项指标在各规划里的目标值和完成值，返回写有数值的带编号的段落',
      schema: z.object({
        indicator: text.describe('指标名称，如：研发投入强度'),
        place: text.optional().describe('只查这个地方，如：安徽省'),
        year: text.optional().describe('只查这一年，如：2025'),
      }),
    },
  );

  const readSection = tool(
    ({ plan, section }) =>
      bounded(async () => {
        const wanted = section.replace(/[\s“”]/gu, '');
        for (const planId of plansOf(plan)) {
          const found = (await store.sections(planId)).find(({ path }) =>
            (path.at(-1) ?? '').replace(/[\s“”]/gu, '').includes(wanted),
          );
          if (found) return shown.show((await store.sectionPassages(planId, found.path)).slice(0, FOUND_IN_SECTION));
        }
        return '';
      }),
    {
      name: 'read_section',
      description: '读某个规划某一节的全文，返回带编号的段落',
      schema: z.object({
        plan: text.describe('规划名称或地方，如：合肥市“十四五”科技创新规划'),
        section: text.describe('章节标题或其中几个字，如：保障措施'),
      }),
    },
  );
  return [searchPlans, lookupIndicator, readSection];
}
