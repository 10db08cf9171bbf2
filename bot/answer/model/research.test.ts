import { describe, expect, test } from 'vitest';
import { loadPrompt } from '../../../prompts/load.ts';
import { useModelTestbed } from './model-testbed.fixture.ts';
import { FIGURE, SUMMARY, writes } from './model-questions.fixture.ts';
import { sendToolCalls } from './stand-in.fixture.ts';

const bed = useModelTestbed();

describe('research', () => {
  test('looks up what it needs, and cites it', async () => {
    bed.standIn.always((request, response) => {
      if (request.toolAnswers === 0) {
        sendToolCalls(response, [
          { name: 'lookup_indicator', arguments: { indicator: '研发投入强度', place: '示例市' } },
          { name: 'read_section', arguments: { plan: '示例市', section: '发展科技金融' } },
          { name: 'search_plans', arguments: { query: '卓越工程师', place: '样本省' } },
        ]);
        return undefined;
      }
      return writes('- 示例市设立科创基金，基金规模不低于50亿元{不低于50亿元}。\n- 示例市重点培育五大产业{五大产业}。')(
        request,
      );
    });
    const { answer, notices } = await bed.open().ask(SUMMARY);
    expect(notices).toMatchObject([{ type: 'asked' }]);
    expect(answer.mode).toBe('llm');
    expect(answer.text).toContain('- 示例市设立科创基金，基金规模不低于50亿元[1]');
  });

  test.each([
    ['junk arguments', [{ name: 'search_plans', arguments: { nonsense: 1 } }]],
    ['an unknown tool', [{ name: 'delete_everything', arguments: {} }]],
    ['nothing found', [{ name: 'read_section', arguments: { plan: '无', section: '没有这一节' } }]],
  ])('survives %s', async (_, calls) => {
    bed.standIn.next((__, response) => {
      sendToolCalls(response, calls);
      return undefined;
    });
    const { answer } = await bed.open().ask(SUMMARY);
    expect(answer.declined).toBe(false);
  });

  test('is bounded: a model that only looks up is made to answer', async () => {
    const before = bed.standIn.requests.length;
    bed.standIn.always((request, response) => {
      if (!Array.isArray(request.body['tools'])) return '没有写明。';
      sendToolCalls(response, [{ name: 'search_plans', arguments: { query: `再查${request.toolAnswers}` } }]);
      return undefined;
    });
    const { answer } = await bed.open().ask(SUMMARY);
    expect(bed.standIn.requests.length - before).toBe(4);
    expect(answer).toMatchObject({ mode: 'extractive', declined: false });
  });

  test('a model that cannot call tools is asked without them', async () => {
    bed.standIn.always((request, response) => {
      if (!Array.isArray(request.body['tools']))
        return writes('- 示例市设立科创基金{不低于50亿元}。\n- 示例市重点培育五大产业{五大产业}。')(request);
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no tools"}}');
      return undefined;
    });
    const { answer } = await bed.open().ask(SUMMARY);
    expect(answer).toMatchObject({ mode: 'llm', model: { prompt: loadPrompt('answer').version } });
  });

  test('an endpoint that knows no temperature is asked without one', async () => {
    bed.standIn.always((request, response) => {
      if (request.body['temperature'] === undefined)
        return writes('到2025年，示例市高新技术企业力争达到300家以上{300家以上}。')(request);
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"temperature"}}');
      return undefined;
    });
    expect((await bed.open().ask(FIGURE)).answer.mode).toBe('llm');
  });
});
