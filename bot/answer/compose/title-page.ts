import type { Passage } from '../../../corpus/types.ts';
import { readUnits, type Unit } from '../../../retrieval/rank/units.ts';
import type { PlanSummary } from '../../../retrieval/types.ts';
import type { Statement } from '../statement.ts';
import type { AnswerContext } from '../look-up.ts';
import { windowAround } from '../window.ts';

/** Passages from the head of a plan that may belong to its title page, its notice of issue or its preface. */
const HEAD = 12;
/** Longest run quoted from there, in characters. */
const QUOTED = 120;

/** The title page and the preface of a plan: what stands before its first chapter, and the chapter's first words. */
export async function headOf(plan: PlanSummary, { store }: AnswerContext): Promise<readonly Passage[]> {
  return store.passageRange(plan.id, 0, HEAD);
}

/** Whom a notice of issue is for: “各市、县人民政府……：现将《…》印发给你们”. */
export function addresseeOf(head: readonly Passage[], issuer: string | undefined): Statement | undefined {
  for (const passage of head) {
    const before = /([^：:。]{4,90})[：:]\s*(?:现将|经)/u.exec(passage.text)?.[1];
    if (before === undefined) continue;
    const at = issuer === undefined ? -1 : before.lastIndexOf(issuer);
    const named =
      at >= 0 && issuer !== undefined
        ? before.slice(at + issuer.length)
        : before.slice(Math.max(0, before.search(/各/u)));
    if (named.length >= 4) return { text: `主送：**${named}**。`, passages: [passage] };
  }
  return undefined;
}

/** The number of the document as it stands on the title page: 示政〔2022〕5号. */
export function numberOf(head: readonly Passage[]): Statement | undefined {
  for (const passage of head.filter(({ section }) => section.length === 0)) {
    const number = /(?<![《\p{Script=Han}])[\p{Script=Han}]{2,8}[〔[（(]20\d\d[〕\]）)]\d+号/u.exec(
      passage.text.replace(/（[^（）]*号）/gu, ''),
    )?.[0];
    if (number !== undefined) return { text: `发文字号：**${number}**。`, passages: [passage] };
  }
  return undefined;
}

const NATURE = /(?:指导|约束|纲领|预期)性(?:的)?(?:文件|规划|意见)?|行动(?:指南|纲领)/u;

/** What kind of document the plan calls itself: “……的指导性文件”. */
export function natureOf(head: readonly Passage[]): Statement | undefined {
  for (const unit of head.flatMap((passage) => readUnits(passage))) {
    const clauses = unit.clauses.map(({ start, end }) => unit.text.slice(start, end));
    const clause = clauses.find((text) => NATURE.test(text));
    if (clause !== undefined)
      return {
        text: `${clause.replace(/[。；，]$/u, '').replace(NATURE, (word) => `**${word}**`)}。`,
        passages: [unit.passage],
      };
  }
  return undefined;
}

/** What the plan says it was drawn up by: “根据《…》，制定本规划”. */
export function basisOf(head: readonly Passage[]): Statement | undefined {
  const unit = head
    .flatMap((passage) => readUnits(passage))
    .find(
      ({ text }) =>
        /(?:根据|依据|按照|贯彻落实|落实)[^。]*(?:《[^》]+》)[^。]*/u.test(text) && /(?:制定|编制|制订)/u.test(text),
    );
  if (!unit) return undefined;
  const from = /(?:根据|依据|按照|落实)(?=[^。《]{0,12}《)/u.exec(unit.text)?.index ?? 0;
  return { text: unit.text.slice(from), passages: [unit.passage] };
}

/** The year beyond its own period that a plan looks ahead to, with the sentence that does so. */
export async function horizonOf(plan: PlanSummary, { store }: AnswerContext): Promise<Statement | undefined> {
  const all = await store.passageRange(plan.id, 0, Number.MAX_SAFE_INTEGER);
  const last = plan.period?.to ?? 0;
  const ahead = (unit: Unit): number => {
    const year = Number(/^(?:——)?(?:展望|到|至)[^，。]{0,6}(20[3-9]\d)年/u.exec(unit.text)?.[1] ?? 0);
    return year > last ? year : 0;
  };
  const unit = all
    .filter(({ kind }) => kind === 'prose')
    .flatMap((passage) => readUnits(passage))
    .find((candidate) => ahead(candidate) > 0);
  if (!unit) return undefined;
  const { text } = windowAround(unit, [0], QUOTED, { wants: () => true });
  return {
    text: text.replace(`${ahead(unit)}年`, (year) => `**${year}**`).replace(/(?<![。；])$/u, '。'),
    passages: [unit.passage],
  };
}

/** The passage that states the period of a plan, when one near its head does. */
export async function periodPassage(plan: PlanSummary, context: AnswerContext): Promise<Passage | undefined> {
  if (!plan.period) return undefined;
  const to = String(plan.period.to);
  const head = await headOf(plan, context);
  return (
    head.find(({ text }) => /规划期|期限|时限/u.test(text) && text.includes(to)) ??
    head.find(({ text }) => text.includes(`到${to}年`))
  );
}
