import { describe, expect, test } from 'vitest';
import { plainText, readQuantities } from '../../verify-quantities.ts';
import { objectionTo } from '../../verify.ts';
import { titlesOf } from '../../may-be-shown.ts';
import { CANARY_KEY } from '../../model/model-assistant.fixture.ts';
import { BROKEN_MODES, type Behaviour, type ChatRequest } from '../../model/stand-in.fixture.ts';
import type { DraftDocument } from '../types.ts';
import { proseOf, useProse, type Worded } from './prose-testbed.fixture.ts';
import { paraphrase } from './stand-in-prose.fixture.ts';

const bed = useProse();

const TALENT = '起草一份云山人才政策要点，带出处';
const TOPICS = [
  TALENT,
  '把云山到2025年的量化目标整理成一页',
  '江川、云山的科技金融举措，按省市整理成汇报要点',
  '江川和云山高新技术企业目标对照表',
];

const figuresOf = (draft: DraftDocument): readonly string[] =>
  proseOf(draft).flatMap(({ text }) => readQuantities(plainText(text)).map(({ key }) => key));
const textsOf = (draft: DraftDocument): readonly string[] => proseOf(draft).map(({ text }) => text);

/** What holds of every draft, whatever the model did. */
async function expectSound({ plain, worded }: Pick<Worded, 'plain' | 'worded'>): Promise<void> {
  const titleOf = titlesOf(bed.context.plans);
  for (const { text, marks } of proseOf(worded)) {
    const passages = await bed.context.store.passages(marks.map((mark) => worded.citations[mark - 1]?.passageId ?? ''));
    expect(passages.length, text).toBeGreaterThan(0);
    expect(objectionTo({ text, passages }, titleOf), text).toBeUndefined();
  }
  expect(new Set(figuresOf(worded))).toEqual(new Set(figuresOf(plain)));
  expect(
    worded.sections.map(({ heading, tables }) => ({ heading, rows: tables.map(({ rows }) => rows.length) })),
  ).toEqual(plain.sections.map(({ heading, tables }) => ({ heading, rows: tables.map(({ rows }) => rows.length) })));
  expect(worded.citations.map(({ n }) => n)).toEqual(worded.citations.map((_, at) => at + 1));
  expect(JSON.stringify(worded)).not.toMatch(/https?:|evil|88888|99999|我的规则|<@|@所有人/u);
  expect(JSON.stringify(worded)).not.toContain(CANARY_KEY);
}

/** Changes what the stand-in writes of one clause, the one with these words. */
const changing =
  (wordsOfClause: string, change: (text: string, request: ChatRequest) => string): Behaviour =>
  (request) => {
    const text = paraphrase(request);
    return request.passages.some((passage) => passage.text.includes(wordsOfClause)) ? change(text, request) : text;
  };

describe('a model that words drafts', () => {
  test.each(TOPICS)('truly: its sentences are shown, with all figures and sources: %s', async (topic) => {
    const both = await bed.word(topic);
    await expectSound(both);
    expect(both.notices.filter(({ type }) => type === 'failed')).toEqual([]);
    if (proseOf(both.plain).length === 0) expect(both.worded).toEqual(both.plain);
    else expect(both.worded).toMatchObject({ manner: 'by-model', model: { name: 'stand-in' } });
  });

  test('is asked section by section, for numbered clauses without a title or an address', async () => {
    const before = bed.standIn.requests.length;
    const { plain } = await bed.word(TALENT);
    const requests = bed.standIn.requests.slice(before);
    expect(requests).toHaveLength(plain.sections.filter(({ paragraphs }) => paragraphs.length > 0).length);
    const shown = requests.flatMap(({ passages }) => passages).sort((a, b) => a.n - b.n);
    expect(shown.map(({ n }) => n)).toEqual(proseOf(plain).map((_, at) => at + 1));
    expect(shown.map(({ text }) => text)).toEqual(textsOf(plain));
    expect(new Set(requests.map(({ user }) => /题目：(.*)/u.exec(user)?.[1]))).toEqual(new Set([plain.title]));
  });

  test('says in the draft who wrote it', async () => {
    const { plain, worded } = await bed.word(TALENT);
    expect(plain.lead).toMatch(/摘编，每句注明出处。$/u);
    expect(worded.lead).toMatch(/由模型撰写，每句注明出处。$/u);
    expect(worded.notes).toEqual(plain.notes);
  });

  test('with a figure changed: the clause stands instead, and what else it wrote stays', async () => {
    bed.standIn.always(changing('5000套', (text) => text.replace('5000套', '6000套')));
    const both = await bed.word(TALENT);
    await expectSound(both);
    expect(both.worded.manner).toBe('partly-by-model');
    expect(both.worded.lead).toContain('由模型撰写，部分语句摘自原文');
    const clause = textsOf(both.plain).find((text) => text.includes('5000套'));
    expect(textsOf(both.worded)).toContain(clause);
    expect(both.notices.flatMap((notice) => (notice.type === 'stopped' ? [notice.sentence.objection] : []))).toEqual([
      { what: 'figure', text: '6000套' },
    ]);
  });

  test('that leaves a figure or a clause out: nothing is lost', async () => {
    bed.standIn.always(changing('20个', (text) => text.replace('每年引进创新团队20个', '每年引进创新团队')));
    await expectSound(await bed.word(TALENT));
    bed.standIn.always((request) => paraphrase({ passages: request.passages.slice(1) }) || '没有写明');
    const both = await bed.word(TALENT);
    await expectSound(both);
    expect(textsOf(both.worded)[0]).toBe(textsOf(both.plain)[0]);
  });

  test.each([
    ['without marks', (text: string) => text.replace(/\[\d+\]/gu, '')],
    [
      'with the mark of another section',
      (text: string) => text.replace(/\[(\d)\]/gu, (_, n: string) => `[${(Number(n) % 3) + 1}]`),
    ],
    ['with a mark that is none', (text: string) => text.replace(/\[(\d+)\]/gu, '[$1a]')],
    ['with a question', (text: string) => text.replace(/。/gu, '？')],
    ['of nothing', () => '好的。'],
    ['of nonsense', () => '春眠不觉晓，处处闻啼鸟[1]。'],
  ])('that writes %s: the draft is the one without it, and says so', async (_, change) => {
    bed.standIn.always((request) => change(paraphrase(request)));
    const both = await bed.word(TALENT);
    await expectSound(both);
    expect(both.worded).toMatchObject({ manner: 'by-rules', lead: both.plain.lead });
    expect(textsOf(both.worded)).toEqual(textsOf(both.plain));
    expect(both.worded.notes.at(-1)?.text).toBe('模型所写未通过核对，正文由规则摘自原文。');
  });

  test('that marks a clause of another paragraph: that sentence is stopped', async () => {
    const marked: Behaviour = ({ passages }) => {
      const [first] = passages;
      const other = passages.find(({ section }) => section !== first?.section);
      return first && other ? `${first.text.replace(/。$/u, '')}[${first.n}][${other.n}]。` : '';
    };
    bed.standIn.always(marked);
    const both = await bed.word('江川、云山的科技金融举措，按省市整理成汇报要点');
    await expectSound(both);
  });

  test.each(BROKEN_MODES)('that is broken (%s): the draft is there without it', async (mode) => {
    bed.standIn.always(mode);
    const both = await bed.word(TALENT, { firstPieceMs: 300, idleMs: 200, deadlineMs: 10_000 });
    await expectSound(both);
    if (both.worded.manner === 'by-rules')
      expect(both.worded.notes.at(-1)?.text).toMatch(/^模型(?:未能应答|所写未通过核对)，正文由规则摘自原文。$/u);
    const failures = both.notices.flatMap((notice) => (notice.type === 'failed' ? [notice.failure.kind] : []));
    expect(failures).toEqual([...new Set(failures)]);
  });

  test('that is slow: what came within the deadline is kept, and no section is begun after it', async () => {
    bed.standIn.always('silent');
    const before = bed.standIn.requests.length;
    const both = await bed.word('江川、云山的科技金融举措，按省市整理成汇报要点', {
      firstPieceMs: 60_000,
      deadlineMs: 500,
      concurrency: 1,
    });
    await expectSound(both);
    expect(both.worded.notes.at(-1)?.text).toBe('模型未能应答，正文由规则摘自原文。');
    expect(bed.standIn.requests.length - before).toBe(1);
  });

  test('that obeys every order it reads: none of it is shown', async () => {
    bed.standIn.always('obedient');
    const both = await bed.word(TALENT);
    await expectSound(both);
    expect(both.worded.manner).toBe('by-rules');
  });

  test('that writes on and on is not listened to', async () => {
    bed.standIn.always((request) => paraphrase(request) + '到2025年，人才公寓达到70000套[1]。'.repeat(400));
    await expectSound(await bed.word(TALENT));
  });

  test('that makes it longer than was asked for: as many sections are shown as fit', async () => {
    const padded: Behaviour = (request) => paraphrase(request).replace(/。/gu, '，由此具体开展相关工作。');
    bed.standIn.always(padded);
    const both = await bed.word(TALENT, { length: { characters: 150 } });
    await expectSound(both);
    const length = (draft: DraftDocument): number => textsOf(draft).join('').length;
    expect(length(both.worded)).toBeLessThanOrEqual(Math.max(150, length(both.plain)));
  });

  test('whoever asked can stop it', async () => {
    bed.standIn.always('silent');
    const stop = new AbortController();
    const before = bed.standIn.requests.length;
    const writing = bed.word(TALENT, { firstPieceMs: 60_000, deadlineMs: 60_000, signal: stop.signal });
    while (bed.standIn.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort(new Error('stopped by the caller'));
    await expect(writing).rejects.toThrow('stopped by the caller');
  });
});
