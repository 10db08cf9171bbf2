import { afterAll, beforeAll, expect, it } from 'vitest';
import { draftContext } from './drafts.fixture.ts';
import { editDraft, sentenceId, tableId } from './edit-draft.ts';
import type { DraftDocument } from './types.ts';
import { writeDraft } from './write-draft.ts';

let draft: DraftDocument;
let close: () => Promise<void>;

beforeAll(async () => {
  const opened = await draftContext();
  close = opened.close;
  const written = await writeDraft('云山的主要指标、人才和科技金融要点', { date: '2026年11月21日' }, opened.context);
  if (!written) throw new Error('no draft');
  draft = written;
});
afterAll(() => close());

/** Everything of a section. */
const pointsOf = ({ tables, paragraphs }: DraftDocument['sections'][number]): readonly string[] => [
  ...tables.map((_, at) => tableId(at)),
  ...paragraphs.flatMap(({ sentences }, at) => sentences.map((_, index) => sentenceId(at, index))),
];
const whole = () => draft.sections.map((section, at) => ({ section: at, points: pointsOf(section) }));

it('leaves a draft as it is when nothing is changed', () => {
  expect(editDraft(draft, { sections: whole() })).toEqual(draft);
});

it('moves, renames and leaves out, and numbers what is left anew', () => {
  const [first, ...rest] = whole();
  if (!first) throw new Error('no section');
  const edited = editDraft(draft, {
    title: '新标题\u202e',
    sections: [...rest.reverse().map((one) => ({ ...one, heading: '新\n名' })), { ...first, points: [] }],
  });
  expect(edited.title).toBe('新标题');
  expect(edited.sections.map(({ heading }) => heading)).toEqual(rest.map(() => '新 名'));
  const used = [
    ...edited.sections.flatMap(({ tables, paragraphs }) => [
      ...tables.flatMap(({ rows }) => rows.flatMap(({ marks }) => marks)),
      ...paragraphs.flatMap(({ sentences }) => sentences.flatMap(({ marks }) => marks)),
    ]),
    ...edited.notes.flatMap(({ marks }) => marks),
  ];
  expect(edited.citations.map(({ n }) => n)).toEqual([...new Set(used)].sort((a, b) => a - b));
  const quotes = new Map(draft.citations.map(({ passageId, quote }) => [passageId, quote]));
  for (const { passageId, quote } of edited.citations) expect(quotes.get(passageId)).toBe(quote);
});

it('has nothing where nothing is kept, and knows no sections beside its own', () => {
  expect(editDraft(draft, { sections: [] }).sections).toEqual([]);
  expect(editDraft(draft, { sections: [{ section: 99, points: ['0.0', 't0'] }] }).sections).toEqual([]);
});
