import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerContext } from '../look-up.ts';
import { titlesOf } from '../may-be-shown.ts';
import { objectionTo } from '../verify.ts';
import { answerWithDraft } from './answer-with-draft.ts';
import { draftContext } from './drafts.fixture.ts';
import { inlineText } from './inline.ts';
import { isRepeated, pairsOfText } from './repetition.ts';
import type { DraftDocument, DraftOptions } from './types.ts';
import { writeDraft } from './write-draft.ts';

let context: AnswerContext;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ context, close } = await draftContext());
});
afterAll(async () => {
  await close();
});

const draft = async (topic: string, options: DraftOptions = {}): Promise<DraftDocument> => {
  const written = await writeDraft(topic, options, context);
  if (!written) throw new Error(`no draft of ${topic}`);
  return written;
};

const sentencesOf = ({ sections, notes }: DraftDocument) => [
  ...sections.flatMap(({ paragraphs }) => paragraphs.flatMap(({ sentences }) => sentences)),
  ...notes.filter(({ marks }) => marks.length > 0),
];

const TOPICS = [
  '起草一份云山人才政策要点，带出处',
  '把云山到2025年的量化目标整理成一页',
  '江川、云山的科技金融举措，按省市整理成汇报要点',
  '江川和云山高新技术企业目标对照表',
];

describe('writeDraft', () => {
  it.each(TOPICS)('says only what its citations bear out: %s', async (topic) => {
    const written = await draft(topic);
    const titleOf = titlesOf(context.plans);
    for (const { text, marks } of sentencesOf(written)) {
      const ids = marks.map((mark) => written.citations[mark - 1]?.passageId ?? '');
      const passages = await context.store.passages(ids);
      expect(passages).toHaveLength(marks.length);
      expect(objectionTo({ text, passages }, titleOf), text).toBeUndefined();
    }
  });

  it.each(TOPICS)(
    'cites every sentence, numbers citations in order of first use, repeats nothing: %s',
    async (topic) => {
      const written = await draft(topic);
      const body = sentencesOf(written);
      expect(body.every(({ marks }) => marks.length > 0)).toBe(true);
      expect(written.citations.map(({ n }) => n)).toEqual(written.citations.map((_, index) => index + 1));
      const read = body.map(({ text }) => pairsOfText(text));
      expect(read.filter((own, index) => read.slice(0, index).some((other) => isRepeated(own, other)))).toEqual([]);
    },
  );

  it.each(TOPICS)('is the same each time: %s', async (topic) => {
    expect(await draft(topic)).toEqual(await draft(topic));
  });

  it('covers the sections of a theme under their own headings', async () => {
    const written = await draft('起草一份云山人才政策要点，带出处');
    const text = inlineText(written);
    for (const point of ['云山英才计划', '20个', '一事一议', '5000套', '四唯', '所有权']) expect(text).toContain(point);
    expect(text).not.toContain('科技支行');
    expect(text).not.toContain('1.2万人');
    expect(written.title).toBe('云山人才政策要点');
    expect(written.lead).toBe('根据《云山市“十四五”科技创新规划》（2022年3月）摘编，每句注明出处。');
  });

  it('never ends a sentence but at the end of a clause', async () => {
    const sources = (await context.store.plans()).map(({ id }) => context.store.passageRange(id, 0, 1000));
    const texts = (await Promise.all(sources)).flat().map(({ text }) => text);
    for (const { text } of sentencesOf(await draft('起草一份云山人才政策要点', { length: { characters: 150 } })))
      for (const piece of text.replace(/。$/u, '').split('；'))
        expect(
          texts.some((source) => new RegExp(`${piece.replace(/[()（）“”]/gu, '.')}[，；。]`, 'u').test(source)),
        ).toBe(true);
  });

  it('sets figures into a table with baseline, target and unit', async () => {
    const written = await draft('把云山到2025年的主要指标整理成表');
    const rows = written.sections.flatMap(({ tables }) => tables.flatMap((table) => table.rows));
    const row = rows.find(({ indicator }) => indicator.includes('研发经费'));
    expect(row).toMatchObject({ unit: '%', baseline: { text: '2.1' }, target: { text: '2.5左右' } });
    expect(rows.length).toBeGreaterThanOrEqual(4);
  });

  it('sets places side by side from province to city, and says what a place does not state', async () => {
    const written = await draft('比较江川和云山的研发投入强度和技术合同成交额目标，出一页对照表');
    const rows = written.sections.flatMap(({ tables }) => tables.flatMap((table) => table.rows));
    expect(rows.filter(({ key }) => key === '研发经费投入强度').map(({ place }) => place)).toEqual([
      '江川省',
      '云山市',
    ]);
    expect(written.plans.map(({ level }) => level)).toEqual(
      [...written.plans.map(({ level }) => level)].sort((a, b) => '国家省市县'.indexOf(a) - '国家省市县'.indexOf(b)),
    );
  });

  it('groups measures by place where several are named', async () => {
    const { sections, notes } = await draft('江川、云山的科技金融举措，按省市整理成汇报要点');
    expect(sections.map(({ heading }) => heading)).toEqual(['江川省', '云山市']);
    expect(notes.map(({ text }) => text).join('')).toContain('要点本');
  });

  it('marks drafts and values that differ', async () => {
    const written = await draft('江川和云山高新技术企业目标对照表');
    const notes = written.notes.map(({ text }) => text).join('\n');
    expect(notes).toContain('《江川省人才工作实施意见（征求意见稿）》是征求意见稿');
    expect(notes).toMatch(/江川省高新技术企业数有不同写法.*9000家.*9500家/u);
  });

  it('keeps to the plans it is given', async () => {
    const planIds = context.plans.filter(({ status }) => status === 'draft').map(({ id }) => id);
    const written = await draft('人才引进要点', { planIds });
    expect(new Set(written.citations.map(({ planId }) => planId))).toEqual(new Set(planIds));
  });

  it('is shorter when it is asked to be', async () => {
    const length = async (characters: number) =>
      inlineText(await draft(TOPICS[0] ?? '', { length: { characters } })).length;
    expect(await length(150)).toBeLessThan(await length(1500));
  });

  it.each(['起草一份海东人才政策要点', '云山市的登月计划和潜艇制造要点', '南京人才政策要点'])(
    'has nothing on %s',
    async (topic) => {
      expect(await writeDraft(topic, {}, context)).toBeUndefined();
    },
  );
});

describe('answerWithDraft', () => {
  it('is an answer with marks that resolve', async () => {
    const answer = await answerWithDraft(context.read('起草一份云山人才政策要点，带出处'), context);
    const marks = [...(answer?.text ?? '').matchAll(/\[(\d+)\]/gu)].map((match) => Number(match[1]));
    expect(new Set(marks)).toEqual(new Set(answer?.citations.map(({ n }) => n)));
    expect(answer?.text.length).toBeLessThan(3000);
  });
});
