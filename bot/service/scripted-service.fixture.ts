import { setImmediate } from 'node:timers/promises';
import type { IndicatorRecord, Passage } from '../../corpus/types.ts';
import type { PlanSummary } from '../../retrieval/types.ts';
import type { Answer, Citation } from '../answer/types.ts';
import type { DraftOrder } from '../draft/types.ts';
import { scriptedPlans, type ScriptedPlan } from './scripted-plans.fixture.ts';
import type {
  AnswerService,
  ChannelName,
  DraftOutcome,
  EventState,
  Feedback,
  GivenAnswer,
  IncomingQuestion,
  Reader,
  ServiceEvent,
} from './types.ts';

/** What is said to one question. The last event has to be `answered` or `refused`. */
export interface ScriptedReply {
  readonly events: readonly ServiceEvent[];
  /** The last event is held back until this resolves. */
  readonly gate?: Promise<void>;
}

/** What `scriptedService` takes. */
export interface ScriptedServiceOptions {
  /** By question, exactly as it arrives. A question without an entry gets `scriptedAnswer`, which repeats it. */
  readonly script?: Readonly<Record<string, readonly ServiceEvent[] | ScriptedReply>>;
  /** Which plans do not exist for a reader. Default: none is hidden. */
  readonly isHidden?: (reader: Reader, planId: string) => boolean;
  /** What becomes of an order for a draft. Default: nothing. */
  readonly drafted?: (order: DraftOrder, reader: Reader) => DraftOutcome;
  /** Start of the addresses of `source`. Default: no addresses. */
  readonly publicUrl?: string;
}

/** An `AnswerService` in memory that says what a test wants. Opened once, it may serve a channel that is started twice. */
export interface ScriptedService extends AnswerService {
  /** Every call of `take`, redeliveries among them. */
  readonly takes: readonly IncomingQuestion[];
  /** Questions whose answer was begun, in order. */
  readonly answered: readonly IncomingQuestion[];
  readonly marks: readonly { readonly reader: Reader; readonly eventId: string; readonly state: EventState }[];
  readonly feedbacks: readonly Feedback[];
  /** Orders for drafts, in order. */
  readonly drafts: readonly { readonly reader: Reader; readonly order: DraftOrder }[];
  /** Answers that were given up: by the signal, or because the channel stopped reading. */
  readonly givenUp: readonly IncomingQuestion[];
  /** How far an event has come; undefined: never taken. */
  state(channel: ChannelName, eventId: string): EventState | undefined;
}

/** The first invented plan is a final one, the second a draft (征求意见稿). */
export const SCRIPTED_PLANS: readonly PlanSummary[] = scriptedPlans().map(({ summary }) => summary);

/** The only passage of a scripted plan that holds `words`. */
export function scriptedPassage(words: string): Passage {
  const found = scriptedPlans().flatMap(({ document }) =>
    document.passages.filter(({ text }) => text.includes(words)),
  )[0];
  if (!found) throw new Error(`no scripted passage holds ${words}`);
  return found;
}

/** A citation of the passage of the scripted plans that holds `words`. */
export function scriptedCitation(n: number, words: string): Citation {
  const passage = scriptedPassage(words);
  const plan = SCRIPTED_PLANS.find(({ id }) => id === passage.planId);
  if (!plan) throw new Error('the passage has no plan');
  return {
    n,
    passageId: passage.id,
    planId: plan.id,
    plan: plan.title,
    section: passage.section,
    quote: passage.text,
    file: plan.file,
    lines: passage.lines,
    draft: plan.status === 'draft',
  };
}

/** An answer with one source, which repeats the question so that a test can tell answers apart. */
export function scriptedAnswer(question: string, changes: Partial<Answer> = {}): Answer {
  return {
    text: `**300家以上**[1]\n到2025年，示例市高新技术企业力争达到300家以上。（${question}）`,
    declined: false,
    mode: 'extractive',
    citations: [scriptedCitation(1, '300家以上')],
    understood: question,
    ...changes,
  };
}

/** The events of an answer as the service yields them: a status line, the text in one piece, the answer. */
export function answeredWith(answer: Answer, answerId = 'a-1'): readonly ServiceEvent[] {
  return [
    { type: 'status', text: '正在查找规划原文' },
    { type: 'text', text: answer.text },
    { type: 'answered', answerId, answer },
  ];
}

/** A draft whose Word file is what is given. */
export function draftedAs(name: string, content: Uint8Array): DraftOutcome {
  const preview = { id: 'x', title: '', lead: '', mode: 'extractive', pages: 1 } as const;
  const nothing = { sections: [], charts: [], notes: [], citations: [] };
  const file = { format: 'docx', name, type: 'application/octet-stream', content } as const;
  return { type: 'drafted', preview: { ...preview, ...nothing }, files: [file] };
}

/** The scripted service. */
export function scriptedService(options: ScriptedServiceOptions = {}): ScriptedService {
  const { script = {}, isHidden = () => false, publicUrl } = options;
  const takes: IncomingQuestion[] = [];
  const answered: IncomingQuestion[] = [];
  const givenUp: IncomingQuestion[] = [];
  const drafts: { reader: Reader; order: DraftOrder }[] = [];
  const marks: { reader: Reader; eventId: string; state: EventState }[] = [];
  const feedbacks = new Map<string, Feedback>();
  const events = new Map<string, { incoming: IncomingQuestion; state: EventState }>();
  const known = new Set<string>();
  const given: (GivenAnswer & { readonly eventId: string; readonly key: string })[] = [];
  const running = new Map<string, Promise<void>>();
  const visible = (reader: Reader): readonly ScriptedPlan[] =>
    scriptedPlans().filter(({ summary }) => !isHidden(reader, summary.id));
  const planOf = (reader: Reader, planId: string): ScriptedPlan | undefined =>
    visible(reader).find(({ summary }) => summary.id === planId);
  let answers = 0;

  const eventsOf = (incoming: IncomingQuestion): ScriptedReply => {
    const said = script[incoming.text];
    answers += 1;
    if (said === undefined) return { events: answeredWith(scriptedAnswer(incoming.text), `a-${answers}`) };
    return 'events' in said ? said : { events: said };
  };

  async function* reply(incoming: IncomingQuestion, signal: AbortSignal | undefined): AsyncGenerator<ServiceEvent> {
    answered.push(incoming);
    const { events: said, gate } = eventsOf(incoming);
    let isWhole = false;
    try {
      for (const [at, event] of said.entries()) {
        await setImmediate();
        if (at === said.length - 1 && gate) await Promise.race([gate, aborted(signal)]);
        if (signal?.aborted === true) return;
        if (event.type === 'answered') {
          const { reader, eventId, conversationId } = incoming;
          const key = conversationKey(reader, conversationId);
          known.add(key);
          given.unshift({ answerId: event.answerId, reader, eventId, key });
        }
        isWhole = at === said.length - 1;
        yield event;
      }
    } finally {
      if (!isWhole) givenUp.push(incoming);
    }
  }

  return {
    takes,
    answered,
    givenUp,
    drafts,
    marks,
    get feedbacks() {
      return [...feedbacks.values()];
    },
    state: (channel, eventId) => events.get(`${channel} ${eventId}`)?.state,

    take(incoming) {
      takes.push(incoming);
      const key = `${incoming.reader.channel} ${incoming.eventId}`;
      if (events.has(key)) return Promise.resolve(false);
      events.set(key, { incoming, state: 'taken' });
      return Promise.resolve(true);
    },
    async *answer(incoming, { signal } = {}) {
      const key = conversationKey(incoming.reader, incoming.conversationId);
      const before = running.get(key);
      let ended = (): void => undefined;
      running.set(key, new Promise((resolve) => (ended = resolve)));
      try {
        await before;
        yield* reply(incoming, signal);
      } finally {
        ended();
      }
    },
    draft(reader, order) {
      drafts.push({ reader, order });
      return Promise.resolve(options.drafted?.(order, reader) ?? { type: 'nothing', text: '没有可以整理的内容。' });
    },
    mark(reader, eventId, state, replyTo) {
      marks.push({ reader, eventId, state });
      const event = events.get(`${reader.channel} ${eventId}`);
      if (event) event.state = state;
      if (event && replyTo) event.incoming = { ...event.incoming, replyTo };
      return Promise.resolve();
    },
    unfinished(channel) {
      const open = [...events.values()].flatMap(({ incoming, state }) =>
        incoming.reader.channel === channel && state !== 'settled' ? [{ incoming, state }] : [],
      );
      return Promise.resolve(open);
    },
    feedback(feedback) {
      const reader = given.find(({ answerId }) => answerId === feedback.answerId)?.reader;
      if (!reader || !sameAudience(reader, feedback.reader)) return Promise.resolve(false);
      feedbacks.set(`${feedback.answerId} ${feedback.reader.userId}`, feedback);
      return Promise.resolve(true);
    },
    answerTo: (channel, eventId) =>
      Promise.resolve(given.find((each) => each.reader.channel === channel && each.eventId === eventId)),
    lastAnswer(reader, conversationId) {
      const latest = given.filter(({ key }) => key === conversationKey(reader, conversationId));
      return Promise.resolve(latest.find((each) => each.reader.userId === reader.userId) ?? latest[0]);
    },
    knowsConversation: (reader, conversationId) => Promise.resolve(known.has(conversationKey(reader, conversationId))),

    plans: (reader) => Promise.resolve(visible(reader).map(({ summary }) => summary)),
    sections: (reader, planId) => Promise.resolve(planOf(reader, planId)?.document.sections),
    passages: (reader, planId, from, to) =>
      Promise.resolve(planOf(reader, planId)?.document.passages.filter(({ order }) => order >= from && order <= to)),
    tables: (reader, planId) => Promise.resolve(planOf(reader, planId)?.document.tables),
    records: (reader, planId) =>
      Promise.resolve(
        visible(reader).flatMap(({ summary, document }): readonly IndicatorRecord[] =>
          planId === undefined || planId === summary.id ? document.records : [],
        ),
      ),
    source(reader, passageId, around = 2) {
      for (const { summary, document } of visible(reader)) {
        const at = document.passages.findIndex(({ id }) => id === passageId);
        const passage = document.passages[at];
        if (!passage) continue;
        return Promise.resolve({
          plan: summary,
          passage,
          before: document.passages.slice(Math.max(0, at - around), at),
          after: document.passages.slice(at + 1, at + 1 + around),
          ...(publicUrl === undefined ? {} : { url: sourceUrl(publicUrl, summary.id, passageId) }),
        });
      }
      return Promise.resolve(undefined);
    },
  };
}

function sourceUrl(publicUrl: string, planId: string, passageId: string): string {
  return `${publicUrl}/plans/${encodeURIComponent(planId)}#${encodeURIComponent(passageId)}`;
}

/** A thread in a room is one conversation for all who are in it; a private one belongs to its person. */
function conversationKey({ channel, roomId, userId }: Reader, conversationId: string): string {
  return JSON.stringify([channel, roomId ?? null, roomId === undefined ? userId : null, conversationId]);
}

function sameAudience(left: Reader, right: Reader): boolean {
  return (
    left.channel === right.channel &&
    left.roomId === right.roomId &&
    (left.roomId !== undefined || left.userId === right.userId)
  );
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener('abort', () => {
      resolve();
    });
  });
}
