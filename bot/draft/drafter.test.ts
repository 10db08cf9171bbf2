import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadSynonyms } from '../../retrieval/query/synonyms.ts';
import { words } from '../../retrieval/rank/temporary-index.fixture.ts';
import { draftContext } from '../answer/draft/drafts.fixture.ts';
import { createDraftProse } from '../answer/draft/prose/draft-prose.ts';
import { paraphrase } from '../answer/draft/prose/stand-in-prose.fixture.ts';
import type { AnswerContext } from '../answer/look-up.ts';
import { createChatEndpoint } from '../answer/model/chat-endpoint.ts';
import { startStandIn, type StandIn } from '../answer/model/stand-in.fixture.ts';
import { createDrafter } from './drafter.ts';
import type { Drafted, DraftEdits, Drafter, DraftOrder } from './types.ts';

const ORDER: DraftOrder = { topic: '起草一份云山人才政策要点', formats: ['md'] };

let context: AnswerContext;
let close: () => Promise<void>;
let standIn: StandIn;

beforeAll(async () => {
  [{ context, close }, standIn] = await Promise.all([draftContext(), startStandIn()]);
});
afterEach(() => {
  standIn.always(paraphrase);
});
afterAll(async () => {
  await Promise.all([close(), standIn.close()]);
});

/** A drafter with a model that words each draft otherwise. */
function drafterWithModel(): Drafter {
  let tries = 0;
  standIn.always((request) => {
    tries += 1;
    return tries % 2 === 0 ? paraphrase(request) : paraphrase(request).replaceAll('实施', '同时实施');
  });
  const { store } = context;
  const synonyms = loadSynonyms();
  const endpoint = createChatEndpoint({ model: 'stand-in', baseURL: standIn.baseURL });
  return createDrafter({ store, words, synonyms, prose: createDraftProse({ endpoint, words, synonyms }) });
}

function previewOf(drafted: Drafted): Extract<Drafted, { type: 'drafted' }>['preview'] {
  if (drafted.type !== 'drafted') throw new Error(drafted.type);
  return drafted.preview;
}

/** Keeps the first section of a preview. */
function editsOf({ id, sections: [first] }: ReturnType<typeof previewOf>): DraftEdits {
  const points = first?.paragraphs.flatMap((paragraph) => paragraph.points.map((point) => point.id)) ?? [];
  return { id, sections: [{ section: 0, points }] };
}

test('the file of an edited outline has the sentences that were shown, however a model would word them now', async () => {
  const drafter = drafterWithModel();
  for (let at = 0; at < 2; at += 1) {
    const preview = previewOf(await drafter.draft(ORDER));
    expect(preview).toMatchObject({ mode: 'llm', lead: expect.stringContaining('由模型撰写') as string });
    const asked = standIn.requests.length;
    const drafted = await drafter.draft({ ...ORDER, edits: editsOf(preview) });
    expect(standIn.requests.length).toBe(asked);
    expect(previewOf(drafted).sections.map(({ heading }) => heading)).toEqual([preview.sections[0]?.heading]);
    const shown = preview.sections[0]?.paragraphs.flatMap(({ points }) => points.map(({ text }) => text)) ?? [];
    const text = drafted.type === 'drafted' ? Buffer.from(drafted.files[0]?.content ?? []).toString() : '';
    for (const sentence of shown) expect(text).toContain(sentence);
  }
});

test('an outline is kept for the order and the reader to whom it was shown', async () => {
  const drafter = drafterWithModel();
  const preview = previewOf(await drafter.draft(ORDER));
  const edits = editsOf(preview);
  const allowedPlans = context.plans.filter(({ region }) => region === '云山市').map(({ id }) => id);
  const asked = standIn.requests.length;
  await drafter.draft({ ...ORDER, edits }, { allowedPlans });
  await drafter.draft({ ...ORDER, length: '1页', edits });
  expect(standIn.requests.length).toBeGreaterThan(asked);
  expect(await drafter.draft({ ...ORDER, edits: { ...edits, id: 'another' } })).toEqual({ type: 'changed' });
});

test('by rules the same order gives the same draft', async () => {
  const drafter = createDrafter({ store: context.store, words });
  const preview = previewOf(await drafter.draft(ORDER));
  expect(preview).toMatchObject({ mode: 'extractive', lead: expect.stringContaining('摘编') as string });
  expect(await drafter.draft({ ...ORDER, edits: editsOf(preview) })).toMatchObject({ type: 'drafted' });
});
