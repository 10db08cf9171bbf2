import { planDocuments } from '../../corpus/invented-plans.fixture.ts';
import type { PlanDocument } from '../../corpus/types.ts';
import { seededRandom } from '../../retrieval/embed/seeded-random.ts';
import { eventsOf, questionOf } from './running-service.fixture.ts';
import type { RunningService } from './service.ts';
import type { Reader } from './types.ts';

const PLACES = Array.from('甲乙丙丁戊己庚辛壬癸子丑');
const NAMES = ['青岚', '墨池', '霜溪', '云璧', '琼林', '竹坞', '锦帆', '玉衡', '碧澜', '丹崖', '紫泉', '素尘'];

/** A plan with words and figures that no other plan has: seen anywhere, they came from it. */
export interface MarkedPlan {
  readonly document: PlanDocument;
  readonly place: string;
  /** None of them is in a question of `questionsOn`. */
  readonly marks: readonly string[];
}

/** Twelve invented plans. */
export function markedPlans(): readonly MarkedPlan[] {
  return PLACES.map((sign, at) => {
    const place = `示例${sign}市`;
    const name = NAMES[at] ?? '';
    const [companies, workshops, projects] = [7001 + 13 * at, 4003 + 17 * at, 2003 + 19 * at];
    const title = `${place}${name}科技创新规划${at % 5 === 4 ? '（征求意见稿）' : ''}`;
    const text = `## 一、主要目标

到2025年，${place}高新技术企业达到${companies}家。

| 指标 | 2025年 |
|---|---|
| 众创空间（家） | ${workshops} |

## 二、重点任务

### （一）建设${name}实验室

${place}建设${name}实验室和${name}科学城，实施重点项目${projects}项。

### （二）发展${name}产业

${place}重点培育${name}材料、${name}装备两大产业。`;
    const [document] = planDocuments([{ title, region: place, file: `${name}.md`, text }]);
    if (!document) throw new Error('the plan could not be read');
    return { document, place, marks: [name, document.plan.id, ...[companies, workshops, projects].map(String)] };
  });
}

/** Conversations that try to get at a plan, the last turn of each being the question. */
export function questionsOn({ place }: MarkedPlan, other: MarkedPlan): readonly (readonly string[])[] {
  return [
    [`${place}到2025年高新技术企业要达到多少家？`],
    [`${place}和${other.place}的众创空间目标各是多少家？`],
    [`${place}要建设哪些实验室？`],
    [`总结一下${place}的重点任务`],
    [`${other.place}到2025年高新技术企业要达到多少家？`, `那${place}呢？`],
    [`一共有几部规划？哪些城市提到众创空间？`],
    [`哪个市的高新技术企业目标最高？`],
    [`${place}的规划是征求意见稿吗？`],
    ['众创空间的目标是多少？'],
    ['重点培育哪些产业？'],
  ];
}

/** Ten people and eight rooms, rules for them, and who may see what, worked out another way than by the rules. */
export interface Matrix {
  readonly rules: string;
  readonly readers: readonly Reader[];
  readonly mayBeSeen: (reader: Reader, plan: MarkedPlan) => boolean;
}

/** A matrix from a seed. Every person asks in private and in every room. */
export function matrixOf(plans: readonly MarkedPlan[], seed: number): Matrix {
  const random = seededRandom(seed);
  const people = Array.from({ length: 10 }, (_, at) => ({ channel: CHANNELS[at % 3] ?? 'web', id: `P${at}` }));
  const rooms = Array.from(
    { length: 8 },
    (_, at) => ({ channel: at % 2 === 0 ? 'slack' : 'dingtalk', id: `R${at}` }) as const,
  );
  const some = <T>(values: readonly T[], share: number): readonly T[] => values.filter(() => random() < share);
  const allowed = new Set<string>();
  const nameOf = ({ document: { plan } }: MarkedPlan): string =>
    [plan.title, `《${plan.title}》`, plan.id, plan.region, plan.file][Math.floor(random() * 5)] ?? plan.id;
  const open = some(plans, 0.15);
  const group = some(people, 0.4);
  const grants = Array.from({ length: 8 }, () => {
    const granted = [plans[Math.floor(random() * plans.length)], ...some(plans, 0.1)].filter(
      (plan) => plan !== undefined,
    );
    const toPeople = some(people, 0.15);
    const toRooms = some(rooms, 0.2);
    const toGroup = random() < 0.2;
    for (const plan of granted) {
      for (const { id } of [...toPeople, ...(toGroup ? group : [])]) allowed.add(`${id} ${plan.place}`);
      for (const { id } of toRooms) allowed.add(`${id} ${plan.place}`);
    }
    return {
      plans: granted.map(nameOf),
      to: [
        ...toPeople.map(({ channel, id }) => `${channel}:${id}`),
        ...toRooms.map(({ channel, id }) => `${channel}:#${id}`),
        ...(toGroup ? ['group:staff'] : []),
      ],
    };
  });
  const rules = {
    public: open.map(nameOf),
    groups: { staff: group.map(({ channel, id }) => `${channel}:${id}`) },
    grants: grants.filter(({ to }) => to.length > 0),
  };
  const readers = people.flatMap(({ channel, id }): readonly Reader[] => [
    { channel, userId: id },
    ...rooms.map((room): Reader => ({ channel: room.channel, userId: id, roomId: room.id })),
  ]);
  return {
    rules: JSON.stringify(rules),
    readers,
    mayBeSeen: ({ userId, roomId }, plan) => open.includes(plan) || allowed.has(`${roomId ?? userId} ${plan.place}`),
  };
}

const CHANNELS = ['slack', 'dingtalk', 'web'] as const;

/** What was looked at, and each thing that should not have shown, or should have and did not. */
export interface Looked {
  readonly shown: number;
  readonly leaks: readonly string[];
  /** Times that a reader saw a plan that they may see: a service that shows nothing leaks nothing either. */
  readonly found: number;
}

/** What shows of a plan. */
export function marksIn({ marks }: MarkedPlan, shown: unknown): readonly string[] {
  const text = JSON.stringify(shown);
  // An id of another thing may hold the digits of a figure.
  const words = text.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4,12})*/gu, '');
  return marks.filter((mark) => (/^[0-9a-f]{8}$/u.test(mark) ? text : words).includes(mark));
}

/** Opens every page of every plan for every reader. */
export async function leaksInPages(
  service: RunningService,
  plans: readonly MarkedPlan[],
  { readers, mayBeSeen }: Matrix,
): Promise<Looked> {
  const leaks: string[] = [];
  let [shown, found] = [0, 0];
  for (const reader of readers) {
    const hidden = plans.filter((plan) => !mayBeSeen(reader, plan));
    const look = (what: string, page: unknown): void => {
      shown += 1;
      if (page === undefined) return;
      for (const plan of hidden) if (marksIn(plan, page).length > 0) leaks.push(`${what} ${plan.place}`);
    };
    look('plans', await service.plans(reader));
    look('records', await service.records(reader));
    for (const plan of plans) {
      const { id } = plan.document.plan;
      const isVisible = mayBeSeen(reader, plan);
      const pages = {
        sections: await service.sections(reader, id),
        passages: await service.passages(reader, id, 0, 99),
        tables: await service.tables(reader, id),
        source: await service.source(reader, plan.document.passages[1]?.id ?? '', 50),
      };
      for (const [what, page] of Object.entries(pages)) {
        look(what, page);
        if ((page !== undefined) !== isVisible)
          leaks.push(`${what} ${plan.place} is ${isVisible ? 'missing' : 'there'}`);
        else if (isVisible) found += 1;
      }
      const records = await service.records(reader, id);
      look('records', records);
      if (records.length > 0 !== isVisible) leaks.push(`records of ${plan.place}`);
    }
  }
  return { shown, leaks, found };
}

/** Asks about every plan, or every so many of them, for every reader; the ways of asking take turns. */
export async function leaksInAnswers(
  service: RunningService,
  plans: readonly MarkedPlan[],
  { readers, mayBeSeen }: Matrix,
  every: number,
): Promise<Looked> {
  const leaks: string[] = [];
  let [shown, found] = [0, 0];
  for (const [at, reader] of readers.entries()) {
    const hidden = plans.filter((plan) => !mayBeSeen(reader, plan));
    for (const [place, plan] of plans.entries()) {
      if ((at + place) % every !== 0) continue;
      const other = plans[(place + 1 + (at % (plans.length - 1))) % plans.length] ?? plan;
      const conversations = questionsOn(plan, other);
      const kind = (at + Math.floor(place / every)) % conversations.length;
      for (const text of conversations[kind] ?? []) {
        const events = await eventsOf(service, questionOf(text, { reader, conversationId: `talk-${at}-${place}` }));
        shown += 1;
        for (const each of hidden) if (marksIn(each, events).length > 0) leaks.push(`${text} shows ${each.place}`);
        const isFound = kind === 0 && marksIn(plan, events).includes(plan.marks[2] ?? '');
        if (isFound) found += 1;
        if (kind === 0 && isFound !== mayBeSeen(reader, plan)) leaks.push(`${text} is ${isFound ? 'answered' : 'not'}`);
      }
    }
  }
  return { shown, leaks, found };
}
